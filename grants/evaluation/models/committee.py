"""The evaluation committee: what its members declared, what was put to the vote, how each voted.

Who sits on it are the role assignments of the call: chair, secretary, voters (permissions.Role).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, Version, append_only
from grants.evaluation.models.conflicts import people_in_conflict_with
from grants.evaluation.models.evaluations import COMMITTEE_ROLES, CandidateParty, Evaluation
from grants.evaluation.voting import Count
from grants.evaluation.workflow import BALLOT_STEPS, BallotState, Choice
from grants.permissions import Role


def of_calls_where(user, roles, path):
    """The condition that the call at ``path`` is one for which the person holds one of the roles."""
    held = [assignment for assignment in user.roles() if assignment.role in roles]
    if any(assignment.call_id is None for assignment in held):
        return Q()
    return Q(**{f"{path}__in": [assignment.call_id for assignment in held]})


@append_only
class Declaration(models.Model):
    """A person declared impartiality and confidentiality for an evaluation, before seeing any name.

    ``sha256`` is the hash of the text as it stood there, in ``language``.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declarations")
    sha256 = models.CharField("SHA-256", max_length=64)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        verbose_name = _("declaration of impartiality and confidentiality")
        verbose_name_plural = _("declarations of impartiality and confidentiality")
        ordering = ["evaluation", "signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="declaration_once_per_person",
                fields=["evaluation", "person"],
                violation_error_message=_("This declaration is signed already."),
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.evaluation}"


@append_only
class AwardList(Version):
    """What is put to the vote for a lot: ranking, funding line, envelope, reserve list, those passed over.

    For concept notes the ranking with its cut. Numbered through both steps of a call.
    """

    lot = models.ForeignKey("grants.Lot", on_delete=models.PROTECT, related_name="award_lists")

    class Meta:
        ordering = ["lot", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="award_list_number_once",
                fields=["lot", "number"],
                violation_error_message=_("This version exists already."),
            )
        ]


class BallotQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the calls whose officer one is or on whose committee one sits."""
        roles = (Role.OFFICER, *COMMITTEE_ROLES)
        return self.filter(of_calls_where(user, roles, "lot__call")).select_related("evaluation", "lot__call")


class Ballot(models.Model):
    """The vote of the committee on one lot of an evaluation: on its funding line, or on the cut of its concept notes.

    A rejected or withdrawn one is followed by the next.

    Its seats are the voters of the committee at the moment it was put: later appointments do not
    change who decides.
    """

    STEPS = BALLOT_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="ballots")
    lot = models.ForeignKey("grants.Lot", on_delete=models.PROTECT, related_name="ballots")
    proposed = models.OneToOneField(AwardList, on_delete=models.PROTECT, related_name="ballot")
    state = models.CharField(_("state"), max_length=20, choices=BallotState, default=BallotState.OPEN)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField(_("put to the vote at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote of the committee")
        verbose_name_plural = _("votes of the committee")
        ordering = ["-put_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="ballot_state_known",
                condition=Q(state__in=BallotState.values),
                violation_error_message=_("Unknown state of a vote."),
            ),
            models.UniqueConstraint(
                name="ballot_one_alive_per_lot",
                fields=["evaluation", "lot"],
                condition=Q(state__in=[BallotState.OPEN, BallotState.ACCEPTED]),
                violation_error_message=_("This lot is put to the vote or decided already."),
            ),
            models.CheckConstraint(
                name="ballot_decided_has_person_and_date",
                condition=Q(state=BallotState.OPEN, decided_by=None, decided_at=None)
                | (~Q(state=BallotState.OPEN) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                violation_error_message=_("A decided vote names who closed it and when."),
            ),
        ]

    def __str__(self):
        return f"{self.lot} · {self.proposed.number}"

    @property
    def call(self):
        """The call the lot belongs to."""
        return self.lot.call

    def count(self):
        """How the seats stand; one with a conflict in the lot is out of the count. At most two queries.

        Conflicts count as they were when the vote was closed: none that is declared later changes what was decided.
        """
        is_open = self.state == BallotState.OPEN
        barred = set(self.barred().values_list("voter_id", flat=True)) if is_open else set()
        seats = self.seats.select_related("vote")
        choices = [Choice.ABSTAIN if seat.is_out or seat.voter_id in barred else seat.choice for seat in seats]
        return Count(
            seats=len(choices),
            yes=choices.count(Choice.YES),
            no=choices.count(Choice.NO),
            abstained=choices.count(Choice.ABSTAIN),
        )

    def barred(self):
        """Seats whose voter is in conflict with an organisation of a consortium that is a candidate of the lot."""
        parties = CandidateParty.objects.filter(candidate__lot=self.lot_id, candidate__evaluation=self.evaluation_id)
        parties = parties.order_by()
        return self.seats.filter(voter__in=people_in_conflict_with(parties.values("organisation_id")))


class BallotSeat(models.Model):
    """A voter of the committee when the proposal was put."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="seats")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ballot_seats")
    is_out = models.BooleanField(
        _("out of the count"), default=False, help_text=_("A conflict of interest in the lot when the vote was closed.")
    )

    class Meta:
        ordering = ["voter__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="ballot_seat_once_per_voter",
                fields=["ballot", "voter"],
                violation_error_message=_("This person has a seat already."),
            )
        ]

    def __str__(self):
        return str(self.voter)

    @property
    def choice(self):
        """How the voter voted, or None; no query where the vote was read along."""
        vote = getattr(self, "vote", None)
        return vote.choice if vote else None


@append_only
class Vote(models.Model):
    """One vote of one seat. A no says why; nobody changes a vote."""

    seat = models.OneToOneField(BallotSeat, on_delete=models.PROTECT, related_name="vote")
    choice = models.CharField(_("vote"), max_length=10, choices=Choice)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("voted at"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.CheckConstraint(
                name="vote_choice_known",
                condition=Q(choice__in=Choice.values),
                violation_error_message=_("Unknown vote."),
            ),
            models.CheckConstraint(
                name="vote_no_says_why",
                condition=~Q(choice=Choice.NO) | ~Q(reason=""),
                violation_error_message=_("Who says no says why."),
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_choice_display()}"


@append_only
class BallotEvent(Event):
    """What happened to a vote: put, voted, closed, withdrawn."""

    is_sealed = True  # how the committee voted is told in the minutes, not in a mailbox

    document = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="events")


@append_only
class Minutes(Version):
    """The minutes of the committee, frozen when the last lot was decided: the evaluation report."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="minutes")

    class Meta:
        ordering = ["evaluation", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="minutes_number_once",
                fields=["evaluation", "number"],
                violation_error_message=_("This version exists already."),
            )
        ]
