"""The contract document: every fact of the frozen content in the articles of the special conditions.

Written in the language of the moment, from the content alone: the same content is the same document.
"""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries as country_names

from grants import formats
from grants.applications.models import ResultLevel
from grants.applications.queries.workplan import printed_plan, shortened
from grants.applications.workplan_messages import span
from grants.budgets.messages import GROUP_TITLES
from grants.budgets.models import Heading, SourceKind
from grants.contracts.models import ContractTerms, ExchangeRule, PaymentOption, Sector
from grants.contracts.terms import SETTINGS

CHOICES = {"payment_option": PaymentOption, "exchange_rule": ExchangeRule}


def pdf_data(document, *, number, sha256) -> dict:
    """What ``templates/pdf/contract.typ`` prints: plain, translated values."""
    lead = next(party for party in document["parties"] if party["coordinator"])["data"]
    country = lead["country"]
    return {
        "frame": {
            "title": _("Grant contract %(number)s") % {"number": document["number"]},
            "subject": document["number"],
            "programme": f"AL-INVEST Verde · {document['call']}",
            "funded": _("Funded by the European Union"),
            "page": _("Page {page} of {pages}"),
        },
        "subtitle": _("Special conditions"),
        "project": document["title"],
        "parties": _parties(document),
        "articles": _articles(document, lead, country),
        "budget": _budget(document["budget"], country),
        "logframe": _logframe(document["logframe"], country),
        "workplan": _workplan(document),
        "signatures": _signatures(document, lead),
        "words": {
            "parties": _("The parties"),
            "budget": _("Annex III · Budget, EUR"),
            "logframe": _("Annex I · Logical framework"),
            "workplan": _("Annex I · Workplan"),
            "signatures": _("Signatures"),
            "hash": _("Version %(number)d of this contract. SHA-256 of its content:") % {"number": number},
        },
        "sha256": sha256,
    }


def setting_value(name, value, country=formats.NEUTRAL) -> str:
    """The value of a special condition with its unit, in words; from a row or from the frozen content."""
    setting = SETTINGS[name]
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    number = Decimal(value)
    places = 2 if setting.unit and str(setting.unit) == "EUR" else 0 if number == number.to_integral_value() else 2
    return f"{formats.number(number, places, country)} {setting.unit}".strip()


def _parties(document):
    authority = document["authority"]
    rows = [{
        "role": _("Contracting authority"),
        "name": authority["name"],
        "lines": [authority["register"], _named(_("VAT number"), authority["vat"]), authority["address"]],
    }]  # fmt: skip
    for party in document["parties"]:
        data = party["data"]
        address = data["address"]
        town = f"{address['postal_code']} {address['city']}".strip()
        place = ", ".join(filter(None, [address["street"], town, _country(data["country"])]))
        person = ", ".join(filter(None, [data["representative"]["name"], data["representative"]["capacity"]]))
        rows.append({
            "role": _("Coordinator") if party["coordinator"] else _("Co-beneficiary"),
            "name": data["legal_name"],
            "lines": [line for line in (
                _named(_("Tax id"), data["tax_id"]),
                _named(_("Registration number"), data["register_number"]),
                place,
                _named(_("Represented by"), person),
            ) if line],
        })  # fmt: skip
    return rows


def _named(label, value):
    return f"{label}: {value}" if value else ""


def _articles(document, lead, country):
    return [
        _article("1", _("Purpose"), [
            _("The contracting authority awards a grant for the project “%(title)s”, described in Annex I.")
            % {"title": document["title"]},
            _("The coordinator signs also in the name of the co-beneficiaries, by their mandates. All accept the "
              "annexes listed in article 6, which are part of this contract."),
        ], [
            (_("Countries"), _shares(document["countries"], "country", _country, country)),
            (_("Sectors"), _shares(document["sectors"], "sector", lambda code: str(Sector(code).label), country)),
        ]),
        _article("2", _("Implementation period"), [
            _("The contract takes effect on the day of the later signature. Days are calendar days."),
        ], [
            (_("Start"), _day(document["starts_on"])),
            (_("Duration"), _("%(count)s months") % {"count": document["months"]}),
            (_("End"), _day(document["ends_on"])),
        ]),
        _article("3", _("Financing"), [
            _("The grant is at most the amount and at most the share of the accepted costs given here."),
        ], [
            (_("Total eligible costs"), _euros(document["total_cost"], country)),
            (_("Largest grant"), _euros(document["grant"], country)),
            (_("EU share"), f"{formats.number(Decimal(document['share']), 4, country)} %"),
        ]),
        _article("4", _("Reports and payments"), [], [
            *_settings(document, country, "4"),
            *[
                (_("Report %(number)d, %(starts)s to %(ends)s") % {
                    "number": row["number"], "starts": _day(row["starts_on"]), "ends": _day(row["ends_on"])},
                 _("due on %(day)s") % {"day": _day(row["report_due_on"])})
                for row in document["periods"]
            ],
        ]),
        _article("5", _("Addresses"), [
            _("Letters go to the addresses of the parties and to their accounts in the programme's system."),
        ], [(_("Coordinator"), lead["email"] or lead["representative"]["email"])]),
        _article("6", _("Annexes"), [], [
            (_("Annex %(code)s") % {"code": row["code"]}, f"{_annex_title(row)} ({row['version']})")
            for row in document["annexes"]
        ]),
        _article("7", _("Further special conditions"), [], _settings(document, country, "")),
    ]  # fmt: skip


def _article(number, title, sentences, facts):
    facts = [{"label": str(label), "value": str(value) or "–"} for label, value in facts]
    return {"title": f"{number}. {title}", "sentences": sentences, "facts": facts}


def _settings(document, country, article):
    """The settings of article 4 (payments and reports), or the others."""
    first = {name for name, setting in SETTINGS.items() if setting.article.startswith(("4", "15.1", "15.4", "2."))}
    fields = {name: ContractTerms._meta.get_field(name).verbose_name for name in SETTINGS}
    return [
        (capfirst(str(fields[name])), setting_value(name, document["terms"][name], country))
        for name in SETTINGS
        if (name in first) == bool(article)
    ]


def _budget(budget, country):
    groups = {number: Decimal(0) for number in GROUP_TITLES}
    rows = []
    for line in budget["lines"]:
        groups[int(line["heading"][0])] += Decimal(line["amount"])
        label = f"{Heading(line['heading']).value} {line['description']}"
        rows.append([label, str(line["year"]), _number(line["amount"], country)])
    totals = budget["totals"]
    sums = [[f"{number} {title}", _number(groups[number], country)] for number, title in GROUP_TITLES.items()]
    sums += [
        [_("7 Direct eligible costs"), _number(totals["direct"], country)],
        [_("8 Indirect costs"), _number(totals["indirect_costs"], country)],
        [_("10 Contingency reserve"), _number(totals["contingency"], country)],
        [_("11 Total eligible costs"), _number(totals["total"], country)],
    ]
    sources = [
        [" ".join(filter(None, [str(SourceKind(row["kind"]).label), row["name"]])), _number(row["amount"], country)]
        for row in budget["sources"]
        if Decimal(row["amount"])
    ]
    return {
        "sums": [[str(cell) for cell in row] for row in sums],
        "sources": sources,
        "lines": rows,
        "columns": [_("Cost"), _("Year"), _("EUR")],
        "sources_title": _("Sources of funding"),
        "lines_title": _("Lines"),
    }


def _logframe(results, country):
    return [
        {
            "level": str(ResultLevel(result["level"]).label),
            "statement": result["statement"],
            "indicators": [
                [
                    row["code"],
                    _number(row["baseline"], country) if row["baseline"] is not None else "–",
                    _number(row["target"], country) if row["target"] is not None else "–",
                    row["source"],
                ]
                for row in result["indicators"]
            ],
            "columns": [_("Indicator"), _("Baseline"), _("Target"), _("Source of data")],
        }
        for result in results
    ]


def _workplan(document):
    """The activities by month, for ``page.typ``; None where there are none, as in contracts of before."""
    results = {row["key"]: row["statement"] for row in document["logframe"]}
    rows = [
        {
            "name": row["title"],
            "result": shortened(results.get(row["result"], "")),
            "partner": row["responsible"],
            "span": span(row["first_month"], row["last_month"]),
            "first": row["first_month"],
            "last": row["last_month"],
        }
        for row in document.get("workplan", [])
    ]
    return printed_plan(rows, document["months"])


def _signatures(document, lead):
    labels = [_("Name"), _("In the capacity of"), _("Place and date"), _("Signature")]
    return [
        {"title": _("For the contracting authority"), "who": document["authority"]["name"], "labels": labels},
        {"title": _("For the coordinator"), "who": lead["legal_name"], "labels": labels},
    ]


def _annex_title(row):
    language = {"pt-br": "pt_br"}.get(get_language(), get_language())
    return row["titles"].get(language) or row["titles"]["es"]


def _shares(rows, name, word, country):
    return ", ".join(f"{word(row[name])} {formats.number(Decimal(row['share']), 2, country)} %" for row in rows)


def _country(code):
    return str(country_names.name(code))


def _day(text):
    return date_format(date.fromisoformat(text), "DATE_FORMAT") if text else ""


def _euros(amount, country):
    return f"{_number(amount, country)} EUR"


def _number(amount, country):
    return formats.number(Decimal(amount), 2, country)
