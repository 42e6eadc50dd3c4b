"""What stands against handing an update in or approving it: each a sentence, with where to put it right."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants import clock, formats
from grants.contracts.models import ProjectKind
from grants.indicators.models import ValueForm
from grants.payments.standing import booking_day
from grants.workflow import Reason, filled
from reporting.progress import cells, messages
from reporting.progress.splits import WHOLE


def checklist(content) -> list[Reason]:
    """Everything that is missing or wrong; empty when nothing is."""
    update = content.update
    reasons = []
    if booking_day(clock.now()) <= update.period_end:
        sentence = _("The half-year ends on %(day)s. The update can be submitted from the day after on.")
        reasons.append(Reason(filled(sentence, {"day": messages.Day(update.period_end)}), code="period"))
    for one in content.reported:
        reasons += _against_values(update, one)
    return reasons + _against_list(content)


def place(update, code, field=WHOLE):
    """The address of a field."""
    return f"{reverse('updates:values', args=[update.public_id])}#answer-{cells.cell_name(code, field)}"


def _against_values(update, one):
    words = {"name": messages.Told(one.version, "name")}

    def reason(sentence, code, field=WHOLE):
        return Reason(filled(sentence, words), url=place(update, one.code, field), code=code)

    wrong = [name for name in one.fields() if one.problem(name)]
    if wrong:
        return [reason(_("Something typed at “%(name)s” could not be taken as it is."), "unreadable", wrong[0])]
    if one.value is None:
        if one.is_required:
            return [reason(_("The number of “%(name)s” is missing. Nothing reached is 0."), "missing")]
        if any(one.text(name) for name in one.fields() if name not in cells.NOTES):
            return [reason(_("“%(name)s” has parts, but no whole number."), "missing")]
        return []
    reasons = []
    for dimension in one.dimensions:
        parts = [one.rows[split].value for split in dimension.parts if split in one.rows]
        if sum(part for part in parts if part is not None) > one.value:
            first = next(iter(dimension.parts))
            reasons.append(reason(_("The parts of “%(name)s” add up to more than the whole."), "parts", first))
    if one.value > 0:
        reasons += _against_evidence(one, reason)
    return reasons


def _against_evidence(one, reason):
    """A number above zero says how it was measured, and shows its evidence or says where it is kept."""
    if not one.text("note").strip():
        yield reason(_("Say how “%(name)s” was measured."), "unmeasured", "note")
    if one.version.evidence_minimum and not one.evidence and not one.text("kept_at").strip():
        sentence = _("Upload the evidence of “%(name)s”, or say where it is kept.")
        yield reason(sentence, "evidence", "kept_at")


def _against_list(content):
    url = f"{content.update.get_absolute_url()}#list"
    if content.being_read:
        return [Reason(_("The firm list is being read. Wait until it is finished."), url=url, code="list_read")]
    if content.refused:
        count = {"count": formats.number(content.refused.problem_count)}
        sentence = _("The firm list has problems (%(count)s). Hand in a corrected one.")
        return [Reason(filled(sentence, count), url=url, code="list_problems")]
    if content.taken is None and corrected_list(content.update):
        sentence = _("A correction says the whole half-year anew: hand in the whole firm list, corrected.")
        return [Reason(sentence, url=url, code="list_missing")]
    return []


def corrected_list(update):
    """Whether the update this one corrects has a firm list."""
    if update.number == 1:
        return False
    before = update.project.results_updates.filter(period_end=update.period_end, number=update.number - 1)
    return before.filter(lists__state="taken").exists()


def without_list(content) -> bool:
    """Whether nothing is counted although the project counts firms: worth a word, nothing to refuse for."""
    counts_firms = content.update.project.kind == ProjectKind.OWN_ACTION or any(
        one.version.value_form == ValueForm.REGISTER for one in content.counted
    )
    return counts_firms and content.taken is None
