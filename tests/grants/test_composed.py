"""A question asked on every page is composed once and answered anew each time."""

import pytest
from django.db.models import BigAutoField

from grants import models
from grants.composed import Composed, Slot

pytestmark = pytest.mark.django_db


def memberships(person):
    return models.Membership.objects.filter(user=person).select_related("organisation").order_by("pk")


def test_each_asking_has_its_own_values_and_its_own_rows(chamber, rival, ana, fabio, django_assert_num_queries):
    made = []
    composed = Composed(lambda: made.append(1) or memberships(Slot("person", BigAutoField())))

    with django_assert_num_queries(3):
        first, second, third = (composed.rows(person=person.pk) for person in (ana, fabio, ana))

    assert [list(memberships(person)) for person in (ana, fabio)] == [first, second]
    assert [row.organisation.short_name for row in first] == ["CCC"]
    assert first == third
    assert first[0] is not third[0]
    assert made == [1]


def test_what_changed_in_between_is_seen_and_nothing_is_an_empty_list(chamber, ana, nadia):
    composed = Composed(lambda: memberships(Slot("person", BigAutoField())))
    assert [row.role for row in composed.rows(person=ana.pk)] == ["manager"]

    models.Membership.objects.filter(user=ana).update(role="reader")

    assert [row.role for row in composed.rows(person=ana.pk)] == ["reader"]
    assert composed.rows(person=nadia.pk) == []
