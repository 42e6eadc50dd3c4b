"""A public call's texts, limits and calendar are put right by a corrigendum; before that, by changing them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from grants import clock
from grants.calls import actions
from grants.calls.forms import CorrectCallForm
from grants.calls.queries import content
from grants.models import CallDate, Message
from grants.workflow import Refused
from tests.client import html_of

pytestmark = pytest.mark.django_db


def form_data(form):
    """What the page of a form sends when nothing is changed."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value if isinstance(value, list) else str(value or "") for name, value in values.items()}


@pytest.fixture
def public_page(client):
    return lambda call, lang="en": html_of(client.get(reverse("public:call", kwargs={"lang": lang, "slug": call.slug})))


def test_a_limit_of_a_public_call_is_corrected_before_everybodys_eyes(
    login, call, application, noon, diego, ana, public_page
):
    sent = form_data(CorrectCallForm(instance=call)) | {"grant_max": "320000", "reason": "The EU raised the ceiling."}
    answer = login(diego).post(reverse("calls:correct", args=[call.public_id]), sent, follow=True)

    call.refresh_from_db()
    assert call.grant_max == Decimal("320000.00")
    assert call.corrigenda.get().changes == {"grant_max": ["300000.00", "320000.00"]}
    assert "Texts or limits corrected" in html_of(answer)
    assert Message.objects.filter(kind="call_corrigendum", recipient=ana).count() == 1
    page = public_page(call)
    assert "<li>Largest grant: 300,000 → 320,000</li>" in page
    assert "The EU raised the ceiling." in page
    assert call.versions.get().document["corrigenda"][0]["changes"] == {"grant_max": ["300000.00", "320000.00"]}


def test_a_language_is_added_before_everybodys_eyes(login, call, noon, diego, public_page):
    call.languages = ["es", "en"]
    call.save(update_fields=["languages"])
    assert "<h3>Languages of the applications</h3> <p>Spanish, English</p>" in public_page(call)
    sent = form_data(CorrectCallForm(instance=call)) | {"languages": ["es", "pt-br", "en"], "reason": "New."}

    login(diego).post(reverse("calls:correct", args=[call.public_id]), sent)

    call.refresh_from_db()
    assert call.languages == ["es", "pt-br", "en"]
    line = "<li>Languages of the applications: Spanish, English → Spanish, Portuguese, English</li>"
    assert line in public_page(call)
    with pytest.raises(Refused, match="Unknown language"):
        actions.correct_call(call, by=diego, reason="?", languages=["de"])


def test_a_text_is_said_to_be_worded_anew_in_the_readers_language(call, noon, diego, public_page):
    actions.correct_call(call, by=diego, reason="Más claro.", summary_es="Otro resumen", summary_en="Another summary")

    assert "<li>Summary: worded anew</li>" in public_page(call)
    assert "<li>Resumen: con nuevo texto</li>" in public_page(call, "es")


def test_nothing_is_corrected_without_reason_without_change_or_after_the_deadline(call, noon, diego):
    with pytest.raises(Refused, match="say why this changes"):
        actions.correct_call(call, by=diego, reason=" ", grant_max=Decimal("310000"))
    with pytest.raises(Refused, match="Nothing differs"):
        actions.correct_call(call, by=diego, reason="?", grant_max=Decimal("300000.00"))
    with pytest.raises(Refused, match="Each lower limit"):
        actions.correct_call(call, by=diego, reason="?", grant_max=Decimal("100"))
    with clock.at(call.closes_at), pytest.raises(Refused, match="The deadline has passed"):
        actions.correct_call(call, by=diego, reason="?", grant_max=Decimal("310000"))
    assert call.corrigenda.count() == 0


def test_a_wrong_limit_stands_on_the_form_with_everything_typed(login, call, noon, diego):
    sent = form_data(CorrectCallForm(instance=call)) | {"grant_max": "100", "reason": "Cheaper.", "summary_en": "New"}

    answer = login(diego).post(reverse("calls:correct", args=[call.public_id]), sent)

    assert answer.status_code == 422
    page = html_of(answer)
    assert "Each lower limit is at most its upper limit." in page
    assert "Cheaper." in page
    assert "> New</textarea>" in page


def test_the_calendar_is_set_up_moved_in_public_and_read_by_everybody(login, whole_call, diego, public_page):
    new = {"title_es": "Sesión informativa", "title_pt_br": "", "title_en": "Information session", "on": "2026-04-10"}
    page = login(diego).post(reverse("calls:date_new", args=[whole_call.public_id]), new, follow=True)
    assert "Information session" in html_of(page)
    day = CallDate.objects.get()
    actions.publish_call(whole_call, by=diego)
    assert whole_call.versions.get().document["calendar"][0]["on"] == "2026-04-10"

    moved = new | {"on": "2026-04-17"}
    refused = login(diego).post(reverse("calls:date", args=[day.public_id]), moved)
    assert refused.status_code == 422
    moved["reason"] = "Holidays in Peru."
    assert login(diego).post(reverse("calls:date", args=[day.public_id]), moved).status_code == 302

    day.refresh_from_db()
    assert day.on == date(2026, 4, 17)
    page = public_page(whole_call)
    assert '<dt>Information session</dt><dd><time datetime="2026-04-17">17 April 2026</time></dd>' in page
    assert "<li>Information session: 10 April 2026 → 17 April 2026</li>" in page
    assert "<li>Sesión informativa: 10 de abril de 2026 → 17 de abril de 2026</li>" in public_page(whole_call, "es")
    with pytest.raises(Refused, match="only by a corrigendum"):
        actions.remove_date(day, by=diego)


def test_a_day_stands_once_and_leaves_while_the_call_is_set_up(login, new_call, diego):
    day = actions.add_date(new_call, by=diego, title_es="Firma", on=date(2026, 11, 2))
    with pytest.raises(Refused, match="calendar already"):
        actions.add_date(new_call, by=diego, title_es="Firma", on=date(2026, 11, 2))

    login(diego).post(reverse("calls:date_remove", args=[day.public_id]))

    assert "calendar" not in content(new_call)
    assert CallDate.objects.count() == 0
