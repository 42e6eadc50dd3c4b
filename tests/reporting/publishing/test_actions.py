"""Publishing takes two persons; what is published never changes; notes say only what the figures say."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override

from grants import clock
from grants.audit import canonical, content_hash
from grants.proposals.actions import approve
from grants.workflow import Refused
from reporting.models import CompilationEvent, Note, NoteVersion, Publication
from reporting.publishing.actions.notes import (
    Overtaken,
    begin_note,
    propose_note,
    propose_withdrawal,
    rewrite_note,
    save_note,
)
from reporting.publishing.actions.publications import propose_publication
from reporting.publishing.queries.content import elapsed
from reporting.publishing.queries.notes import written_instead
from tests.factories import NOON
from tests.reporting.publishing.figures import compilation, published

pytestmark = pytest.mark.django_db


def reasons(act, *args, **kwargs):
    with override("en"), pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    with override("en"):
        return [str(reason) for reason in refused.value.reasons]


# Publications -----------------------------------------------------------------------------------------


def test_two_persons_publish_a_compilation(noon, diego, dora):
    made = compilation()

    proposal = propose_publication(made, by=diego, reason="The half-year is approved.")
    assert Publication.objects.count() == 0
    approve(proposal, by=dora)

    publication = Publication.objects.get()
    assert (publication.number, publication.proposed_by, publication.frozen_by) == (1, diego, dora)
    assert (publication.cut_off, publication.corrects) == (made.cut_off, None)
    assert content_hash(canonical(publication.document)) == publication.sha256
    assert list(CompilationEvent.objects.values_list("action", "note")) == [("publish", "The half-year is approved.")]


def test_who_proposes_cannot_approve(noon, diego):
    proposal = propose_publication(compilation(), by=diego, reason="Now.")

    assert reasons(approve, proposal, by=diego) == ["The person who proposes cannot decide. Ask a colleague."]


def test_only_a_finished_compilation_is_published_and_once(noon, diego):
    assert reasons(propose_publication, compilation(state="queued"), by=diego, reason="Now.") == [
        "Only a finished compilation can be published."
    ]
    made = compilation()
    published(made)
    assert reasons(propose_publication, made, by=diego, reason="Now.") == [
        "This compilation is published already. A correction is another compilation."
    ]


def test_a_correction_says_in_three_languages_what_was_wrong(noon, diego, dora, publication):
    later = compilation(as_of=publication.as_of + timedelta(days=20))

    assert reasons(propose_publication, later, by=diego, reason="Peru.", erratum_es="Faltaba Perú.") == [
        "Figures of this cut-off are published already. Say in all three languages what was wrong with them."
    ]
    errata = {"erratum_es": "Faltaba Perú.", "erratum_pt_br": "Faltava o Peru.", "erratum_en": "Peru was missing."}
    approve(propose_publication(later, by=diego, reason="Peru.", **errata), by=dora)

    correction = Publication.objects.get(number=2)
    publication.refresh_from_db()
    assert (correction.corrects, publication.corrected_by) == (publication, correction)
    assert correction.erratum_en == "Peru was missing."


def test_an_erratum_needs_something_to_correct(noon, diego):
    texts = {"erratum_es": "a", "erratum_pt_br": "b", "erratum_en": "c"}

    assert reasons(propose_publication, compilation(), by=diego, reason="Now.", **texts) == [
        "There is nothing to correct: no figures of this cut-off are published."
    ]


def test_what_is_published_meanwhile_makes_the_proposal_void(noon, diego, dora):
    proposal = propose_publication(compilation(), by=diego, reason="Now.")
    published(compilation(as_of=NOON))

    assert reasons(approve, proposal, by=dora) == [
        "The document has changed since this was proposed. It has to be proposed again."
    ]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_publication_is_never_changed_not_even_by_hand(publication, change):
    rows = Publication.objects.filter(pk=publication.pk)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(number=9) if change == "update" else rows._raw_delete("default")


def test_small_cells_leave_empty_and_nobody_can_subtract_them(noon):
    made = compilation(extra=[("AIV-OC-04", "3", {"country": "UY"})])

    rows = published(made).document["figures"]

    hidden = [(row["indicator"], row["dims"]["country"]) for row in rows if row.get("suppressed")]
    assert hidden == [("AIV-OC-04", "PY"), ("AIV-OC-04", "UY")]
    assert all("net" not in row and "gross" not in row for row in rows if row.get("suppressed"))


def test_directions_that_stay_inside_do_not_leave(noon):
    made = compilation(
        extra=[("AIV-OP-01", "900", {"lot": "1"}), ("AIV-OP-01", "80", {"country": "PE", "project": "7"})]
    )

    dims = [row["dims"] for row in published(made).document["figures"]]

    assert {"lot": "1"} not in dims
    assert {"country": "PE", "project": "7"} not in dims


def test_the_elapsed_share_runs_from_the_first_start_to_the_last_end():

    row = {"kind": "grant", "is_running": True, "starts_on": date(2023, 1, 1), "ends_on": date(2026, 1, 1)}

    assert elapsed([row], date(2024, 7, 2)) == 50
    assert elapsed([row | {"is_running": False}], date(2024, 7, 2)) is None


# Notes ------------------------------------------------------------------------------------------------


@pytest.fixture
def note(publication, diego):
    return begin_note(publication, country="PE", language="es", by=diego)


def test_a_note_is_drafted_from_the_figures_and_published_by_two(note, diego, dora):
    proposal = propose_note(note, by=diego, reason="For the event in Lima.")
    approve(proposal, by=dora)

    note.refresh_from_db()
    version = NoteVersion.objects.get()
    assert (note.state, note.published_at) == ("published", NOON)
    assert note.title == "Perú: más de 7,000 mipymes capacitadas con AL-INVEST Verde"
    assert version.document["claims"]["title"] == [{"start": 13, "end": 18, "figure": "trained.PE"}]
    assert version.document["text"] == note.text
    assert [event.action for event in note.events.all()] == ["begin", "publish"]


def test_the_note_names_the_chamber_and_the_money_with_its_name(note):
    assert "acciones propias de las cámaras del programa: Cámara de Comercio de Lima." in note.text
    assert "costo total de más de tres millones de euros" in note.text
    assert "más de 170 instituciones" in note.text


def test_a_number_no_figure_bears_out_is_refused_where_it_stands(note, diego):
    saved = save_note(note, title=note.title, text=note.text + "\n\n9,999 mipymes capacitadas.", based_on=1, by=diego)

    assert reasons(propose_note, saved, by=diego, reason="Now.") == [
        "“9,999 mipymes capacitadas.”: No figure is 9,999. Write one of the figures beside the text, "
        "or leave the number out."
    ]


def test_an_untrue_qualifier_and_unlabelled_money_are_refused_with_the_reason(note, diego):
    text = "Más de 8,000 mipymes capacitadas.\nMás de tres millones de euros."
    saved = save_note(note, title="Perú", text=text, based_on=1, by=diego)

    assert reasons(propose_note, saved, by=diego, reason="Now.") == [
        "“Más de 8,000 mipymes capacitadas.”: The figure is 7,042: what stands before 8,000 is not true of it.",
        "“Más de tres millones de euros.”: Money needs its name in the sentence: EU contribution, co-financing or "
        "total cost. Here tres millones has none.",
    ]


def test_what_is_typed_is_kept_whatever_its_numbers_say(note, diego):
    save_note(note, title="Perú", text="9,999 mipymes capacitadas.", based_on=1, by=diego)

    assert Note.objects.get().text == "9,999 mipymes capacitadas."


def test_nobody_writes_over_a_colleague(note, diego, dora):
    save_note(note, title="Perú", text="Texto de Dora.", based_on=1, by=dora)

    with pytest.raises(Overtaken) as overtaken:
        save_note(note, title="Perú", text="Texto de Diego.", based_on=1, by=diego)

    assert overtaken.value.note.text == "Texto de Dora."


def test_drafting_anew_takes_the_chosen_way_and_keeps_the_text_there_was(note, diego):
    save_note(note, title="Perú", text="Mi texto.", based_on=1, by=diego)

    again = rewrite_note(note, choices={"trained": "exact 7042", "practices": "more_than 1900"}, by=diego)

    assert "7,042 mipymes se capacitaron" in again.text
    assert "Más de 1,900 mipymes aplican" in again.text
    assert [event.changes.get("text") for event in note.events.all()][-1] == "Mi texto."


def test_a_choice_that_is_not_true_is_not_taken(note, diego):
    again = rewrite_note(note, choices={"trained": "more_than 9000"}, by=diego)

    assert "Más de 7,000 mipymes se capacitaron" in again.text


def test_a_note_changed_after_it_was_proposed_has_to_be_proposed_again(note, diego, dora):
    proposal = propose_note(note, by=diego, reason="Now.")
    save_note(note, title="Perú", text="Otro texto.", based_on=1, by=diego)

    assert reasons(approve, proposal, by=dora) == [
        "The document has changed since this was proposed. It has to be proposed again."
    ]


def test_a_published_note_never_changes(note, diego, dora):
    approve(propose_note(note, by=diego, reason="Now."), by=dora)

    assert reasons(save_note, note, title="a", text="b", based_on=1, by=diego) == ["A published note never changes."]
    assert reasons(rewrite_note, note, choices={}, by=diego) == ["A published note never changes."]


def test_one_note_for_each_country_and_language(note, publication, diego):
    assert reasons(begin_note, publication, country="PE", language="es", by=diego) == [
        "There is a note of this country in this language already."
    ]


@pytest.mark.parametrize("language", ["es", "pt-br", "en"])
@pytest.mark.parametrize("country", ["", "PE", "CO", "PY"])
def test_drafts_of_every_country_and_language_can_be_published(publication, diego, country, language):
    note = begin_note(publication, country=country, language=language, by=diego)

    assert propose_note(note, by=diego, reason="Now.").state == "open"


def test_no_note_is_begun_from_what_was_corrected(publication, diego):
    published(compilation(as_of=NOON), corrects=publication, erratum_es="a", erratum_pt_br="b", erratum_en="c")

    assert reasons(begin_note, publication, country="PE", language="es", by=diego) == [
        "This publication was corrected. Write the note from the correction."
    ]


def test_the_frozen_content_is_plain_json(publication):
    assert json.loads(canonical(publication.document)) == publication.document
    assert clock.now() == NOON


# Withdrawal --------------------------------------------------------------------------------------------

WHY = {"why_es": "Una cifra era errónea.", "why_pt_br": "Um número estava errado.", "why_en": "A figure was wrong."}


@pytest.fixture
def out(note, diego, dora):
    """The note, published by two."""
    approve(propose_note(note, reason="Now.", by=diego), by=dora)
    return Note.objects.get(pk=note.pk)


def test_two_persons_withdraw_a_note_and_nothing_of_it_goes(out, diego, dora):
    text, version = out.text, out.version.sha256
    proposal = propose_withdrawal(out, reason="The chamber told us.", by=diego, **WHY)
    assert Note.objects.get().state == "published"
    approve(proposal, by=dora)

    withdrawn = Note.objects.get()
    assert (withdrawn.state, withdrawn.withdrawn_at, withdrawn.text) == ("withdrawn", NOON, text)
    assert (withdrawn.why_es, withdrawn.version.sha256) == ("Una cifra era errónea.", version)
    event = withdrawn.events.latest("pk")
    assert (event.action, event.actor, event.note) == ("withdraw", dora, "The chamber told us.")


def test_who_proposes_a_withdrawal_cannot_approve_it(out, diego):
    proposal = propose_withdrawal(out, reason="Wrong.", by=diego, **WHY)

    assert reasons(approve, proposal, by=diego) == ["The person who proposes cannot decide. Ask a colleague."]


def test_a_withdrawal_says_why_in_three_languages(out, diego):
    assert reasons(propose_withdrawal, out, reason="Wrong.", by=diego, **WHY | {"why_en": " "}) == [
        "Say in all three languages why the note is withdrawn."
    ]


def test_only_what_is_published_is_withdrawn_and_once(note, out, diego, dora):
    approve(propose_withdrawal(out, reason="Wrong.", by=diego, **WHY), by=dora)
    assert len(reasons(propose_withdrawal, out, reason="Wrong.", by=diego, **WHY)) == 1

    draft = begin_note(note.publication, country="CO", language="es", by=diego)
    assert len(reasons(propose_withdrawal, draft, reason="Wrong.", by=diego, **WHY)) == 1


def test_a_corrected_note_is_written_in_its_place(out, diego, dora):
    approve(propose_withdrawal(out, reason="Wrong.", by=diego, **WHY), by=dora)
    withdrawn = Note.objects.get()
    assert written_instead(withdrawn) is None

    better = begin_note(out.publication, country="PE", language="es", by=diego)
    assert written_instead(withdrawn) is None
    approve(propose_note(better, reason="Corrected.", by=diego), by=dora)

    assert written_instead(withdrawn) == better


@pytest.mark.parametrize("change", [{"why_en": ""}, {"withdrawn_at": None}, {"state": "published"}])
def test_the_database_holds_that_a_withdrawal_says_when_and_why(out, diego, dora, change):
    approve(propose_withdrawal(out, reason="Wrong.", by=diego, **WHY), by=dora)

    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.update(**change)
