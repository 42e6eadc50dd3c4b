"""Lists of the administration taken along."""

import csv
import io

import pytest

from grants.models import Reading

pytestmark = pytest.mark.django_db


def test_an_administrator_takes_people_and_their_roles_along(noon, login, admin, elena):
    role, client = elena.role_assignments.get(), login(admin)
    form = {"action": "take_along", "_selected_action": [role.pk]}

    answer = client.post("/admin/grants/roleassignment/", form)
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))

    assert rows[0][0] == "roles of people"
    assert rows[2][:2] == ["Elena", "Finance, initiates"]
    assert list(Reading.objects.values_list("user__name", "address")) == [("Admin", "/admin/grants/roleassignment/")]
