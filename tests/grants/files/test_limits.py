"""What one request may send: refused before it fills the disk."""

import pytest
from django.http import HttpResponse
from django.urls import path

from alinvest.urls import handler400
from alinvest.urls import urlpatterns as pages
from grants.files.content import MEGABYTE
from tests.grants.files.samples import PDF
from tests.grants.files.uploads import upload

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def take(request):
    """A page that takes files."""
    return HttpResponse(f"{sum(file.size for file in request.FILES.values())} {request.POST['note']}")


assert handler400  # Django looks for it beside the addresses
urlpatterns = [path("try/", take), *pages]


def test_files_within_the_limit_arrive_with_the_rest_of_the_form(login, ana):
    answer = login(ana).post("/try/", {"one": upload("a.pdf", PDF), "two": upload("b.pdf", PDF), "note": "x"})

    assert answer.content.decode() == f"{2 * len(PDF)} x"


@pytest.mark.parametrize("files", [1, 3])
def test_a_request_above_the_limit_is_refused_with_a_page(login, ana, settings, files):
    settings.UPLOAD_MOST_MEGABYTES = 1
    sent = {f"file{n}": upload("a.pdf", PDF + bytes(MEGABYTE // files)) for n in range(files)}

    answer = login(ana).post("/try/", sent | {"note": "x"})

    assert answer.status_code == 413
