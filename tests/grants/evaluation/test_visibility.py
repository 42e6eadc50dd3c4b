"""Who sees which candidate; a conflict keeps a person out from the start, whoever it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grants import clock
from grants.evaluation.models import Candidate, Conflict, Evaluation
from grants.organisations.models import Membership, RoleAssignment
from tests.factories import CallFactory, OrganisationFactory, UserFactory
from tests.life import sign_declaration

pytestmark = pytest.mark.django_db


def sees(user, candidate):
    """Asked anew: roles and memberships are kept on the user for one request."""
    fresh = type(user).objects.get(pk=user.pk)
    return Candidate.objects.visible_to(fresh).filter(pk=candidate.pk).exists()


def member(user, organisation, *, since=400, ended=None):
    now = clock.now()
    return Membership.objects.create(
        user=user, organisation=organisation, role="reader", since=now - timedelta(days=since),
        ended_at=None if ended is None else now - timedelta(days=ended),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "does"),
    [
        ("diego", True), ("sonia", True), ("vera", True), ("clara", False), ("marta", False), ("elena", False),
        ("hugo", False), ("olga", False), ("axel", False), ("admin", False), ("ana", False), ("bruno", False),
        ("fabio", False), ("nadia", False),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("committee_signed")
def test_officers_and_the_committee_see_candidates_and_nobody_else(candidate, request, who, does):
    assert sees(request.getfixturevalue(who), candidate) is does


def test_a_member_of_the_committee_sees_no_candidate_before_the_declaration(candidate, evaluation, vera, login):
    assert not sees(vera, candidate)
    asked = login(vera).get(reverse("evaluation:detail", args=[evaluation.public_id]))
    assert asked.url == reverse("evaluation:declaration", args=[evaluation.call.public_id])

    sign_declaration(evaluation, vera)

    assert sees(vera, candidate)


def test_an_officer_of_another_call_sees_nothing(candidate):
    other = UserFactory()
    RoleAssignment.objects.create(user=other, role="officer", call=CallFactory(), valid_from=clock.now())

    assert not sees(other, candidate)
    assert not Evaluation.objects.visible_to(other).exists()


@pytest.mark.parametrize("organisation", ["chamber", "partner_organisation"])
@pytest.mark.parametrize("who", ["diego", "sonia", "vera"])
@pytest.mark.usefixtures("committee_signed")
def test_a_member_of_the_lead_or_of_a_partner_does_not_see_it(candidate, request, who, organisation):
    person = request.getfixturevalue(who)
    assert sees(person, candidate)

    member(person, request.getfixturevalue(organisation))

    assert not sees(person, candidate)


@pytest.mark.parametrize(("ended", "does"), [(729, False), (731, True)])
def test_who_left_within_two_years_is_still_bound(candidate, diego, chamber, ended, does):
    member(diego, chamber, since=900, ended=ended)

    assert sees(diego, candidate) is does


def test_who_represents_an_organisation_does_not_see_it(candidate, diego, chamber):
    chamber.representative_email = "Diego@Demo.Example"
    chamber.save()

    assert not sees(diego, candidate)


def test_membership_elsewhere_does_not_matter(candidate, diego, rival):
    member(diego, rival)

    assert sees(diego, candidate)


@pytest.mark.parametrize("origin", ["declared", "recorded", "detected"])
def test_a_conflict_on_record_hides_the_candidate_until_it_is_ended(candidate, diego, partner_organisation, origin):
    conflict = Conflict.objects.create(
        person=diego, organisation=partner_organisation, origin=origin, at=clock.now(), by=diego
    )
    assert not sees(diego, candidate)

    conflict.ended_at = clock.now()
    conflict.save()

    assert sees(diego, candidate)


def test_a_shared_organisation_that_was_lifted_counts_again_when_the_person_joins_anew(candidate, diego, chamber):
    first = member(diego, chamber)
    Conflict.objects.create(
        person=diego, organisation=chamber, origin="detected", at=clock.now(), ended_at=clock.now(), by=diego
    )
    assert sees(diego, candidate)

    first.ended_at = clock.now()
    first.save()
    with clock.at(clock.now() + timedelta(days=1)):
        member(diego, chamber, since=0)
        assert not sees(diego, candidate)


def test_only_the_candidate_in_conflict_is_hidden(candidate, diego):
    member(diego, OrganisationFactory())

    assert Candidate.objects.visible_to(diego).count() == 1
    assert Candidate.objects.without_conflict(diego).count() == 1
