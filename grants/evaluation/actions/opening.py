"""The opening: after the deadline two persons open what was handed in, all at once and once only."""

import json
import uuid

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.calls.models import Lot
from grants.evaluation.actions.checks import make_standard_criteria
from grants.evaluation.actions.conflicts import record_found
from grants.evaluation.models import Candidate, CandidateParty, Evaluation, OpeningRecord
from grants.evaluation.queries.checks import criteria_of
from grants.evaluation.queries.consolidation import scores_of_concepts
from grants.evaluation.queries.opening import officials, places, reasons_against_opening, record_content, witnesses
from grants.organisations.models import Organisation
from grants.workflow import Reason, Refused, action, locked, record


@action
def open_submissions(call, *, by, witness, note=""):
    """Open what stands handed in under the call, with ``witness`` present; returns the Evaluation.

    Makes one candidate per application whose official submission stands, and the frozen record of the
    opening. The call's row is held: a submission under way is written before, or not at all. Raises
    Refused before the deadline (and the two minutes in which something received in time may be under
    way), a second time, while a new deadline is proposed, and without a second person of the programme.
    """
    call = locked(call)
    reasons = reasons_against_opening(call)
    if witness.pk == by.pk:
        reasons.append(Reason(_("Who opens cannot be the witness: name a colleague who is present.")))
    elif not witnesses(by).filter(pk=witness.pk).exists():
        reasons.append(Reason(_("The witness is a person with a role in the programme.")))
    if reasons:
        raise Refused(reasons)
    call.opened_at = clock.now()
    call.save(update_fields=["opened_at"])
    evaluation = Evaluation.objects.create(call=call, step=call.step, opened_at=call.opened_at, opened_by=by)
    found = officials(call)
    _make_candidates(evaluation, call, found)
    record_found(evaluation, by=by)
    if not criteria_of(call, call.step):
        make_standard_criteria(call)
    kept = _keep_record(evaluation, record_content(call, found, by=by, witness=witness, note=note), by, witness)
    changes = {"count": len(found), "sha256": kept.sha256, "witness": str(witness.public_id)}
    record(evaluation, "open_submissions", by=by, note=note, changes=changes)
    record(call, "open_submissions", by=by, changes=changes)
    return evaluation


def _make_candidates(evaluation, call, found):
    lots = {lot.code: lot for lot in Lot.objects.filter(call=call)}
    organisations = places(call)
    leads = Organisation.objects.in_bulk({organisations[official.lead_key] for official in found})
    concept_scores = scores_of_concepts(call)
    rows = []
    for official in found:
        lead = leads[organisations[official.lead_key]]
        candidate = Candidate(
            evaluation=evaluation,
            application_id=official.application_id,
            submission_id=official.submission_id,
            lot=lots[official.lot],
            lead=lead,
            reference=official.reference,
            title=official.title,
            country=official.lead_data["country"],
            language=official.language,
            requested=official.requested,
            total_cost=official.total_cost,
            concept_scores=concept_scores.get(official.reference, {}),
        )
        candidate.search_text = candidate.searched(lead)
        rows.append(candidate)
    candidates = Candidate.objects.bulk_create(rows)
    CandidateParty.objects.bulk_create(
        CandidateParty(
            candidate=candidate, organisation_id=organisations[row["key"]], role=row["role"], key=uuid.UUID(row["key"])
        )
        for candidate, official in zip(candidates, found, strict=True)
        for row in official.partners
    )
    return candidates


def _keep_record(evaluation, content, by, witness):
    frozen = canonical(content)
    return OpeningRecord.objects.create(
        evaluation=evaluation,
        number=1,
        document=json.loads(frozen),
        sha256=content_hash(frozen),
        frozen_at=clock.now(),
        frozen_by=by,
        witness=witness,
    )
