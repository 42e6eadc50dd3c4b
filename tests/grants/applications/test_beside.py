"""Beside a draft: what a consortium says to itself, and the one part it lets the help desk read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grants import clock
from grants.applications.actions import comments, helping
from grants.applications.actions.submission import submit_application
from grants.applications.models import CommentThread, HelpAccess
from grants.applications.queries.comments import names
from grants.applications.queries.content import content
from grants.audit import canonical
from grants.messages.models import Message
from grants.messages.outbox import render
from grants.models import Membership, RoleAssignment
from grants.workflow import Refused
from tests.factories import NOON, ApplicationFactory, CallFactory, UserFactory

pytestmark = pytest.mark.django_db

PART = "part-relevance"


@pytest.fixture
def thread(application, ana):
    """Ana's remark about a part."""
    return comments.begin_thread(application, place=PART, text="Is this too long?", by=ana)


@pytest.fixture
def access(application, ana, diego):
    """A part that Ana has opened to the help desk, at noon."""
    return helping.open_help(application, place=PART, question="Does this fit?", by=ana)


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def part_page(application, slug="relevance"):
    return reverse("applications:part", args=[application.public_id, slug])


def events(application, action):
    return [(event.actor, event.changes) for event in application.events.filter(action=action)]


# Comments ---------------------------------------------------------------------------------------


def test_a_comment_and_its_answer_stand_beside_their_part_alone(login, application, partner, thread, bruno):
    client = login(bruno)
    client.post(reverse("applications:answer_thread", args=[thread.public_id]), {"text": "Cut the second half."})

    page = client.get(part_page(application)).text
    other = client.get(part_page(application, "design")).text

    assert page.index("Is this too long?") < page.index("Cut the second half.")
    assert "Is this too long?" not in other


def test_a_comment_is_shown_as_text(login, application, ana):
    comments.begin_thread(application, place=PART, text="<script>alert(1)</script>", by=ana)

    page = login(ana).get(part_page(application)).text

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_what_is_settled_is_folded_away_and_can_be_opened_again(login, application, thread, ana, amalia):
    client = login(amalia)
    client.post(reverse("applications:resolve_thread", args=[thread.public_id]))

    thread.refresh_from_db()
    assert (thread.resolved_by, thread.resolved_at) == (amalia, NOON)
    assert "Settled by Amalia" in client.get(part_page(application)).text
    with pytest.raises(Refused) as refused:
        comments.resolve_thread(thread, by=ana)
    assert codes(refused) == ["resolved"]

    client.post(reverse("applications:reopen_thread", args=[thread.public_id]))
    thread.refresh_from_db()
    assert (thread.resolved_by, thread.resolved_at) == (None, None)


def test_an_answer_opens_what_was_settled(thread, ana, amalia):
    comments.resolve_thread(thread, by=ana)

    comments.answer_thread(thread, text="Not yet.", by=amalia)

    thread.refresh_from_db()
    assert thread.resolved_at is None


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        (PART, "  ", "empty"),
        (PART, "x" * 2001, "too_long"),
        ("part-nothing", "Hello", "no_part"),
        ("mandates", "Hello", "no_part"),
        ("workplan", "Hello", "no_part"),  # this call asks for none
    ],
)
def test_what_is_no_comment_is_refused(application, ana, place, text, code):
    with pytest.raises(Refused) as refused:
        comments.begin_thread(application, place=place, text=text, by=ana)

    assert codes(refused) == [code]
    assert not CommentThread.objects.exists()


def test_after_the_deadline_nobody_comments(application, thread, call, ana):
    with clock.at(call.closes_at), pytest.raises(Refused) as refused:
        comments.answer_thread(thread, text="Too late", by=ana)

    assert codes(refused) == ["closed"]


def test_comments_are_never_handed_in(complete, ana):
    before = canonical(content(complete))
    comments.begin_thread(complete, place=PART, text="Between us only", by=ana)

    assert canonical(content(complete)) == before
    submission = submit_application(complete, by=ana)
    assert "Between us only" not in canonical(submission.document).decode()


def test_only_the_consortium_reads_comments(login, application, thread, partner, fabio, diego, admin, aldo, bruno):
    url = reverse("applications:answer_thread", args=[thread.public_id])

    for stranger in (fabio, diego, admin):
        assert login(stranger).post(url, {"text": "Hello"}).status_code == 404
        assert not CommentThread.objects.visible_to(stranger).exists()
    for one in (aldo, bruno):
        assert login(one).post(url, {"text": "Hello"}).status_code == 302


# Help on the last evening -----------------------------------------------------------------------


def test_an_officer_reads_the_part_and_nothing_else(login, application, access, diego):
    page = login(diego).get(reverse("applications:help", args=[access.public_id])).text

    assert "What problem do you address?" in page
    assert "Does this fit?" in page
    assert "How will you work?" not in page
    assert application.title not in page
    assert application.lead.legal_name not in page
    assert str(application.public_id) not in page
    for name in ("detail", "print", "logframe", "budget", "consortium", "documents"):
        assert login(diego).get(reverse(f"applications:{name}", args=[application.public_id])).status_code == 404


def test_an_officer_who_competes_in_the_call_or_has_a_conflict_does_not_help(login, application, access, rival, diego):
    url = reverse("applications:help", args=[access.public_id])
    Membership.objects.create(user=diego, organisation=rival, role="reader", since=access.opened_at)
    assert login(diego).get(url).status_code == 200

    ApplicationFactory(call=application.call, lead=rival, started_by=diego, title="Another")

    assert login(diego).get(url).status_code == 404


@pytest.mark.parametrize("place", ["logframe", "workplan", "budget"])
def test_tables_can_be_opened_too(login, complete, call, ana, diego, place):
    call.workplan = True
    call.save()
    access = helping.open_help(complete, place=place, question="", by=ana)

    page = login(diego).get(reverse("applications:help", args=[access.public_id]))

    assert page.status_code == 200
    assert complete.title not in page.text
    assert "What problem do you address?" not in page.text


def test_the_officers_of_the_call_are_told_without_names_of_the_application(application, call, ana, diego):
    other = UserFactory()
    RoleAssignment.objects.create(user=other, role="officer", call=CallFactory(), valid_from=NOON - timedelta(days=1))
    helping.open_help(application, place=PART, question="Does this fit?", by=ana)

    message = Message.objects.get(kind="application_open_help")
    _subject, body = render(message, application.events.get(action="open_help"))

    assert message.recipient == diego
    assert "Does this fit?" in body
    assert application.title not in body


def test_it_closes_by_itself_after_an_hour(login, access, diego, dora):
    url = reverse("applications:help", args=[access.public_id])
    with clock.at(NOON + timedelta(minutes=59, seconds=59)):
        assert login(diego).get(url).status_code == 200
    with clock.at(NOON + timedelta(hours=1)):
        assert login(diego).get(url).status_code == 404
        assert not HelpAccess.objects.visible_to(dora).exists()


def test_it_never_lasts_beyond_the_deadline(application, call, ana):
    with clock.at(call.closes_at - timedelta(minutes=5)):
        access = helping.open_help(application, place=PART, question="", by=ana)

    assert access.ends_at == call.closes_at
    with clock.at(call.closes_at), pytest.raises(Refused) as refused:
        helping.open_help(application, place="logframe", question="", by=ana)
    assert codes(refused) == ["closed"]


def test_it_waits_on_the_officers_home_while_it_is_open(login, access, ana, diego):
    client = login(diego)
    assert "An applicant lets the help desk look" in client.get(reverse("home")).text

    helping.end_help(access, by=ana)

    assert "An applicant lets the help desk look" not in client.get(reverse("home")).text


def test_it_ends_at_once_when_withdrawn(login, application, access, ana, diego):
    login(ana).post(reverse("applications:end_help", args=[access.public_id]))

    assert login(diego).get(reverse("applications:help", args=[access.public_id])).status_code == 404
    assert "Nobody has opened a part" in login(diego).get(reverse("applications:help_list")).text
    with pytest.raises(Refused) as refused:
        helping.note_help(access, by=diego)
    assert codes(refused) == ["ended"]


def test_opening_reading_and_closing_stand_in_the_history(login, application, access, ana, diego):
    url = reverse("applications:help", args=[access.public_id])
    client, what = login(diego), {"access": str(access.public_id), "place": PART}
    client.get(url)
    client.get(url)
    with clock.at(NOON + timedelta(minutes=11)):
        client.get(url)
    helping.end_help(access, by=ana)

    assert events(application, "open_help") == [(ana, what)]
    assert events(application, "note_help") == [(diego, what), (diego, what)]
    assert events(application, "end_help") == [(ana, what)]
    assert "Read by the help desk" in login(ana).get(application.get_absolute_url()).text


def test_a_part_is_opened_once_at_a_time_and_only_if_it_is_there(application, access, ana):
    with pytest.raises(Refused) as twice:
        helping.open_help(application, place=PART, question="", by=ana)
    with pytest.raises(Refused) as unknown:
        helping.open_help(application, place="part-nothing", question="", by=ana)

    assert (codes(twice), codes(unknown)) == (["open"], ["no_part"])
    with clock.at(NOON + timedelta(hours=1)):
        helping.open_help(application, place=PART, question="", by=ana)


def test_officers_of_other_calls_and_other_staff_see_nothing(login, access, marta, elena, admin):
    other = UserFactory()
    RoleAssignment.objects.create(user=other, role="officer", call=CallFactory(), valid_from=NOON - timedelta(days=1))
    for one in (other, marta, elena, admin):
        assert not HelpAccess.objects.visible_to(one).exists()


def test_only_who_writes_for_the_lead_opens_and_closes(login, application, partner, access, aldo, bruno, amalia, diego):
    opening = reverse("applications:open_help", args=[application.public_id, "logframe"])
    closing = reverse("applications:end_help", args=[access.public_id])

    for one in (aldo, bruno):
        assert login(one).post(opening).status_code == 403
        assert login(one).post(closing).status_code == 403
    assert login(diego).post(closing).status_code == 403
    assert login(amalia).get(opening).status_code == 200
    assert login(amalia).post(opening, {"question": ""}).status_code == 302


def test_the_part_says_that_it_is_open(login, application, access, ana):
    page = login(ana).get(part_page(application)).text

    assert "Open to the help desk" in page
    assert "Close it now" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_as_many_queries_whatever_their_length(
    login, application, access, ana, diego, rows, django_assert_num_queries
):
    for place in ("logframe", "budget")[: rows - 1]:
        helping.open_help(application, place=place, question="", by=ana)
    for number in range(rows):
        comments.begin_thread(application, place=PART, text=f"Remark {number}", by=ana)
    officer, writer = login(diego), login(ana)
    url = reverse("applications:help_list")
    officer.get(url), writer.get(part_page(application))

    with django_assert_num_queries(3):
        assert officer.get(url).text.count("<tr>") == rows + 1
    with django_assert_num_queries(15):
        assert writer.get(part_page(application)).text.count("Remark") == rows


# Letters about comments, and comments that came too late ------------------------------------------


def test_who_takes_part_gets_one_letter_for_what_is_said_within_a_while(application, partner, thread, ana, bruno):
    Message.objects.all().delete()
    first = comments.answer_thread(thread, text="Cut the second half.", by=bruno)
    comments.answer_thread(first, text="And the title.", by=bruno)

    (letter,) = Message.objects.all()
    with clock.at(NOON + timedelta(minutes=21)):
        subject, body = render(letter)

    assert (letter.recipient, letter.not_before) == (ana, NOON + timedelta(minutes=20))
    assert "Café sin deforestación" in subject
    assert body.index("Cut the second half.") < body.index("And the title.")
    assert "Is this too long?" not in body


def test_a_first_comment_goes_to_who_writes_the_part_or_whom_it_names(application, partner, ana, amalia, bruno):
    Message.objects.all().delete()
    comments.begin_thread(application, place=PART, text="What do you think?", by=bruno)
    assert {message.recipient for message in Message.objects.all()} == {ana, amalia}

    Message.objects.all().delete()
    comments.begin_thread(application, place="budget", text=f"@{bruno} is this yours?", by=ana)
    assert {message.recipient for message in Message.objects.all()} == {bruno}


def test_who_has_left_the_consortium_reads_nothing_in_the_letter(application, partner, thread, ana, bruno):
    Message.objects.all().delete()
    comments.answer_thread(thread, text=f"@{bruno} a word among us", by=ana)
    (letter,) = Message.objects.all()
    Membership.objects.filter(user=bruno).update(ended_at=NOON)

    assert "a word among us" not in render(letter)[1]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "named"),
    [("@Ana please", True), ("ask @ana.", True), ("@Anabel", False), ("me@ana.example", False), ("Ana", False)],
)
def test_a_name_behind_an_at_sign(text, named):
    assert names(text, "Ana Quispe") is named


def test_a_comment_after_the_deadline_is_kept_on_the_page(login, application, thread, ana):
    client = login(ana)
    with clock.at(application.call.closes_at):
        begun = client.post(
            reverse("applications:begin_thread", args=[application.public_id, PART]), {"text": "One <b>last</b> word"}
        )
        answered = client.post(
            reverse("applications:answer_thread", args=[thread.public_id]), {"text": "One more answer"}
        )

    assert (begun.status_code, answered.status_code) == (422, 422)
    assert "One &lt;b&gt;last&lt;/b&gt; word</textarea>" in begun.text
    assert "One more answer</textarea>" in answered.text
    assert "Copy it from here" in begun.text


def test_a_comment_too_long_can_be_shortened_and_sent_again(login, application, ana):
    url = reverse("applications:begin_thread", args=[application.public_id, PART])

    kept = login(ana).post(url, {"text": "x" * 2001})

    assert kept.status_code == 422
    assert f'action="{url}"' in kept.text
    assert "x" * 2001 in kept.text
