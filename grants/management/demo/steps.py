"""Steps on the way of an application that every story of the demo takes, by the actions of life."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock, pdf
from grants.applications import workplan_cells
from grants.applications.actions.consortium import accept_partnership, invite_partner, set_tasks
from grants.applications.actions.documents import add_document
from grants.applications.actions.drafting import save_part
from grants.applications.actions.logframe import add_indicators, save_logframe
from grants.applications.actions.workplan import add_activity, save_workplan
from grants.applications.logframe_cells import cell_name, stored_text
from grants.applications.marks import text_mark
from grants.applications.models import LogframeIndicator
from grants.questionnaire.queries import form_of


def invite(application, organisation, *, manager, by):
    """Offer the organisation a place in the consortium, by a letter to its manager."""
    return invite_partner(
        application, name=organisation.legal_name, email=manager.email, role="co_applicant",
        language=manager.language, by=by,
    )  # fmt: skip


def accept(place, organisation, *, manager, tasks, by):
    """The organisation takes its place and gets its tasks; returns the place."""
    place = accept_partnership(place, organisation=organisation, by=manager)
    return set_tasks(place, tasks=tasks, based_on=text_mark(place.tasks), by=by)


def write_parts(application, answers, *, by, pause=timedelta()):
    """Type the answers, a whole part at once, with a pause after each part."""
    moment = clock.now()
    form = form_of(application.draft.version)
    for part in application.draft.parts.all():
        keys = [question.key for question in form.section(part.slug).questions if question.key in answers]
        if keys:
            part.draft = application.draft
            typed = {key: answers[key] for key in keys}
            with clock.at(moment):
                save_part(application, part=part, answers=typed, based_on=dict.fromkeys(keys, 0), by=by)
            moment += pause


def write_logframe(application, results, indicators, *, by):
    """Fill in the results chain: ``results`` is level -> statement and assumptions, ``indicators`` code -> level,
    baseline, target and source."""
    rows = {result.level: result for result in application.results.all()}
    planned = LogframeIndicator.objects.filter(result__application=application)
    planned = {row.indicator.version.indicator.code: row for row in planned.select_related(
        "indicator__version__indicator"
    )}  # fmt: skip
    missing = [(rows[level].key, code) for code, (level, *_texts) in indicators.items() if code not in planned]
    for (_key, code), row in zip(missing, add_indicators(application, picks=missing, by=by), strict=True):
        planned[code] = row
    cells = {}
    for level, texts in results.items():
        cells |= _typed(rows[level], ("statement", "assumptions"), texts)
    for code, (_level, *texts) in indicators.items():
        cells |= _typed(planned[code], ("baseline", "target", "source"), texts)
    marks = {name: mark for name, (_text, mark) in cells.items()}
    save_logframe(application, cells={name: text for name, (text, _mark) in cells.items()}, based_on=marks, by=by)


def write_workplan(application, rows, *, by):
    """Plan activities: each with the level of its result, the organisation that does it, its first and last month."""
    results = {result.level: str(result.key) for result in application.results.all()}
    places = {place.organisation_id: str(place.key) for place in application.partners.filter(state="joined")}
    cells = {}
    for title, level, organisation, first, last in rows:
        activity = add_activity(application, by=by)
        texts = (title, results[level], places[organisation.pk], str(first), str(last))
        cells |= {
            workplan_cells.cell_name(activity, field): text
            for field, text in zip(workplan_cells.FIELDS["activity"], texts, strict=True)
        }
    save_workplan(application, cells=cells, based_on=dict.fromkeys(cells, text_mark("")), by=by)


def _typed(row, fields, texts):
    return {
        cell_name(row, field): (text, text_mark(stored_text(row, field)))
        for field, text in zip(fields, texts, strict=True)
    }


def upload(application, slots, papers, *, by):
    """Put a paper into each of these (slot, place in the consortium or None, its organisation)."""
    for slot, place, organisation in slots:
        name, content = papers.paper(slot, organisation)
        uploaded = SimpleUploadedFile(name, content, "application/pdf")
        add_document(application, slot=slot, uploaded=uploaded, partner=place, by=by)


def required_papers(call, lead, places):
    """(slot, place or None, organisation) for each document the call requires of this consortium."""
    for slot in call.required_documents.all():
        if slot.required and slot.per_partner:
            yield from [(slot, place, place.organisation) for place in places]
        elif slot.required:
            yield slot, None, lead


class Papers:
    """The papers invented organisations hand in: each kind made once and handed in by everybody."""

    def __init__(self):
        self.made = {}

    def paper(self, slot, organisation):
        """Name and bytes of what this organisation puts into the slot."""
        text = "Documento inventado para la demostración."
        return f"{slot.slug}-{organisation.pk}.pdf", self.make(slot.title_es, text)

    def make(self, title, text):
        """The bytes of a paper with this title."""
        if (title, text) not in self.made:
            frame = {
                "title": title, "subject": title, "programme": "AL-INVEST Verde",
                "funded": "Financiado por la Unión Europea", "page": "{page}/{pages}",
            }  # fmt: skip
            data = {"frame": frame, "text": text}
            self.made[title, text] = pdf.make("demo", data, language="es", made_at=clock.now())
        return self.made[title, text]
