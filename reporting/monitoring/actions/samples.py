"""Which firms a visit looks at, and what became of each: drawn once by a seed, or picked by hand, and marked so."""

import secrets

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from grants.applications.marks import settled
from grants.workflow import Reason, Refused, action, filled, record
from reporting.monitoring.actions.visits import planned
from reporting.monitoring.models import Observation
from reporting.monitoring.queries.projects import firms_reported
from reporting.monitoring.sampling import drawn, population_hash
from reporting.monitoring.workflow import Outcome, VisitAction

MOST_FIRMS = 50


@action
def draw_sample(visit, *, by, size):
    """Draw firms from the lists that count for the project, once: a second draw could be chosen to please.

    The seed is made here and kept, so that anybody can draw the same firms again. Raises Refused when a
    sample was drawn, when there is nothing to draw from, and for a size out of bounds.
    """
    visit = planned(visit)
    if visit.seed:
        raise Refused([Reason(_("The sample is drawn already; it is drawn once."), code="drawn")])
    if not 1 <= size <= MOST_FIRMS:
        sentence = filled(_("A sample has 1 to %(most)d firms."), {"most": MOST_FIRMS})
        raise Refused([Reason(sentence, code="size")])
    numbers = {str(public_id): pk for public_id, pk in firms_reported(visit.project).values_list("public_id", "pk")}
    if not numbers:
        sentence = _("There are no firms to draw from: the project has no approved update with a firm list.")
        raise Refused([Reason(sentence, code="no_firms")])
    visit.seed, visit.population = secrets.token_hex(8), len(numbers)
    visit.population_sha256 = population_hash(numbers)
    visit.save(update_fields=["seed", "population", "population_sha256"])
    chosen = drawn(numbers, size, visit.seed)
    known = set(visit.observations.values_list("firm_id", flat=True))
    visit.observations.filter(firm_id__in=[numbers[key] for key in chosen]).update(is_drawn=True)
    _add(visit, [numbers[key] for key in chosen if numbers[key] not in known], is_drawn=True)
    changes = {"seed": visit.seed, "size": size, "population": len(numbers), "sha256": visit.population_sha256}
    record(visit, VisitAction.DRAW, by=by, changes=changes)
    return visit


@action
def pick_firms(visit, *, by, firms):
    """Put firms beside the sample that somebody chose; they are marked so.

    Raises Refused for a firm the project has not reported, and above fifty.
    """
    visit = planned(visit)
    numbers = [firm.pk for firm in firms]
    if firms_reported(visit.project).filter(pk__in=numbers).count() != len(set(numbers)) or not numbers:
        raise Refused([Reason(_("Choose firms of the lists that count for this project."), code="not_reported")])
    known = set(visit.observations.values_list("firm_id", flat=True))
    new = [number for number in dict.fromkeys(numbers) if number not in known]
    if len(known) + len(new) > MOST_FIRMS:
        sentence = filled(_("A visit looks at %(most)d firms at most."), {"most": MOST_FIRMS})
        raise Refused([Reason(sentence, code="size")])
    _add(visit, new, is_drawn=False)
    record(visit, VisitAction.PICK, by=by, changes={"firms": len(new)})
    return visit


@action
def leave_firm_out(observation, *, by):
    """Take a picked firm away again. Raises Refused for a drawn one: that it was not seen must be said."""
    visit = planned(observation.visit)
    if observation.is_drawn:
        sentence = _("A drawn firm stays in the sample. If it was not looked for, say so in its note.")
        raise Refused([Reason(sentence, code="drawn")])
    gone, _rows = visit.observations.filter(pk=observation.pk, is_drawn=False).delete()
    if gone:
        record(visit, VisitAction.LEAVE_OUT, by=by)
    return visit


@action
def note_outcomes(visit, *, by, outcomes, seen=None):
    """Note what became of firms of the sample: ``outcomes`` is {place in the sample: (outcome, note)}.

    An empty outcome is one still open. ``seen`` are the marks of what the page showed, {place: mark}: what
    was not touched there stays as a colleague has noted it meanwhile. Raises Refused where both noted
    something else, and for a firm that was not found or says otherwise without a note.
    """
    visit = planned(visit)
    changed, before, reasons = [], {}, []
    for one in visit.observations.filter(position__in=outcomes).select_related("firm"):
        stored = noted(one.outcome, one.note)
        mine, is_contested = settled((seen or {}).get(one.position, ""), stored, noted(*outcomes[one.position]))
        outcome, _line, note = mine.partition("\n")
        place = f"#id_note-{one.position}"
        if is_contested:
            words = {"firm": one.firm.name, "outcome": one.get_outcome_display() or _("still open"), "note": one.note}
            reasons.append(Reason(filled(MEANWHILE, words), place, "meanwhile"))
        elif outcome not in ("", Outcome.SEEN) and not note:
            sentence = filled(_("%(firm)s: say what the firm says, or how it was looked for."), {"firm": one.firm.name})
            reasons.append(Reason(sentence, place, "no_note"))
        if mine != stored:
            before |= {one.position: [one.outcome, one.note]} if stored.strip() else {}
            one.outcome, one.note = outcome, note
            changed.append(one)
    if reasons:
        raise Refused(reasons)
    Observation.objects.bulk_update(changed, ["outcome", "note"])
    if changed:
        changes = {"firms": len(changed)} | ({"before": before} if before else {})
        record(visit, VisitAction.NOTE, by=by, changes=changes)
    return visit


MEANWHILE = _(
    "%(firm)s: a colleague has noted meanwhile “%(outcome)s. %(note)s”. Save again to put yours in its place."
)


def noted(outcome, note) -> str:
    """What is noted of a firm as one text: what pages mark, and compare."""
    return f"{outcome}\n{note.strip()}"


def _add(visit, firms, *, is_drawn):
    last = visit.observations.aggregate(last=Max("position"))["last"] or 0
    Observation.objects.bulk_create(
        Observation(visit=visit, firm_id=firm, position=position, is_drawn=is_drawn)
        for position, firm in enumerate(firms, start=last + 1)
    )
