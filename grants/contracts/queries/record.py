"""The record of a contract: everything its page shows, in a fixed number of queries."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.queries.record import country_of
from grants.applications.queries.workplan import Row, chart_of, result_titles
from grants.applications.workplan_messages import span
from grants.beside import found_beside
from grants.budgets.messages import GROUP_TITLES
from grants.budgets.queries import totals_of
from grants.contracts.models import ContractSignature, ContractTerms, PaymentOption
from grants.contracts.queries.checklist import checklist
from grants.contracts.queries.content import budget_rows, logframe_of, whole
from grants.contracts.queries.printing import setting_value
from grants.contracts.terms import GROUPS, SETTINGS
from grants.contracts.workflow import OPEN, ContractAction, ContractState, Side
from grants.organisations.models import Organisation
from grants.permission_rules.money import contract_content_reader
from grants.workflow import reasons_against


def record_page(contract, user) -> dict:
    """The context of the page. A party reads only that it is being prepared, until it was sent."""
    reads_all = contract_content_reader(user, contract)
    if reads_all:
        whole(contract)
    page = {
        "contract": contract,
        "project": contract.project,
        "facts": _facts(contract),
        "reads_all": reads_all,
        "is_open": contract.state in OPEN,
        "may_edit": contract.state in OPEN and user.has_perm("grants.edit_contract", contract),
        "may_amend": contract.state == ContractState.SIGNED and user.has_perm("grants.sign_addendum", contract),
        "action": None,
        "links": _links(contract, user),
        "missing": [],
    }
    if not reads_all:
        return page
    versions = contract.versions.defer("document").select_related("file", "frozen_by")
    signed = Prefetch("signatures", ContractSignature.objects.select_related("file"))
    versions = list(versions.prefetch_related(signed))
    signatures = signatures_of(versions[0]) if versions else []
    if page["may_edit"]:
        page |= _next_step(contract, versions, signatures)
    addenda = list(contract.addenda.select_related("party__organisation"))
    return page | {
        "key_facts": _key_facts(contract, addenda, country_of(user)),
        "parties": [_party(party) for party in contract.parties.all()],
        "budget": _budget(contract),
        "corrections": list(contract.corrections.all()),
        "addenda": addenda,
        "results": logframe_of(contract),
        **workplan_of(contract),
        "terms": terms_in_groups(contract.terms, country_of(user)),
        "periods": list(contract.periods.all()),
        "payments": schedule(contract),
        "versions": versions,
        "signatures": signatures,
        "history": timeline(contract),
    }


def _links(contract, user):
    """To what the contract came from, and to its money once it is signed."""
    links, candidate = [], contract.award.candidate
    if user.has_perm("grants.read_candidate", contract.award):  # the call decides, which the award has at hand
        links.append({"url": candidate.get_absolute_url(), "label": _("The application")})
    elif user.has_perm("grants.read_application", candidate.application):
        links.append({"url": candidate.application.get_absolute_url(), "label": _("The application")})
    if contract.state == ContractState.SIGNED and user.has_perm("grants.read_contract_money", contract):
        links.append({"url": reverse("payments:contract", args=[contract.public_id]), "label": _("Payments")})
    return links + found_beside("contract", contract, user)


def signatures_of(version) -> list:
    """The signatures of a version, each side in its place; None where it is missing."""
    found = {signature.side: signature for signature in version.signatures.all()}
    return [{"side": side.label, "signature": found.get(side)} for side in Side]


def terms_in_groups(terms, country) -> list[dict]:
    """The special conditions as facts, in the groups of the contract, numbers as in the reader's country."""
    names = {name: ContractTerms._meta.get_field(name).verbose_name for name in SETTINGS}
    return [
        {
            "title": title,
            "items": [
                {
                    "label": capfirst(str(names[name])),
                    "value": setting_value(name, getattr(terms, name), country),
                    "hint": SETTINGS[name].source,
                }
                for name in group
            ],
        }
        for title, group in GROUPS
    ]


def schedule(contract) -> list[dict]:
    """When money is paid: after which step, within how many days. What is paid, the payments' own page says."""
    terms, periods = contract.terms, list(contract.periods.all())
    rows = []
    if terms.payment_option != PaymentOption.AT_END:
        rows.append(
            {"what": _("First pre-financing"), "after": _("signature and payment request"), "days": terms.initial_days}
        )
    if terms.payment_option == PaymentOption.INSTALMENTS:
        rows += [
            {
                "what": _("Further pre-financing"),
                "after": _("report %(number)d and payment request") % {"number": period.number},
                "days": terms.further_days,
            }
            for period in periods
            if not period.is_last
        ]
    rows.append({"what": _("Balance"), "after": _("final report"), "days": terms.balance_days})
    return rows


def workplan_of(contract) -> dict:
    """The activities that were awarded, drawn by month and in words; no query after ``whole``."""
    titles = result_titles(logframe_of(contract))
    rows = [
        Row(
            activity=activity,
            number=number,
            name=activity.title,
            result=titles[str(activity.result.key)] if activity.result else "",
            partner=activity.responsible,
            span=span(activity.first_month, activity.last_month),
            cells={},
        )
        for number, activity in enumerate(contract.project.activities.all(), start=1)
    ]
    return {"planned": rows, "chart": chart_of(rows, contract.months)}


def timeline(contract) -> list[dict]:
    """What happened, newest first, for components/timeline.html; one query."""
    return [
        {
            "what": event.get_action_display(),
            "who": str(event.actor) if event.actor else "",
            "at": event.at,
            "note": event.note,
        }
        for event in contract.events.select_related("actor").order_by("-at", "-pk")
    ]


def budget_page(contract) -> dict:
    """Every line and source of the budget, and what was corrected."""
    budget = whole(contract).budget
    lines = list(budget.lines.all())
    return {
        "groups": [
            {
                "number": number,
                "title": title,
                "lines": [line for line in lines if line.heading.startswith(str(number))],
            }
            for number, title in GROUP_TITLES.items()
        ],
        "sources": list(budget.sources.all()),
        "totals": totals_of(budget_rows(contract)),
        "corrections": list(contract.corrections.all()),
    }


def _facts(contract):
    project = contract.project
    return [str(project.country.name), project.get_pillar_display(), str(project.lead)]


def _key_facts(contract, addenda, country):
    project = contract.project
    places = _shares(project.countries.all(), lambda row: row.country.name, country)
    sectors = _shares(project.sectors.all(), lambda row: row.get_sector_display(), country)
    return [
        {"label": _("Largest grant"), "value": f"{formats.number(contract.grant, 2, country)} EUR"},
        {"label": _("Total eligible costs"), "value": f"{formats.number(contract.total_cost, 2, country)} EUR"},
        {"label": _("EU share"), "value": f"{formats.number(contract.share, 2, country)} %"},
        {"label": _("Start"), "value": _day(project.starts_on)},
        {"label": _("End"), "value": _day(project.ends_on)},
        {"label": _("Duration"), "value": _duration(contract, addenda)},
        {"label": _("In force from"), "value": _day(contract.effective_on)},
        {"label": _("Countries"), "value": places},
        {"label": _("Sectors"), "value": sectors},
        {"label": _("Call"), "value": str(contract.call)},
        {"label": _("Language of the contract"), "value": contract.get_language_display()},
    ]


def _duration(contract, addenda):
    more = sum(addendum.months for addendum in addenda)
    words = _("%(count)d months") % {"count": contract.months}
    return _("%(months)s, and %(more)d by addendum") % {"months": words, "more": more} if more else words


def _day(day):
    return date_format(day, "DATE_FORMAT") if day else ""


def _shares(rows, word, country):
    return ", ".join(f"{word(row)} {formats.number(row.share, 2, country)} %" for row in rows)


def _party(party):
    """A party with what changed in its data since it was handed in."""
    changes = []
    if party.submitted:
        before, after = _flat(party.submitted.document), _flat(party.version.document)
        changes = [
            {"label": Organisation._meta.get_field(name).verbose_name, "before": before[name], "after": value}
            for name, value in after.items()
            if before[name] != value
        ]
    return {
        "party": party,
        "data": party.version.document,
        "changes": changes,
        "frozen_at": party.version.frozen_at,
    }


def _flat(document):
    """The data of an organisation by the names of its columns."""
    plain = {name: value for name, value in document.items() if not isinstance(value, dict) and name != "schema"}
    address, person = document["address"], document["representative"]
    plain |= {"address": address["street"], "city": address["city"], "postal_code": address["postal_code"]}
    return plain | {f"representative_{name}": value for name, value in person.items()}


def _budget(contract):
    totals = totals_of(budget_rows(contract))
    names = {str(row.key): str(row.organisation) for row in contract.budget.partners.all()}
    return {
        "totals": totals,
        "by_group": [(f"{number} {title}", totals.by_group[number]) for number, title in GROUP_TITLES.items()],
        "by_partner": [(names[key], amount) for key, amount in totals.by_partner.items() if key],
        "by_year": sorted(totals.by_year.items()),
    }


def _next_step(contract, versions, signatures):
    """What the officer does next, and what stands against it."""
    contract.checklist = checklist(contract, signing=bool(versions), sent=versions[0] if versions else None)
    changed = bool(versions) and contract.checklist.changed_since is not None
    if contract.state == ContractState.PREPARED or changed:
        missing = reasons_against(contract, ContractAction.SEND)
        label = _("Send again for signature") if changed else _("Send for signature")
        step = {"url": reverse("contracts:send", args=[contract.public_id]), "label": label}
        return {"missing": missing, "action": None if missing else step, "changed": changed}
    if all(row["signature"] for row in signatures):
        step = {"url": reverse("contracts:put_in_force", args=[contract.public_id]), "label": _("Put in force")}
        return {"action": step, "changed": False}
    step = {"url": reverse("contracts:sign", args=[contract.public_id]), "label": _("Record a signature")}
    return {"action": step, "changed": False}
