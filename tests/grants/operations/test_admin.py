"""The administration shows what happened, and changes nothing of it."""

import pytest
from django.contrib import admin as site
from django.urls import reverse

from grants import models
from grants.administration import OnlyToRead
from grants.attempts.actions import attempt
from grants.files.actions import note_scan, store
from grants.jobs.actions import enqueue
from grants.proposals.actions import propose
from grants.workflow import Refused, record
from tests.factories import CallFactory
from tests.grants.files.samples import PDF
from tests.grants.files.uploads import upload
from tests.grants.proposals import kinds

assert kinds
pytestmark = pytest.mark.django_db
SHOWN = ["attempt", "fileevent", "job", "message", "proposal", "storedfile"]


@pytest.fixture
def rows(settings, tmp_path, application, ana, diego):
    """Three of each, about applications and calls."""
    settings.MEDIA_ROOT = tmp_path
    for number in range(3):
        enqueue("test", target=number)
        note_scan(store(upload("Café secreto.pdf", PDF), by=ana), "Eicar")
        record(application, f"edit{number}", by=ana, tells=(lambda document: [ana],))
        propose("rename_call", CallFactory(), {"title": "New"}, reason="Why not.", by=diego)
        try:
            with attempt("submit", application, by=ana):
                raise Refused(["The budget of the café is too large."])
        except Refused:
            pass


def test_what_is_shown_is_only_to_read():
    assert {
        model._meta.model_name
        for model, page in site.site._registry.items()
        if isinstance(page, OnlyToRead) and type(page).__module__ == "grants.operations.admin"
    } == set(SHOWN)


def test_every_list_has_a_name_in_each_language():
    nameless = [model.__name__ for model in site.site._registry if isinstance(model._meta.verbose_name_plural, str)]

    assert nameless == []
    assert str(models.CallEvent._meta.verbose_name_plural) == "history: call for proposals"


@pytest.mark.parametrize("name", SHOWN)
def test_an_administrator_reads_lists_and_records_and_changes_nothing(rows, login, admin, name):
    client = login(admin)
    model = getattr(models, {m._meta.model_name: m.__name__ for m in site.site._registry}[name])
    row = model.objects.first()
    listed, record_page = (
        reverse(f"admin:grants_{name}_changelist"),
        reverse(f"admin:grants_{name}_change", args=[row.pk]),
    )

    assert client.get(listed).status_code == 200
    page = client.get(record_page)
    assert page.status_code == 200
    for address in (record_page, f"{listed}add/", record_page.replace("change", "delete")):
        assert client.post(address, {"state": "done"}).status_code == 403
    for secret in ("Café secreto", "budget of the café", "sin deforestación"):
        assert secret not in page.content.decode()
        assert secret not in client.get(listed).content.decode()


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("who", ["diego", "ana", "axel"])
def test_nobody_else_gets_in(rows, login, request, name, who):
    assert login(request.getfixturevalue(who)).get(reverse(f"admin:grants_{name}_changelist")).status_code in (302, 403)
