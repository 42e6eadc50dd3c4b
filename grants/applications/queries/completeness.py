"""What an application still lacks before it can be handed in, with a link to each spot.

One checklist for the record page, the rehearsal and the guards of a submission.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import clock
from grants.applications.models import PartnerRole, ResultLevel
from grants.applications.queries.drafting import BEHIND
from grants.applications.queries.mandates import Cover, standings
from grants.applications.queries.reading import Reading, read
from grants.applications.workflow import Topic
from grants.applications.workplan_messages import problems_of_activity
from grants.calls.models import CallState, CallStep, CountryGroup
from grants.drafts.queries import completeness
from grants.files.models import ScanState
from grants.formats import NEUTRAL, money, number
from grants.organisations.queries import missing_data
from grants.questionnaire import messages as question_messages
from grants.questionnaire.models import QuestionKind
from grants.templatetags.grants import moment_text
from grants.workflow import Reason


@dataclass(frozen=True)
class Item:
    """One spot of the application: whether it is done, all that is missing there, what to be warned of."""

    topic: Topic
    title: str
    url: str
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[dict, ...] = ()
    is_started: bool = True

    @property
    def is_done(self) -> bool:
        """Nothing here stands against handing in."""
        return not self.reasons

    @property
    def state(self) -> str:
        """How the checklist component draws it: done, started or empty."""
        if self.is_done:
            return "done"
        return "started" if self.is_started else "empty"


@dataclass(frozen=True)
class Checklist:
    """All items, as of the moment the application was or would be received."""

    items: tuple[Item, ...]
    received_at: datetime

    def reasons(self, topic=None) -> list[Reason]:
        """Everything that stands against handing in, of one topic or of all."""
        return [reason for item in self.items if topic in (None, item.topic) for reason in item.reasons]

    @property
    def warnings(self) -> list[dict]:
        """What does not block and is listed on the receipt, as codes of ``messages.SENTENCES``."""
        return [warning for item in self.items for warning in item.warnings]

    @property
    def to_do(self) -> list[Item]:
        """What the consortium fills in: all but the call's own dates."""
        return [item for item in self.items if item.topic != Topic.CALL]

    @property
    def done(self) -> int:
        """How many of the items to do are done."""
        return sum(item.is_done for item in self.to_do)


def checklist(application, *, received_at=None, reading: Reading | None = None) -> Checklist:
    """Look at the whole draft and put the result on ``application.checklist`` too, for the guards.

    ``received_at`` is the moment judged against the deadline, now by default. As many queries
    as ``read`` takes, none when a ``reading`` is given.
    """
    reading = reading or read(application)
    received_at = received_at or clock.now()
    items = [
        _call(reading, received_at),
        _facts(reading),
        *_parts(reading),
        _consortium(reading),
        *_beside_the_form(reading),
    ]
    application.checklist = Checklist(tuple(items), received_at)
    return application.checklist


def _beside_the_form(reading):
    """What the step in progress asks for beside its form."""
    asked = reading.application.asked
    if asked.logframe:
        yield _logframe(reading)
    yield from _workplan(reading)
    if asked.budget:
        yield _budget(reading)
    if reading.slots or reading.application.step == CallStep.FULL:
        yield _documents(reading)
    if asked.mandates:
        yield _mandates(reading)


def only_the_call(application, *, received_at) -> Checklist:
    """A checklist of the deadline alone: what withdrawing is judged by; no query for a loaded call."""
    application.checklist = Checklist((_call_item(application, received_at),), received_at)
    return application.checklist


def _call(reading, received_at):
    return _call_item(reading.application, received_at)


def _call_item(application, received_at):
    call = application.call
    reasons = []
    if call.state != CallState.PUBLISHED:
        reasons.append(Reason(_("The call takes no applications."), code="call_not_published"))
    elif application.step != call.step:
        reasons.append(Reason(BEHIND, code="not_invited"))
    elif received_at < call.opens_at:
        sentence = _("The call opens on %(moment)s.") % {"moment": moment_text(call.opens_at, call.time_zone)}
        reasons.append(Reason(sentence, code="call_not_open"))
    elif received_at >= call.closes_at:
        sentence = _("The deadline was %(deadline)s. This arrived on %(received)s, too late.") % {
            "deadline": moment_text(call.closes_at, call.time_zone),
            "received": f"{moment_text(received_at, call.time_zone)} ({received_at:%H:%M:%S} UTC)",
        }
        reasons.append(Reason(sentence, code="too_late"))
    return Item(Topic.CALL, Topic.CALL.label, application.get_absolute_url(), tuple(reasons))


def _facts(reading):
    application, call = reading.application, reading.application.call
    url = reverse("applications:facts", args=[application.public_id])
    reasons = []
    if not application.title.strip():
        reasons.append(Reason(_("The project has no title yet."), f"{url}#id_title", "title_missing"))
    if application.months is None:
        reasons.append(Reason(_("Say how many months the project takes."), f"{url}#id_months", "months_missing"))
    elif not call.months_min <= application.months <= call.months_max:
        sentence = _("The project takes %(months)d months; the call allows %(least)d to %(most)d.") % {
            "months": application.months,
            "least": call.months_min,
            "most": call.months_max,
        }
        reasons.append(Reason(sentence, f"{url}#id_months", "months_out_of_limits"))
    reasons += _countries(application, reading.groups, url)
    if not application.asked.budget:
        reasons += _stated(application, url)
    return Item(Topic.FACTS, Topic.FACTS.label, url, tuple(reasons), is_started=application.months is not None)


def _stated(application, url):
    """A concept note without a budget says what it will ask for, within the limits of the call."""
    grant, cost, call = application.stated_grant, application.stated_cost, application.call
    if grant is None or cost is None:
        sentence = _("State the EU contribution you will ask for and the total cost of the project.")
        yield Reason(sentence, f"{url}#id_stated_grant", "stated_missing")
        return
    if not call.grant_min <= grant <= call.grant_max:
        sentence = _("The EU contribution lies between %(least)s and %(most)s in this call.") % {
            "least": money(call.grant_min, NEUTRAL),
            "most": money(call.grant_max, NEUTRAL),
        }
        yield Reason(sentence, f"{url}#id_stated_grant", "stated_out_of_limits")
    if not cost * call.share_min <= grant * 100 <= cost * call.share_max:
        sentence = _("The EU contribution is from %(least)s to %(most)s percent of the total cost in this call.") % {
            "least": number(call.share_min, 0),
            "most": number(call.share_max, 0),
        }
        yield Reason(sentence, f"{url}#id_stated_cost", "stated_share_out_of_limits")


def _countries(application, groups, url):
    if not application.countries:
        return [Reason(_("Name the countries of the project."), f"{url}#id_countries", "countries_missing")]
    return [
        Reason(
            _("%(country)s is not a country of Latin America named in this call.") % {"country": country.name},
            f"{url}#id_countries",
            "country_not_eligible",
        )
        for country in application.countries
        if groups.get(country.code) != CountryGroup.LATIN_AMERICA
    ]


def _spot(question):
    """Where on its page a question is: files have their slot below the others."""
    return f"slot-{question.key}" if question.kind == QuestionKind.FILE else f"answer-{question.key}"


def _infected(section, reading):
    """Files that answer a question and hold harmful content."""
    blocked = [one for one in reading.answer_files.values() if one.file.scan_state == ScanState.INFECTED]
    return [one for one in blocked if section.question(one.question) and one.question in reading.asked]


def _parts(reading):
    for state in completeness(reading.form, reading.cells):
        section = reading.form.section(state.slug)
        url = reverse("applications:part", args=[reading.application.public_id, state.slug])
        missing = [
            Reason(
                _("“%(question)s” is not answered yet.") % {"question": section.question(key).label},
                f"{url}#{_spot(section.question(key))}",
                "answer_missing",
            )
            for key in state.missing
        ]
        wrong = [
            Reason(
                _("“%(question)s”: %(problem)s")
                % {
                    "question": section.question(problem.key).label,
                    "problem": question_messages.sentence(problem.code, problem.params),
                },
                f"{url}#{_spot(section.question(problem.key))}",
                problem.code,
            )
            for problem in state.problems
        ]
        wrong += [_harmful(one.file, f"{url}#slot-{one.question}") for one in _infected(section, reading)]
        started = state.answered > 0 or bool(state.problems)
        yield Item(Topic.PARTS, state.title, url, (*missing, *wrong), is_started=started)


def _consortium(reading):
    application, call = reading.application, reading.application.call
    url = reverse("applications:consortium", args=[application.public_id])
    # Associates have no budget and do not make a consortium eligible.
    full = [partner for partner in reading.partners if partner.role != PartnerRole.ASSOCIATE]
    groups = [reading.groups.get(str(partner.organisation.country)) for partner in full]
    reasons = []
    for group, least in ((CountryGroup.LATIN_AMERICA, call.least_la), (CountryGroup.EUROPEAN_UNION, call.least_eu)):
        if groups.count(group) < least:
            sentence = ngettext(
                "%(group)s: the consortium needs at least %(least)d organisation, it has %(count)d.",
                "%(group)s: the consortium needs at least %(least)d organisations, it has %(count)d.",
                least,
            ) % {"group": group.label, "least": least, "count": groups.count(group)}
            reasons.append(Reason(sentence, url, f"too_few_{group.value}"))
    reasons += [_incomplete(partner) for partner in reading.partners if missing_data(partner.organisation)]
    warnings = [{"code": "invitation_open", "params": {"partner": str(partner)}} for partner in reading.invited]
    return Item(Topic.CONSORTIUM, Topic.CONSORTIUM.label, url, tuple(reasons), tuple(warnings), len(full) > 1)


def _incomplete(partner):
    fields = ", ".join(str(label) for label in missing_data(partner.organisation))
    sentence = _("The data of %(organisation)s are not complete: %(fields)s.")
    return Reason(
        sentence % {"organisation": partner, "fields": fields},
        partner.organisation.get_absolute_url(),
        "organisation_incomplete",
    )


def _logframe(reading):
    url = reverse("applications:logframe", args=[reading.application.public_id])
    stated = [result for result in reading.results if result.statement.strip()]
    reasons = [
        Reason(_("%(level)s: write at least one result.") % {"level": level.label}, url, f"no_{level.value}")
        for level in ResultLevel
        if not any(result.level == level for result in stated)
    ]
    rows = [row for result in reading.results for row in result.rows]
    taken = {row.indicator_id for row in rows}
    reasons += [
        Reason(
            _("The indicator “%(indicator)s” is missing; every logframe has it.")
            % {"indicator": required.version.name},
            url,
            "indicator_missing",
        )
        for required in reading.application.call.indicators.all()
        if required.required and required.pk not in taken
    ]
    for row in rows:
        reasons += _indicator_reasons(row, f"{url}#indicator-{row.key}")
    is_started = bool(stated) or any(row.target is not None for row in rows)
    return Item(Topic.LOGFRAME, Topic.LOGFRAME.label, url, tuple(reasons), is_started=is_started)


def _indicator_reasons(row, url):
    name = {"indicator": row.indicator.version.name}
    if row.raw:
        yield Reason(_("“%(indicator)s”: a number was not understood.") % name, url, "indicator_not_understood")
    if row.baseline is None and "baseline" not in row.raw:
        yield Reason(_("“%(indicator)s” has no baseline; zero is a baseline too.") % name, url, "baseline_missing")
    if row.target is None and "target" not in row.raw:
        yield Reason(_("“%(indicator)s” has no target.") % name, url, "target_missing")
    if not row.source.strip():
        yield Reason(_("“%(indicator)s” has no source of data.") % name, url, "source_missing")


def _workplan(reading):
    """Nothing where the call asks for no workplan."""
    application = reading.application
    if not application.asked.workplan:
        return
    url = reverse("applications:workplan", args=[application.public_id])
    reasons = []
    if not reading.activities:
        reasons.append(Reason(_("Plan at least one activity."), url, "no_activity"))
    for number_here, activity in enumerate(reading.activities, start=1):
        name = activity.title.strip() or _("Activity %(number)d") % {"number": number_here}
        spot = f"{url}#activity-{activity.key}"
        reasons += [
            Reason(_("“%(activity)s”: %(problem)s") % {"activity": name, "problem": sentence}, spot, code)
            for code, sentence in problems_of_activity(activity, application.months)
        ]
    yield Item(Topic.WORKPLAN, Topic.WORKPLAN.label, url, tuple(reasons), is_started=bool(reading.activities))


def _budget(reading):
    url = reverse("applications:budget", args=[reading.application.public_id])
    reasons = [Reason(finding.sentence, f"{url}{finding.url}") for finding in reading.findings]
    return Item(Topic.BUDGET, Topic.BUDGET.label, url, tuple(reasons), is_started=bool(reading.budget.lines))


def _documents(reading):
    url = reverse("applications:documents", args=[reading.application.public_id])
    there = {(document.slot_id, document.partner_id) for document in reading.documents}
    reasons = []
    for slot in reading.slots:
        spot = f"{url}#slot-{slot.slug}"
        if slot.required and slot.per_partner:
            reasons += [
                Reason(
                    _("“%(document)s” of %(organisation)s is not uploaded yet.")
                    % {"document": slot.title, "organisation": partner.organisation},
                    spot,
                    "document_missing",
                )
                for partner in reading.partners
                if (slot.pk, partner.pk) not in there
            ]
        elif slot.required and (slot.pk, None) not in there:
            sentence = _("“%(document)s” is not uploaded yet.") % {"document": slot.title}
            reasons.append(Reason(sentence, spot, "document_missing"))
    reasons += [
        _harmful(document.file, f"{url}#slot-{document.slot.slug}")
        for document in reading.documents
        if document.slot in reading.slots and document.file.scan_state == ScanState.INFECTED
    ]
    return Item(Topic.DOCUMENTS, Topic.DOCUMENTS.label, url, tuple(reasons), is_started=bool(reading.documents))


def _harmful(file, spot):
    sentence = _("“%(file)s” holds harmful content. Remove it and upload a clean file.") % {"file": file}
    return Reason(sentence, spot, "document_infected")


def _mandates(reading):
    url = reverse("applications:mandates", args=[reading.application.public_id])
    reasons, warnings = [], []
    found = standings(reading.application, reading)
    for standing in found:
        spot = reverse("applications:mandate", args=[standing.partner.public_id])
        name = {"partner": str(standing.partner), "changes": " ".join(standing.changes)}
        if standing.cover == Cover.MISSING:
            reasons.append(Reason(_("%(partner)s has not signed its mandate yet.") % name, spot, "mandate_missing"))
        elif standing.cover == Cover.VOID:
            sentence = _("The mandate of %(partner)s no longer covers the application. %(changes)s") % name
            reasons.append(Reason(sentence, spot, "mandate_void"))
        elif standing.cover == Cover.EDITED:
            warnings.append({"code": "mandate_edited", "params": {"partner": str(standing.partner)}})
    is_started = any(standing.mandate for standing in found)
    return Item(Topic.MANDATES, Topic.MANDATES.label, url, tuple(reasons), tuple(warnings), is_started)


def summary(found: Checklist) -> str:
    """How far the application is, in a few words for titles: "4 of 9 parts complete"."""
    return _("%(done)s of %(all)s parts complete") % {"done": number(found.done), "all": number(len(found.to_do))}
