"""Starting an application, and the door through which every change to a draft goes."""

from django.db.models import BigAutoField
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.applications.models import (
    Application,
    LogframeIndicator,
    LogframeResult,
    Partner,
    PartnerRole,
    PartnerState,
)
from grants.applications.queries.drafting import facts_mark, reason_not_eligible, reasons_against_drafting
from grants.budgets.actions import open_budget, set_partners, set_years
from grants.composed import Composed, Slot
from grants.drafts.actions import open_draft, restore_revision, save_answers
from grants.organisations.models import User
from grants.workflow import Reason, Refused, action, record

RESULT_LEVELS = ("impact", "outcome", "output")
MOST_YEARS = 10


def lock_for_drafting(application):
    """The application freshly read, noted as changed now, and locked until the action's transaction ends.

    Every drafting action begins with it, autosave too: a submission locks the same row, so what it
    freezes is before or after a save, never in the middle of one. Raises Refused after the deadline
    and outside the call; then nothing is noted.
    """
    Application.objects.filter(pk=application.pk).update(changed_at=clock.now())
    (fresh,) = _FRESH.rows(number=application.pk)
    reasons = reasons_against_drafting(fresh)
    if reasons:
        raise Refused(reasons)
    return fresh


_FRESH = Composed(
    lambda: Application.objects.filter(pk=Slot("number", BigAutoField())).select_related("call", "draft__version")
)


@action
def start_application(call, *, lot, organisation, title, by, start_key):
    """Open a draft of ``organisation`` under ``call``, with its form, budget and logframe.

    ``start_key`` is made once per form shown: a second click with the same key returns the
    application of the first. Raises Refused when the call takes no applications, the lot belongs to
    another call, or the organisation's country is not eligible.
    """
    # The person's row makes two clicks wait for each other; nothing else is scarce here.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    begun = Application.objects.filter(start_key=start_key, started_by=by).first()
    if begun:
        return begun
    _refuse_start(call, lot, organisation)
    now = clock.now()
    budget = open_budget(years=years_of(call.months_max))
    application = Application.objects.create(
        call=call,
        step=call.step,
        lot=lot,
        lead=organisation,
        title=title,
        draft=open_draft(call.form),
        budget=budget,
        start_key=start_key,
        started_by=by,
        started_at=now,
        changed_at=now,
    )
    Partner.objects.create(
        application=application,
        role=PartnerRole.LEAD,
        state=PartnerState.JOINED,
        organisation=organisation,
        answered_at=now,
    )
    set_partners(budget, [organisation])
    _open_logframe(application)
    record(application, "start", by=by)
    return application


def _refuse_start(call, lot, organisation):
    reasons = []
    if not call.is_open(clock.now()) or call.is_by_invitation:
        reasons.append(Reason(_("This call takes no applications now."), code="not_open"))
    if lot.call_id != call.pk:
        reasons.append(Reason(_("This lot belongs to another call."), code="foreign_lot"))
    reason = reason_not_eligible(call, organisation)
    if reason:
        reasons.append(reason)
    if reasons:
        raise Refused(reasons)


def years_of(months) -> int:
    """How many budget years a project of so many months touches."""
    return min(MOST_YEARS, max(1, -(-months // 12)))


def _open_logframe(application):
    """One empty result per level, and below them the indicators every logframe has."""
    made = LogframeResult.objects.bulk_create(
        LogframeResult(application=application, level=level, position=position)
        for position, level in enumerate(RESULT_LEVELS, start=1)
    )
    results = {result.level: result for result in made}
    required = application.call.indicators.filter(required=True).select_related("version")
    LogframeIndicator.objects.bulk_create(
        LogframeIndicator(result=results.get(row.version.level, results["output"]), indicator=row, position=position)
        for position, row in enumerate(required, start=1)
    )


@action
def edit_application(application, *, title, lot, months, countries, based_on, by, **stated):
    """Change title, lot, duration and countries of a draft; the budget has as many years as the project.

    ``stated`` are ``stated_grant`` and ``stated_cost`` of a concept note without a budget.

    ``based_on`` is the ``facts_mark`` the form was filled in from. Raises Refused when somebody
    changed the facts meanwhile, when the lot belongs to another call, when budget lines stand in a
    year that would go, and when drafting is over.
    """
    application = lock_for_drafting(application)
    if based_on != facts_mark(application):
        raise Refused([Reason(_("A colleague changed these facts meanwhile. Compare, and save again."), code="stale")])
    if lot.call_id != application.call_id:
        raise Refused([Reason(_("This lot belongs to another call."), code="foreign_lot")])
    changes = {
        "title": [application.title, title],
        "lot": [application.lot.code, lot.code],
        "months": [application.months, months],
        "countries": [sorted(c.code for c in application.countries), sorted(countries)],
    }
    application.title, application.lot, application.months = title, lot, months
    application.countries = countries
    for name, amount in stated.items():
        changes[name] = [str(getattr(application, name) or ""), str(amount or "")]
        setattr(application, name, amount)
    application.save(update_fields=["title", "lot", "months", "countries", *stated])
    if months:
        set_years(application.budget, years_of(months), by=by)
    record(application, "edit", by=by, changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]})
    return application


@action
def save_part(application, *, part, answers, based_on, by):
    """Save answers of one part: autosave passes one, the plain form the whole part.

    Returns {key: Saved or Conflict}; raises Refused when drafting is over, and then nothing is saved.
    """
    application = lock_for_drafting(application)
    part.draft = application.draft  # whose form a corrigendum may have changed since the page was asked for
    return save_answers(part, answers, based_on=based_on, by=by)


@action
def restore_answer(application, *, part, revision, based_on, by):
    """Bring an earlier text of an answer back; it becomes a revision of its own (security.md T-CO-17).

    ``based_on`` is the revision the person saw. Returns Saved or Conflict; raises Refused when
    drafting is over and for a text of another part.
    """
    application = lock_for_drafting(application)
    part.draft = application.draft
    result = restore_revision(part, revision, based_on=based_on, by=by)
    record(application, "restore_answer", by=by, changes={"part": part.slug, "question": revision.key})
    return result
