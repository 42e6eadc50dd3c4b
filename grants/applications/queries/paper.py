"""The whole application on paper: a draft as it stands, or a submission as it was handed in.

Both are read from the canonical content, so that the same content is the same paper.
"""

import json
from decimal import Decimal

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.queries.content import content
from grants.applications.queries.handed import figure, handed
from grants.applications.queries.receipts import frame_words, moments, zones_of
from grants.applications.queries.record import country_of
from grants.applications.queries.workplan import printed_plan
from grants.audit import canonical, content_hash
from grants.budgets.messages import GROUP_TITLES, basis_words


def draft_paper(application, user, *, at) -> dict:
    """What ``templates/pdf/application.typ`` prints of a draft."""
    document = json.loads(canonical(content(application)))
    status = _("Draft, not handed in. As it stood on %(moment)s.") % {"moment": _moments(application.call, user, at)}
    return _paper(application, document, status, country_of(user))


def submission_paper(submission, user) -> dict:
    """What it prints of a submission."""
    application = submission.application
    words = {
        "number": submission.number,
        "receipt": submission.receipt_number,
        "moment": _moments(application.call, user, submission.received_at),
    }
    status = _("Submission %(number)d, receipt %(receipt)s. Received on %(moment)s.") % words
    return _paper(application, submission.document, status, country_of(user))


def _moments(call, user, at):
    return "; ".join(moments(at, zones_of(call, user)))


def _lot(call, document):
    """The lot the content names: that of the application may have changed since it was handed in."""
    return next((lot for lot in call.lots.all() if lot.code == document["lot"]), "")


def _paper(application, document, status, country):
    call = application.call
    shown = handed(document, lot=_lot(call, document), call_id=call.pk, country=country, file_url=lambda *_place: "")
    title = document["title"] or _("Application")
    return {
        "frame": frame_words(title, application.reference or str(application.public_id), call),
        "reference": application.reference or "",
        "status": status,
        "facts": [{"label": str(fact["label"]), "value": str(fact["value"]) or "–"} for fact in shown.facts],
        "partners": [_partner(row, document) for row in shown.partners],
        "parts": [
            {"title": part["title"], "by": part["by"], "answers": [_answer(row) for row in part["answers"]]}
            for part in shown.parts
        ],
        "logframe": [_result(row) for row in shown.results] if shown.has_logframe else None,
        "workplan": _workplan(shown, document),
        "budget": _budget(shown, document, country) if shown.has_budget else None,
        "documents": [
            [row["title"], row["partner"] or "–", row["name"], _size(row["size"]), row["sha256"]]
            for row in shown.documents
        ],
        "mandates": [_mandate(row) for row in shown.mandates],
        "sha256": content_hash(canonical(document)),
        "words": _words(),
    }


def _words():
    return {
        "consortium": _("Consortium"),
        "answered_by": _("Written by"),
        "no_answer": _("Not answered"),
        "logframe": _("Logframe"),
        "assumptions": _("Assumptions"),
        "indicators": [_("Indicator"), _("Baseline"), _("Target"), _("Source of data")],
        "workplan": _("Workplan"),
        "budget": _("Budget, EUR"),
        "by_heading": _("By heading and year"),
        "by_partner": _("Direct costs by partner and year"),
        "sources": _("Sources of funding"),
        "lines": _("Lines"),
        "documents": _("Documents"),
        "document_columns": [_("Document"), _("Of"), _("File"), _("Size")],
        "no_documents": _("No document is uploaded yet."),
        "mandates": _("Mandates of the partners"),
        "hash": _("SHA-256 of everything above"),
    }


def _partner(row, document):
    data = row["data"]
    lead = next(one for one in document["partners"] if one["key"] == document["lead"])
    address = data["address"]
    person = ", ".join(filter(None, [data["representative"]["name"], data["representative"]["capacity"]]))
    town = f"{address['postal_code']} {address['city']}".strip()
    facts = [
        (_("Role"), _("Lead applicant") if data is lead["organisation"]["data"] else str(row["role"])),
        (_("Country"), row["country"]),
        (_("Tax id"), data["tax_id"]),
        (_("Address"), ", ".join(filter(None, [address["street"], town]))),
        (_("Represented by"), person),
    ]
    return {
        "name": row["name"],
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "tasks": row["tasks"] or _("What it does in the project is not written yet."),
    }


def _answer(row):
    table = row["table"]
    if table is None:
        files = "\n".join(file["name"] for file in row["files"])
        return {"label": row["label"], "text": files or row["text"], "table": None}
    total = [[_text(cell) for cell in table["total"]]] if table["total"] else []
    return {
        "label": row["label"],
        "text": "",
        "table": {
            "columns": [column["label"] for column in table["columns"]],
            "numbers": [column.get("kind") == "number" for column in table["columns"]],
            "rows": [[_text(cell) for cell in cells] for cells in table["rows"]],
            "total": total,
        },
    }


def _text(cell):
    return str(cell["text"] if isinstance(cell, dict) else cell)


def _result(row):
    return {
        "title": str(row["title"]),
        "statement": row["statement"] or "–",
        "assumptions": row["assumptions"],
        "indicators": [
            [
                " · ".join(filter(None, [str(one["name"]), str(one["unit"])])),
                one["baseline"] or "–",
                one["target"] or "–",
                one["source"] or "–",
            ]
            for one in row["indicators"]
        ],
    }


def _workplan(shown, document):
    rows = [
        {"name": row["name"] or "–", "result": row["result"], "partner": row["partner"], "span": row["span"],
         "first": row["line"][3], "last": row["line"][4]}
        for row in shown.planned or []
    ]  # fmt: skip
    return printed_plan(rows, document["months"])


def _budget(shown, document, country):
    budget = document["budget"]
    names = {row["key"]: row["organisation"]["data"]["legal_name"] for row in document["partners"]}
    years = list(range(1, max([budget["years"], *(line["year"] or 0 for line in budget["lines"])]) + 1))
    headings = [
        (f"{number} {title}", [one for one in budget["lines"] if one["heading"].startswith(f"{number}.")])
        for number, title in GROUP_TITLES.items()
    ]
    partners = [
        (names.get(key) or _("not yet divided"), [one for one in budget["lines"] if one["partner"] == key])
        for key in [*names, None]
    ]
    sums = [[str(row["label"]), *[""] * len(years), _euros(row["amount"], country)] for row in shown.totals]
    sources = [
        [" · ".join(filter(None, [str(row["label"]), row["hint"]])), _euros(row["amount"], country)]
        for row in shown.sources
    ]
    total = sum((row["amount"] for row in shown.sources), start=Decimal(0))
    return {
        "years": [_("Year %(year)d") % {"year": year} for year in years],
        "heading": _("Heading"),
        "partner": _("Partner"),
        "sum": _("Total"),
        "by_heading": [_by_year(title, lines, years, country) for title, lines in headings],
        "sums": sums,
        "by_partner": [_by_year(name, lines, years, country) for name, lines in partners if lines],
        "sources": [*sources, [_("All sources"), _euros(total, country)]],
        "source_columns": [_("Source"), _("Amount, EUR")],
        "lines": [_line(line, names, country) for line in budget["lines"]],
        "line_columns": [_("Cost"), _("Partner and year"), _("Units"), _("Unit value, EUR"), _("Amount, EUR")],
    }


def _by_year(title, lines, years, country):
    amounts = [sum((Decimal(one["amount"] or 0) for one in lines if one["year"] == year), start=Decimal(0))
               for year in years]  # fmt: skip
    total = sum((Decimal(one["amount"] or 0) for one in lines), start=Decimal(0))
    return [str(title), *[_euros(amount, country) for amount in (*amounts, total)]]


def _hint(line):
    return " · ".join(filter(None, [basis_words(line), line["justification"]]))


def _line(line, names, country):
    year = "" if line["year"] is None else _("year %(year)s") % {"year": line["year"]}
    units = figure(line["quantity"], country)
    return [
        {"text": f"{line['heading']} {line['description']}".strip(), "hint": _hint(line)},
        ", ".join(filter(None, [names.get(line["partner"], ""), year])),
        f"{units} {line['unit']}".strip(),
        "" if line["unit_value"] is None else formats.number(Decimal(line["unit_value"]), 2, country),
        _euros(line["amount"] or 0, country),
    ]


def _mandate(row):
    day = date_format(row["signed_on"], "DATE_FORMAT") if row["signed_on"] else ""
    return {"label": row["partner"], "value": ", ".join(filter(None, [row["signed_by"], row["capacity"], day]))}


def _size(number_of_bytes):
    return filesizeformat(number_of_bytes).replace("\u00a0", " ")


def _euros(amount, country):
    return formats.number(Decimal(amount), 2, country)
