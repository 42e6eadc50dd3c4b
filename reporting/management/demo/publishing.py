"""The figures of both cut-offs: compiled, proposed by one officer, published by the other; and the notes."""

from datetime import date, timedelta

from grants import clock
from grants.management.demo.working import work
from grants.proposals.actions import approve
from grants.templatetags.grants import OFFICIAL_ZONE
from reporting.management.demo.works import BEFORE, NOW
from reporting.publishing.actions.notes import begin_note, propose_note
from reporting.publishing.actions.publications import propose_publication
from reporting.publishing.models import Publication
from reporting.results.actions.requesting import KIND, request_compilation

MOMENTS = {
    # cut-off: the last day whose approvals count
    BEFORE: clock.end_of(date(2025, 2, 3), OFFICIAL_ZONE),
    NOW: clock.end_of(date(2025, 7, 15), OFFICIAL_ZONE),
}
LANGUAGES = ("es", "pt-br", "en")


def publish(people, *, is_whole):
    """Both compilations with their publications; the notes only where the figures are the published ones."""
    for cut_off, as_of in MOMENTS.items():
        publication = _published(cut_off, as_of, people)
        if is_whole and cut_off == NOW:
            for language in LANGUAGES:
                _note(publication, language, people, as_of + timedelta(days=2, hours=10))


def _published(cut_off, as_of, people):
    diego, dora = people["diego"], people["dora"]
    with clock.at(as_of + timedelta(hours=10)):
        compilation = request_compilation(cut_off=cut_off, as_of=as_of, by=diego)
        work(KIND, compilation)
        compilation.refresh_from_db()
    with clock.at(as_of + timedelta(hours=13)):
        proposal = propose_publication(compilation, by=diego, reason="All updates of the half-year are approved.")
    with clock.at(as_of + timedelta(days=1, hours=11)):
        approve(proposal, by=dora)
    return Publication.objects.get(compilation=compilation)


def _note(publication, language, people, moment):
    with clock.at(moment):
        note = begin_note(publication, country="PE", language=language, by=people["diego"])
    with clock.at(moment + timedelta(hours=1)):
        proposal = propose_note(note, by=people["diego"], reason="As drafted from the figures.")
    with clock.at(moment + timedelta(hours=5)):
        approve(proposal, by=people["dora"])
