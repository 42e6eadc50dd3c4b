"""What pages show of an organisation's representatives and documents."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants import clock
from grants.organisations.models import PaperKind

SOON_DAYS = 60
"""From so many days before its end on a document is marked."""


def representative_columns():
    """Heads of the table of representatives."""
    return [{"label": label} for label in (_("Name"), _("Position"), _("May sign"), _("In office"))]


def representative_rows(organisation, *, may_edit):
    """Who represents an organisation, those in office first; one query."""
    today = clock.today()
    return [
        [
            {"text": person.name, "url": person.get_absolute_url()} if may_edit and not person.until else person.name,
            person.position,
            _("Yes") if person.may_sign else _("No"),
            {"muted": _office(person)} if person.until and person.until < today else _office(person),
        ]
        for person in organisation.representatives.all()
    ]


def _office(person):
    days = {"day": date_format(person.since, "SHORT_DATE_FORMAT")}
    if person.until is None:
        return _("since %(day)s") % days
    return _("since %(day)s until %(until)s") % (days | {"until": date_format(person.until, "SHORT_DATE_FORMAT")})


def paper_columns():
    """Heads of the table of documents."""
    labels = (_("Document"), _("File"), _("Issued on"), _("Good until"))
    return [{"label": label} for label in labels]


def paper_rows(organisation):
    """Every slot with the document in force, or that it is empty; one query."""
    filled = {paper.kind: paper for paper in _papers(organisation).filter(replaced_at=None)}
    return [
        _row(filled[kind]) if kind in filled else [str(label), {"muted": _("Not given")}, "–", "–"]
        for kind, label in PaperKind.choices
    ]


def earlier_paper_rows(organisation):
    """Documents that others replaced, newest first; one query."""
    return [_row(paper) for paper in _papers(organisation).exclude(replaced_at=None).order_by("-added_at", "-pk")[:50]]


def _papers(organisation):
    return organisation.papers.select_related("stored")


def _row(paper):
    return [
        str(paper),
        {"text": paper.stored.original_name, "url": paper.file_url},
        date_format(paper.issued_on, "SHORT_DATE_FORMAT"),
        _end(paper),
    ]


def _end(paper):
    if paper.expires_on is None:
        return _("no end")
    day, left = date_format(paper.expires_on, "SHORT_DATE_FORMAT"), (paper.expires_on - clock.today()).days
    if paper.replaced_at or left > SOON_DAYS:
        return day
    return {"text": day, "hint": _("Expired") if left < 0 else _("Expires soon"), "is_alert": True}
