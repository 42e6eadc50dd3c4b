"""The scripts, in a browser: nothing typed is lost, whatever the server or the network does.

The server's answers are played by the test; tests/grants holds the real server to the same contract.
"""

import json
from urllib.parse import parse_qs

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Server:
    """Plays the address of data-autosave: answers from a list, keeps what was sent."""

    def __init__(self, page):
        self.page, self.answers, self.sent = page, [], []
        page.route("**/components/autosave", self.answer)
        page.route("**/components/presence", lambda route: route.fulfill(status=404, body=""))

    def answer(self, route):
        self.sent.append({name: values[0] for name, values in parse_qs(route.request.post_data, True).items()})
        answer = self.answers.pop(0) if self.answers else "down"
        if answer == "down":
            route.abort()
        else:
            status, body = answer
            route.fulfill(status=status, content_type="application/json", body=json.dumps(body))


@pytest.fixture
def opened(new_page):
    """The components page in English with a clock the test winds, and its server."""
    page = new_page(locale="en-GB")
    server = Server(page)
    page.clock.install()
    page.goto("/components/")
    return page, server


def saved(rev, at="14:02", **more):
    return (200, {"saved": True, "rev": rev, "at": at, "understood": "", "problem": "", "words": 4, **more})


def line_of(page):
    return page.locator("[data-autosave-line]")


def wait_for_state(page, state):
    page.wait_for_selector(f'[data-autosave-line][data-state="{state}"]')


def test_a_field_is_saved_two_seconds_after_the_last_key(opened):
    page, server = opened
    server.answers = [saved(4)]

    page.fill("#answer-need", "Falta agua limpia.")
    page.clock.run_for(1900)
    assert server.sent == []
    page.clock.run_for(200)
    wait_for_state(page, "saved")

    assert server.sent == [{"key": "need", "value": "Falta agua limpia.", "rev": "3"}]
    assert line_of(page).locator("[role=status]").inner_text() == "Saved 14:02"
    assert page.input_value("[name=rev-need]") == "4"


def test_somebody_who_never_pauses_is_saved_within_ten_seconds(opened):
    page, server = opened
    server.answers = [saved(4)]

    for second in range(11):
        page.locator("#answer-need").press_sequentially(str(second))
        page.clock.run_for(1000)
    wait_for_state(page, "saved")

    assert len(server.sent) == 1


def test_what_the_server_understood_stands_by_the_field(opened):
    page, server = opened
    server.answers = [saved(2, understood="250,000.00 EUR"), saved(3, problem="This is no number.")]

    page.fill("#answer-grant", "250000")
    page.clock.run_for(2100)
    page.wait_for_selector("text=250,000.00 EUR")
    page.fill("#answer-grant", "viel")
    page.clock.run_for(2100)
    page.wait_for_selector(".understood--problem")

    assert page.locator("[data-understood]").inner_text() == "This is no number."
    assert page.get_attribute("#answer-grant", "aria-invalid") == "true"
    assert page.get_attribute("#answer-grant", "aria-describedby").endswith("understood-grant")


CONFLICT = (409, {"conflict": True, "rev": 9, "theirs": "Falta crédito.", "by": "Bruno Rojas", "at": "14:01"})


@pytest.mark.parametrize(
    ("choice", "text", "sent"),
    [
        ("mine", "Falta agua.", {"key": "need", "value": "Falta agua.", "rev": "9"}),
        ("theirs", "Falta crédito.", None),
        (
            "both",
            "Falta agua.\n\nFalta crédito.",
            {"key": "need", "value": "Falta agua.\n\nFalta crédito.", "rev": "9"},
        ),
    ],
)
def test_two_texts_are_both_shown_and_the_person_chooses(opened, choice, text, sent):
    page, server = opened
    server.answers = [CONFLICT, saved(10)]

    page.fill("#answer-need", "Falta agua.")
    page.clock.run_for(2100)
    wait_for_state(page, "conflict")
    box = page.locator("form[data-autosave] .conflict")
    assert box.locator("[data-mine]").inner_text() == "Falta agua."
    assert box.locator("[data-theirs]").inner_text() == "Falta crédito."
    assert box.locator("[data-by]").inner_text() == "Bruno Rojas, 14:01"
    box.locator(f"[data-keep={choice}]").click()
    page.clock.run_for(2100)
    wait_for_state(page, "saved")

    assert page.input_value("#answer-need") == text
    assert server.sent[1:] == ([sent] if sent else [])


def test_a_broken_line_keeps_the_text_and_tries_again(opened):
    page, server = opened
    server.answers = ["down", "down", (503, {"problem": "Maintenance until 15:00."}), saved(4)]

    page.fill("#answer-need", "Falta agua.")
    page.clock.run_for(2100)
    wait_for_state(page, "waiting")
    assert "trying again" in line_of(page).inner_text()
    copy = page.get_by_role("button", name="Download what is not saved yet")
    assert not copy.is_visible()  # most lines are back at once
    with page.expect_event("requestfailed"):
        page.click("form[data-autosave] button[type=submit]")  # leaving would end at the browser's own error
    assert page.input_value("#answer-need") == "Falta agua."
    page.clock.run_for(4100)
    line_of(page).locator(".autosave__line", has_text="Maintenance until 15:00.").wait_for()
    with page.expect_download() as download:
        copy.click()
    assert download.value.suggested_filename == "unsaved-text.txt"
    assert download.value.path().read_text().endswith("\n\nFalta agua.\n")
    page.clock.run_for(8100)
    wait_for_state(page, "saved")

    assert [one["value"] for one in server.sent] == ["Falta agua."] * 4
    assert not copy.is_visible()


def test_leaving_with_unsaved_text_asks_first(opened):
    page, _server = opened
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.fill("#answer-need", "Falta agua.")
    page.evaluate("setTimeout(() => location.assign('/accounts/login/'))")
    page.clock.run_for(10)
    page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert page.input_value("#answer-need") == "Falta agua."


def test_somebody_signed_out_signs_in_elsewhere_and_goes_on(opened):
    page, server = opened
    server.answers = [(401, {"login": "/accounts/login/?next=/components/"}), saved(4)]

    page.fill("#answer-need", "Falta agua.")
    page.clock.run_for(2100)
    wait_for_state(page, "login")
    link = line_of(page).locator("a")
    assert (link.get_attribute("href"), link.get_attribute("target")) == (
        "/accounts/login/?next=/components/",
        "_blank",
    )
    page.clock.run_for(15100)
    wait_for_state(page, "saved")

    assert server.sent[1]["value"] == "Falta agua."


def test_a_field_left_alone_is_not_sent(opened):
    page, server = opened

    page.click("#answer-need")
    page.clock.run_for(12000)

    assert server.sent == []


def test_who_else_is_here_is_said(new_page):
    page = new_page(locale="en-GB")
    answer = {
        "deadline_iso": "2026-08-14T15:00:00+00:00",
        "deadline_text": "in 3 days",
        "deadline_times": ["14 August 2026, 17:00"],
        "who": ["Bruno Rojas"],
        "revs": {},
    }
    page.route("**/components/presence", lambda route: route.fulfill(json=answer))
    page.goto("/components/")

    page.wait_for_selector("text=Also here: Bruno Rojas")

    deadline = page.locator("[data-deadline]").first
    assert deadline.locator("[data-deadline-text]").inner_text() == "in 3 days"
    assert deadline.locator("time").first.inner_text() == "14 August 2026, 17:00"


def test_a_newer_text_in_another_field_is_said_beside_it_and_overwrites_nothing(opened):
    page, _server = opened
    page.unroute("**/components/presence")
    revs = {"need": 3, "grant": 1}
    page.route("**/components/presence", lambda route: route.fulfill(json={"revs": revs}))
    note = page.locator('[data-newer-for="need"]')

    page.fill("#answer-grant", "250000")
    page.clock.run_for(30_100)
    page.wait_for_timeout(100)
    assert note.inner_text() == ""

    revs["need"] = 4
    typed = page.input_value("#answer-need")
    page.clock.run_for(30_100)
    note.locator("text=A colleague has saved another text here meanwhile.").wait_for()
    assert page.input_value("#answer-need") == typed

    revs["need"] = 3  # the page has caught up
    page.clock.run_for(30_100)
    note.locator("p").wait_for(state="detached")


def test_words_are_counted_as_they_are_typed(new_page):
    page = new_page(locale="en-GB")
    page.goto("/components/")

    page.fill("#id_summary", "Café – y cacao, 2 veces")

    assert page.locator('[data-words-for="id_summary"]').inner_text() == "5 of 60 words"


def test_a_dialog_opens_and_closes_and_focus_returns(new_page):
    page = new_page(locale="en-GB")
    page.goto("/components/")

    page.click("[data-dialog=withdraw]")
    assert page.locator("#withdraw").is_visible()
    page.keyboard.press("Escape")

    assert not page.locator("#withdraw").is_visible()
    assert page.evaluate("document.activeElement.dataset.dialog") == "withdraw"


def test_an_upload_shows_the_slot_the_server_answers_with(new_page):
    page = new_page(locale="en-GB")
    page.goto("/components/")
    fresh = '<section class="slot" id="slot-statutes"><h3>Statutes</h3><a href="#">nuevo.pdf</a></section>'
    page.route("**/components/", lambda route: route.fulfill(content_type="text/html", body=fresh))

    page.set_input_files("#file-statutes", {"name": "nuevo.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    page.wait_for_selector("#slot-statutes >> text=nuevo.pdf")

    assert page.locator("#slot-statutes form").count() == 0


def test_an_upload_under_way_is_not_sent_again(new_page):
    page, sent = new_page(locale="en-GB"), []
    page.goto("/components/")
    page.route("**/components/", lambda route: sent.append(route))

    page.set_input_files("#file-statutes", {"name": "nuevo.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    page.click("#slot-statutes form.slot__drop > button[type=submit]")
    page.wait_for_timeout(300)

    assert len(sent) == 1
    sent[0].abort()


def test_several_files_are_sent_one_by_one_and_each_refusal_is_told_at_the_end(new_page):
    page, sent = new_page(locale="en-GB"), []
    page.goto("/components/")
    drop = page.evaluate("document.querySelector('#slot-statutes form.slot__drop').outerHTML")

    def answer(route):
        sent.append(route.request.post_data_buffer.count(b"filename="))
        problem = '<p class="field__error">Too large.</p>' if len(sent) == 2 else ""
        body = f'<section class="slot" id="slot-statutes">{problem}{drop}</section>'
        route.fulfill(content_type="text/html", body=body)

    page.route("**/components/", answer)
    files = [{"name": f"{n}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"} for n in (1, 2, 3)]
    page.evaluate("document.querySelector('#file-statutes').multiple = true")

    page.set_input_files("#file-statutes", files)

    page.wait_for_selector("#slot-statutes >> text=2.pdf: Too large.")
    assert sent == [1, 1, 1]


def test_what_an_upload_changes_elsewhere_is_shown(new_page):
    page = new_page(locale="en-GB")
    page.goto("/components/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p id=lists data-after-upload>old</p>')"
    )
    fresh = '<section class="slot" id="slot-statutes"></section><p id="lists" data-after-upload>It is being read</p>'
    page.route("**/components/", lambda route: route.fulfill(content_type="text/html", body=fresh))

    page.set_input_files("#file-statutes", {"name": "nuevo.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})

    page.wait_for_selector("#lists >> text=It is being read")


def test_a_broken_upload_offers_to_try_again(new_page):
    page = new_page(locale="en-GB")
    page.goto("/components/")
    page.route("**/components/", lambda route: route.abort())

    page.set_input_files("#file-statutes", {"name": "nuevo.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})

    page.wait_for_selector("#slot-statutes .slot__progress >> text=Try again")


def test_a_file_too_large_is_said_before_it_is_sent(new_page):
    page = new_page(locale="en-GB")
    page.goto("/components/")
    page.evaluate("document.querySelector('#file-statutes').dataset.maxBytes = 4")

    page.set_input_files("#file-statutes", {"name": "nuevo.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})

    page.wait_for_selector("#slot-statutes .slot__progress >> text=PDF, 10 MB at most.")
