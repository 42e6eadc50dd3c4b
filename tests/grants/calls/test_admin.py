"""Calls in the administration are there to be read."""

import pytest

from grants import models
from grants.calls import actions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["programme", "call", "callversion", "callevent"])
def test_every_list_and_record_opens(login, admin, diego, whole_call, name):
    actions.publish_call(whole_call, by=diego)
    client = login(admin)
    model = next(m for m in (getattr(models, n) for n in models.__all__) if m._meta.model_name == name)

    assert client.get(f"/admin/grants/{name}/").status_code == 200
    assert client.get(f"/admin/grants/{name}/?q=a").status_code == 200
    assert client.get(f"/admin/grants/{name}/{model.objects.first().pk}/change/").status_code == 200


@pytest.mark.parametrize("name", ["programme", "call", "callversion", "callevent"])
def test_nothing_of_a_call_is_added_changed_or_deleted_there(login, admin, diego, whole_call, name):
    actions.publish_call(whole_call, by=diego)
    client = login(admin)
    model = next(m for m in (getattr(models, n) for n in models.__all__) if m._meta.model_name == name)
    one = model.objects.first()

    assert client.post(f"/admin/grants/{name}/add/", {}).status_code == 403
    assert client.post(f"/admin/grants/{name}/{one.pk}/change/", {"reference": "X", "note": "X"}).status_code == 403
    assert client.post(f"/admin/grants/{name}/{one.pk}/delete/", {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=one.pk).exists()
