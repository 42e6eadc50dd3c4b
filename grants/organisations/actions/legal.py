"""Who represents an organisation, and its papers: given, ended, replaced, their end told beforehand."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.actions import store
from grants.organisations.models import Paper, Representative
from grants.organisations.workflow import OrganisationAction, PaperAction
from grants.workflow import Reason, Refused, action, filled, locked, record

PAPER_KINDS = ("pdf", "jpg", "png")
"""A paper as PDF or photographed."""

MOST_IN_OFFICE, MOST_REPRESENTATIVES = 60, 500
"""Representatives of one organisation at a time, and in all its history."""

MOST_PAPERS_A_DAY, MOST_PAPERS = 20, 400
"""Documents one organisation gives within a day, and in all, those replaced included."""

REMIND_DAYS = (60, 14, 0)
"""So many days before a paper expires the managers are told, each time once."""


@action
def add_representative(organisation, *, by, name, position, may_sign, since, until=None):
    """Note a person in office. Raises Refused for an office that ends before it begins, and for one noted twice."""
    organisation = locked(organisation)
    name, position = " ".join(name.split()), " ".join(position.split())
    reasons = []
    if until is not None and until < since:
        reasons.append(Reason(_("The office cannot end before it began."), code="until"))
    if organisation.representatives.filter(name=name, position=position, until=None).exists():
        reasons.append(Reason(_("This person stands here with this position already."), code="name"))
    reasons += _too_many_representatives(organisation)
    if reasons:
        raise Refused(reasons)
    person = Representative.objects.create(
        organisation=organisation, name=name, position=position, may_sign=may_sign, since=since, until=until
    )
    record(organisation, OrganisationAction.ADD_REPRESENTATIVE, by=by, note=str(person))
    return person


def _too_many_representatives(organisation):
    noted = organisation.representatives
    if noted.filter(until=None).count() >= MOST_IN_OFFICE or noted.count() >= MOST_REPRESENTATIVES:
        sentence = _("An organisation names %(most)d representatives at a time at most: note the end of others first.")
        yield Reason(filled(sentence, {"most": MOST_IN_OFFICE}), code="most")


def _too_many_papers(organisation, now):
    today = organisation.papers.filter(added_at__gt=now - timedelta(days=1)).count()
    if today >= MOST_PAPERS_A_DAY:
        sentence = _("An organisation gives %(most)d documents within a day at most. Go on tomorrow.")
        yield Reason(filled(sentence, {"most": MOST_PAPERS_A_DAY}), code="most")
    if organisation.papers.count() >= MOST_PAPERS:
        sentence = _("An organisation keeps %(most)d documents at most. Write to the programme’s help desk.")
        yield Reason(filled(sentence, {"most": MOST_PAPERS}), code="most")


@action
def end_representative(representative, *, by, until):
    """Note the last day in office. Raises Refused for a day before the first, and when an end was noted before."""
    locked(representative.organisation)
    representative = locked(representative)
    if representative.until is not None:
        raise Refused([_("The end of this office is noted already.")])
    if until < representative.since:
        raise Refused([Reason(_("The office cannot end before it began."), code="until")])
    representative.until = until
    representative.save(update_fields=["until"])
    record(
        representative.organisation, OrganisationAction.END_REPRESENTATIVE, by=by, note=str(representative),
        changes={"until": until.isoformat()},
    )  # fmt: skip
    return representative


@action
def add_paper(organisation, *, by, kind, uploaded, issued_on, expires_on=None):
    """Put a document into its slot; the one before is replaced and stays to be read.

    Raises Refused for a day of issue to come, for one that had expired before it was issued, and BadFile for the file.
    """
    organisation, now = locked(organisation), clock.now()
    reasons = []
    if issued_on > clock.day_of(now):
        reasons.append(Reason(_("The day of issue cannot be to come."), code="issued_on"))
    if expires_on is not None and expires_on < issued_on:
        reasons.append(Reason(_("A document cannot expire before it was issued."), code="expires_on"))
    reasons += _too_many_papers(organisation, now)
    if reasons:
        raise Refused(reasons)
    for before in organisation.papers.filter(kind=kind, replaced_at=None).select_for_update():
        before.replaced_at = now
        before.save(update_fields=["replaced_at"])
        record(before, PaperAction.REPLACE, by=by)
    paper = Paper.objects.create(
        organisation=organisation, kind=kind, stored=store(uploaded, by=by, allow=PAPER_KINDS),
        issued_on=issued_on, expires_on=expires_on, added_by=by, added_at=now,
    )  # fmt: skip
    record(paper, PaperAction.ADD, by=by)
    record(organisation, OrganisationAction.ADD_PAPER, by=by, changes={"paper": kind})
    return paper


def remind_of_papers(at_work=lambda done, total: None):
    """Tell managers of documents that expire in 60 and 14 days and of those expired; returns how many were told of."""
    last = clock.today() + timedelta(days=max(REMIND_DAYS))
    ending = list(Paper.objects.ending_by(last).order_by("pk"))
    told = 0
    for number, paper in enumerate(ending):
        at_work(number, len(ending))
        told += remind_of_paper(paper)
    return told


@action
def remind_of_paper(paper):
    """Tell the managers once for each of ``REMIND_DAYS`` that has come; False when there is nothing to tell."""
    paper = locked(paper)
    left = (paper.expires_on - clock.today()).days if paper.expires_on and not paper.replaced_at else None
    due = [days for days in REMIND_DAYS if left is not None and (left <= days if days else left < 0)]
    if not due:
        return False
    step = min(due)
    told = paper.events.filter(action__in=[PaperAction.REMIND, PaperAction.EXPIRE])
    if any(event.changes["step"] <= step for event in told):
        return False
    code = PaperAction.REMIND if step else PaperAction.EXPIRE
    record(paper, code, by=None, changes={"step": step, "left": left}, tells=(_managers,))
    return True


def _managers(paper):
    return paper.organisation.managers()
