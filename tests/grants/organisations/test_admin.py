"""The administration: complete for its work, and no side door (security.md T-AC-21, T-AC-22)."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry

from grants import clock, models
from grants.organisations.actions import edit_profile, invite_member
from tests.factories import NOON, PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LISTS = ["user", "roleassignment", "organisation", "membership", "invitation", "duplicatehint", "userevent"]


def text(response):
    return response.content.decode()


def fresh(user):
    return models.User.objects.get(pk=user.pk)


def role_form(user, role, **more):
    values = {
        "user": user.pk, "role": role, "call": "", "country": "",
        "valid_from_0": "2026-03-10", "valid_from_1": "12:00:00", "valid_until_0": "", "valid_until_1": "",
    }  # fmt: skip
    return values | more


@pytest.mark.parametrize("name", LISTS)
def test_every_list_and_record_opens(login, admin, ana, nadia, chamber, rival, name, noon):
    invite_member(chamber, by=ana, email=nadia.email, role="reader")
    models.DuplicateHint.objects.create(organisation=chamber, other=rival, ground="name", found_at=noon)
    edit_profile(nadia, by=nadia, name="N")
    client = login(admin)
    model = next(m for m in (getattr(models, n) for n in models.__all__) if m._meta.model_name == name)

    assert client.get(f"/admin/grants/{name}/").status_code == 200
    assert client.get(f"/admin/grants/{name}/{model.objects.first().pk}/change/").status_code == 200
    assert client.get(f"/admin/grants/{name}/?q=a").status_code == 200 or name in ("duplicatehint", "userevent")


def test_the_administration_is_for_administrators_alone(login, client, admin, ana, diego, elena):
    assert client.get("/admin/").status_code == 302
    assert [login(person).get("/admin/grants/user/").status_code for person in (ana, diego, elena)] == [302, 302, 302]
    assert login(admin).get("/admin/grants/user/").status_code == 200
    assert "grants" not in text(client.get("/admin/", follow=True)).lower().split("<main")[1].split("</main")[0]


def test_addresses_and_second_factors_of_others_are_out_of_reach(login, admin, nadia):
    client = login(admin)

    assert client.get("/admin/account/emailaddress/").status_code == 403
    assert client.get("/admin/mfa/authenticator/").status_code == 403
    assert client.get("/admin/auth/group/").status_code in (403, 404)


def test_a_role_is_given_through_the_action_and_logged(login, admin, nadia, noon):
    answer = login(admin).post("/admin/grants/roleassignment/add/", role_form(nadia, "officer"))

    assert answer.status_code == 302
    assert fresh(nadia).has_role("officer")
    assert list(nadia.events.values_list("action", "actor")) == [("give_role", admin.pk)]
    assert LogEntry.objects.get().user == admin
    assert models.Message.objects.get().kind == "user_give_role"


def test_nobody_gives_a_role_to_themselves_or_ends_their_own(login, admin, noon):
    client = login(admin)
    own = admin.role_assignments.get()

    given = client.post("/admin/grants/roleassignment/add/", role_form(admin, "finance_approver"))
    ended = client.post(
        f"/admin/grants/roleassignment/{own.pk}/change/", {"valid_until_0": "2026-03-11", "valid_until_1": "12:00:00"}
    )

    assert [given.status_code, ended.status_code] == [200, 200]
    assert "Nobody changes their own rights." in text(given)
    assert list(fresh(admin).role_assignments.values_list("role", "valid_until")) == [("administrator", None)]


def test_of_a_role_only_the_end_can_be_set(login, admin, nadia, noon):
    client = login(admin)
    client.post("/admin/grants/roleassignment/add/", role_form(nadia, "administrator"))
    assert fresh(nadia).is_staff
    assignment = nadia.role_assignments.get()
    change = f"/admin/grants/roleassignment/{assignment.pk}/change/"

    client.post(change, {"role": "auditor", "valid_until_0": "2026-03-10", "valid_until_1": "12:00:00"})

    assignment.refresh_from_db()
    assert (assignment.role, assignment.valid_until) == ("administrator", NOON)
    assert not fresh(nadia).is_staff
    assert client.post(f"/admin/grants/roleassignment/{assignment.pk}/delete/", {"post": "yes"}).status_code == 403


def account_form(user, **more):
    inline = {}
    for prefix in ("role_assignments", "memberships"):
        inline |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return {"name": user.name, "language": user.language, "time_zone": user.time_zone, **inline, **more}


def test_an_account_is_closed_and_nothing_else_can_be_slipped_in(login, admin, nadia, noon):
    hostile = account_form(nadia, email="evil@x.example", is_staff="on", is_superuser="on", password="chosen")

    answer = login(admin).post(f"/admin/grants/user/{nadia.pk}/change/", hostile)

    assert answer.status_code == 302
    closed = fresh(nadia)
    assert (closed.is_active, closed.is_staff, closed.is_superuser, closed.email) == (False, False, False, nadia.email)
    assert closed.check_password(PASSWORD)
    assert list(nadia.events.values_list("action", flat=True)) == ["deactivate"]


def test_accounts_are_neither_made_nor_deleted_nor_is_ones_own_or_a_superusers_changed(login, admin, nadia):
    superuser = UserFactory(email="root@demo.example", is_superuser=True, is_staff=True)
    client = login(admin)

    assert client.get("/admin/grants/user/add/").status_code == 403
    assert client.post(f"/admin/grants/user/{nadia.pk}/delete/", {"post": "yes"}).status_code == 403
    for account in (admin, superuser):
        assert client.post(f"/admin/grants/user/{account.pk}/change/", account_form(account)).status_code == 403


@pytest.mark.parametrize("lookup", ["password__startswith=p", "user__password__startswith=p"])
def test_a_password_is_not_found_out_by_filtering(login, admin, nadia, lookup):
    client = login(admin)

    for name in ("user", "roleassignment"):
        answer = client.get(f"/admin/grants/{name}/?{lookup}")
        assert answer.status_code in (302, 400)


def test_closing_the_account_of_the_last_manager_warns(login, admin, ana, chamber, noon):
    answer = login(admin).post(f"/admin/grants/user/{ana.pk}/change/", account_form(ana), follow=True)

    assert "CCC has no manager any more." in text(answer)


def test_an_orphaned_organisation_gets_a_manager(login, admin, nadia, chamber, noon):
    values = {"user": nadia.pk, "organisation": chamber.pk, "role": "manager"}
    client = login(admin)

    assert client.post("/admin/grants/membership/add/", values).status_code == 302
    assert "belongs to the organisation already" in text(client.post("/admin/grants/membership/add/", values))
    assert nadia.organisation_ids("manager") == {chamber.pk}
    assert chamber.events.get().action == "add_member"


def test_data_are_repaired_through_the_action_with_the_tax_id_checked(login, admin, chamber, noon):
    values = {name: str(getattr(chamber, name)) for name in ("legal_name", "kind", "country", "address", "city")}
    values |= {f"memberships-{n}_FORMS": 0 for n in ("TOTAL", "INITIAL")}
    change = f"/admin/grants/organisation/{chamber.pk}/change/"
    client = login(admin)

    assert "This is not a valid RUC." in text(client.post(change, values | {"tax_id": "20512333798"}))
    assert client.post(change, values | {"tax_id": "20512333797"}).status_code == 302

    chamber.refresh_from_db()
    assert chamber.tax_key == "PE:20512333797"
    assert chamber.events.get().action == "edit"


def test_a_lost_telephone(login, admin, elena, noon):
    chosen = {"action": "take_second_factor_away", "_selected_action": [elena.pk]}

    login(admin).post("/admin/grants/user/", chosen)

    assert not Authenticator.objects.filter(user=elena).exists()
    assert models.Message.objects.get().kind == "user_remove_second_factor"
    assert LogEntry.objects.count() == 1


def test_an_administrator_whose_role_has_ended_finds_nothing(login, admin):
    models.RoleAssignment.objects.update(valid_until=clock.now() - timedelta(seconds=1))

    assert login(admin).get("/admin/grants/user/").status_code == 403
