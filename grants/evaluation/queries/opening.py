"""What the opening rests on and what its record says."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from grants import clock
from grants.applications.models import Application, Partner, Submission
from grants.applications.workflow import ApplicationState
from grants.attempts.models import Attempt, Outcome
from grants.calls.queries import open_proposals
from grants.calls.workflow import CallState
from grants.evaluation.models import Candidate
from grants.evaluation.models.conflicts import organisations_in_conflict
from grants.evaluation.models.evaluations import sees_whole
from grants.organisations.models import Organisation, User
from grants.permissions import SECOND_FACTOR_ROLES
from grants.templatetags.grants import moment_text
from grants.web import ARRIVAL_SLACK
from grants.workflow import Reason

WITNESSES = SECOND_FACTOR_ROLES
"""Roles in the programme whose holders can be the second person of an opening."""


@dataclass(frozen=True)
class Official:
    """An official submission with what the lists of the evaluation keep of it; amounts in EUR."""

    submission_id: int
    application_id: int
    reference: str
    receipt_number: str
    sha256: str
    received_at: datetime
    language: str
    title: str
    lot: str
    partners: list
    lead_key: str
    requested: Decimal
    total_cost: Decimal

    @property
    def lead(self) -> dict:
        """The lead's place in the submission."""
        return next(row for row in self.partners if row["key"] == self.lead_key)

    @property
    def lead_data(self) -> dict:
        """The lead's data as they were handed in."""
        return self.lead["organisation"]["data"]


def reasons_against_opening(call) -> list[Reason]:
    """Everything that stands against opening now; a query or two."""
    if call.opened_at:
        return [Reason(_("The applications of this call are opened already."), code="opened")]
    if call.is_test:
        sentence = _("This call exists only for trying out: nothing handed in under it is judged.")
        return [Reason(sentence, code="only_a_trial")]
    reasons, opens_at = [], call.closes_at + ARRIVAL_SLACK
    if call.state != CallState.PUBLISHED:
        reasons.append(Reason(_("Only the applications of a published call are opened."), code="not_published"))
    elif clock.now() < opens_at:
        sentence = _(
            "Applications are opened after the deadline, when nothing received in time can be under way any more: "
            "from %(moment)s on."
        )
        reasons.append(Reason(sentence % {"moment": moment_text(opens_at, call.time_zone)}, code="too_early"))
    if open_proposals(call).exists():
        reasons.append(Reason(_("A new deadline is proposed: first somebody decides on it."), code="deadline_proposed"))
    return reasons


def witnesses(by):
    """Who can be the second person: everybody else with a role in the programme that signs in with two factors."""
    now = clock.now()
    return (
        User.objects.filter(
            Q(role_assignments__valid_until=None) | Q(role_assignments__valid_until__gt=now),
            role_assignments__valid_from__lte=now,
            role_assignments__role__in=WITNESSES,
            is_active=True,
        )
        .exclude(pk=by.pk)
        .distinct()
    )


def officials(call) -> list[Official]:
    """The official submission of each that stands in the step in progress, by reference; one query, no answers."""
    totals = "document__budget__totals"
    rows = (
        Submission.objects.filter(application__call=call, application__state=ApplicationState.SUBMITTED, step=call.step)
        .order_by("application_id", "-number")
        .distinct("application_id")
    )
    rows = rows.annotate(
        handed_title=KT("document__title"), handed_lot=KT("document__lot"), lead_key=KT("document__lead"),
        partners=F("document__partners"), requested=KT(f"{totals}__eu_contribution"), total=KT(f"{totals}__total"),
    ).values_list(
        "pk", "application_id", "application__reference", "receipt_number", "sha256", "received_at",
        "frozen_by__language", "handed_title", "handed_lot", "partners", "lead_key", "requested", "total",
    )  # fmt: skip
    found = [Official(*row[:-2], Decimal(row[-2]), Decimal(row[-1])) for row in rows]
    return sorted(found, key=lambda official: official.reference)


def places(call) -> dict[str, int]:
    """Number of the organisation that takes each partner's place, by the place's key; one query."""
    rows = Partner.objects.filter(application__call=call, organisation_id__isnull=False)
    return {str(key): organisation for key, organisation in rows.values_list("key", "organisation_id")}


def withdrawn(call) -> list[str]:
    """References of the applications taken back before the deadline; one query."""
    withdrawn_ones = Application.objects.filter(call=call, step=call.step, state=ApplicationState.WITHDRAWN)
    rows = withdrawn_ones.order_by("reference")
    return list(rows.values_list("reference", flat=True))


def received_late(call) -> list[dict]:
    """Tries to submit that reached us after the deadline and were refused, application by application; two queries."""
    tries = Attempt.objects.filter(
        action="submit_application",
        document_model="grants.application",
        outcome=Outcome.REFUSED,
        received_at__gte=call.closes_at,
        document_id__in=Application.objects.filter(call=call).order_by().values("pk"),
    )
    moments = defaultdict(list)
    for number, moment in tries.order_by("received_at").values_list("document_id", "received_at"):
        moments[number].append(moment)
    rows = Application.objects.filter(pk__in=moments).select_related("lead").order_by("pk")
    return [
        {"reference": row.reference, "lead": row.lead.legal_name, "first_received_at": moments[row.pk][0],
         "tries": len(moments[row.pk])}
        for row in rows
    ]  # fmt: skip


def record_content(call, found, *, by, witness, note) -> dict:
    """Everything the record of an opening says, as plain data; three queries."""
    version = call.versions.order_by("-number").first()
    return {
        "kind": "opening",
        **({"step": call.step} if call.steps == 2 else {}),
        "call": {
            "reference": call.reference,
            "version": version.number if version else None,
            "sha256": version.sha256 if version else None,
            "closes_at": call.closes_at,
        },
        "opened_at": clock.now(),
        "opened_by": str(by),
        "witness": str(witness),
        "note": note,
        "count": len(found),
        "submissions": [
            {
                "reference": official.reference,
                "receipt": official.receipt_number,
                "sha256": official.sha256,
                "received_at": official.received_at,
                "lot": official.lot,
                "lead": official.lead_data["legal_name"],
                "country": official.lead_data["country"],
            }
            for official in found
        ],
        "withdrawn": withdrawn(call),
        "late": received_late(call),
    }


def shown_record(evaluation, record, user) -> dict:
    """The lines of a record this person may read: the whole for officers and committee, but for conflicts.

    Late ones and withdrawn ones are shown by what the person sees of their organisations; a few queries.
    """
    hidden = organisations_in_conflict(user)
    visible = Candidate.objects.visible_to(user).filter(evaluation=evaluation).order_by()
    references = set(visible.values_list("reference", flat=True))
    kept_out = set(
        Application.objects.filter(call=evaluation.call, lead__in=hidden).values_list("reference", flat=True)
    )
    names = set(Organisation.objects.filter(pk__in=hidden).values_list("legal_name", flat=True))
    document = record.document
    submissions = [
        row | {"received": parse_datetime(row["received_at"]), "country_name": countries.name(row["country"])}
        for row in document["submissions"]
        if row["reference"] in references
    ]
    is_whole = sees_whole(user, evaluation.call)
    late = [
        row | {"first": parse_datetime(row["first_received_at"])}
        for row in document["late"]
        if is_whole and row["lead"] not in names
    ]
    withdrawn_ones = [reference for reference in document["withdrawn"] if is_whole and reference not in kept_out]
    return {
        "submissions": submissions,
        "late": late,
        "withdrawn": withdrawn_ones,
        "opened_at": parse_datetime(document["opened_at"]),
        "closes_at": parse_datetime(document["call"]["closes_at"]),
    }
