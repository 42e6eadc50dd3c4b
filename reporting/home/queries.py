"""What waits for a person, what is theirs, what happened lately: read from every stage, never written.

Each list is a few queries whatever its length; items are what components/worklist.html takes.
"""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grants import clock
from grants.applications.history import EVENT_WORDS
from grants.applications.models import PartnerRole, PartnerState
from grants.applications.queries.record import open_invitations
from grants.applications.workflow import Action, ApplicationState
from grants.attempts.queries import great_readers
from grants.calls.models import CallStep
from grants.contracts.models import Contract
from grants.contracts.queries.listing import own_actions, waiting_awards
from grants.contracts.workflow import OPEN
from grants.evaluation.queries import desks
from grants.evaluation.queries.assessing import assessor_desk
from grants.evaluation.queries.cockpit import review_desk
from grants.evaluation.queries.listing import unchecked
from grants.jobs.models import JobState
from grants.messages.models import MessageState
from grants.models import (
    ApplicationEvent,
    Clarification,
    Job,
    Mandate,
    Message,
    Partner,
    User,
)
from grants.payments.queries import desk
from grants.permissions import Role
from reporting.home import results
from reporting.home.calls import closing, waiting_calls
from reporting.home.decisions import waiting_decisions
from reporting.home.people import waiting_around_people
from reporting.monitoring.queries import desk as visits
from reporting.progress.queries.desk import waiting_for_reporters, waiting_for_reviewers

RECENT = 8
"""Lines under "Recently"."""

SHOWN = 10
"""Lines of a list before it refers to the whole."""

LATER = {
    Role.ASSESSOR: gettext_lazy(
        "The applications you assess will stand here once a call has closed and you are assigned some."
    ),
    Role.CHAIR: gettext_lazy("The evaluation you chair will stand here once a call has closed."),
    Role.SECRETARY: gettext_lazy("The evaluation you keep the minutes of will stand here once a call has closed."),
    Role.VOTER: gettext_lazy("The decisions you vote on will stand here once a call has been assessed."),
    Role.MONITOR: gettext_lazy("The projects you accompany will stand here once their contracts are signed."),
    Role.DONOR: gettext_lazy("The portfolio and its results will stand here once projects run."),
    Role.CHAMBER_REPORTER: gettext_lazy("The results updates of your chamber will stand here once they are due."),
}
"""What a role will find on its home page when that part of a grant's life begins."""


def waiting_for(
    user,
    rows,
    *,
    evaluations=(),
    reviews=(),
    calls=(),
    compilations=(),
    has_contracts=True,
    has_updates=True,
    has_visits=True,
) -> list[dict]:
    """What somebody expects from this person, the nearest deadline first; without a deadline last.

    ``rows`` are the person's applications, as ``own_applications`` gives them, ``evaluations`` what
    ``evaluations_of``, ``reviews`` what ``reviews_of``, ``calls`` what ``officer_calls`` and ``compilations``
    what ``compilations_of`` does.
    Nothing is asked about contracts of the person's organisations, their updates, visits and findings, or
    evaluations of the person's calls, where there are none.
    """
    items = [*waiting_around_people(user), *open_invitations(user), *_drafts(user, rows), *_mandates(user, rows)]
    items += _clarifications(user, rows)
    items += desks.waiting(user, evaluations) if evaluations else []
    items += [item for review in reviews for item in review["waiting"]]
    items += desk.waiting_for_coordinator(user) if has_contracts else []
    items += [*waiting_for_reporters(user), *waiting_for_reviewers(user)] if has_updates else []
    items += visits.waiting(user) if has_visits else []
    items += [*desk.waiting_for_finance(user), *waiting_decisions(user, calls)]
    if user.has_role(Role.OFFICER):
        items += [*waiting_calls(user, calls), *_awards(user), *_contracts(user)]
        items += results.waiting_for_officers(user, compilations or ())
    if user.has_role(Role.ASSESSOR):
        items += assessor_desk(user)
    if evaluations and (user.has_role(Role.OFFICER) or user.has_role(Role.SECRETARY)):
        items += _checks(user, evaluations)
    if user.has_role(Role.ADMINISTRATOR):
        items += _failures()
    return sorted(items, key=lambda item: (item.get("due") is None, item.get("due") or 0, item["title"]))


def _drafts(user, rows):
    """Drafts this person's organisations lead, in which it may write, while the call takes applications."""
    now, led = clock.now(), user.organisation_ids("manager", "editor")
    drafts = [row.application for row in rows if row.application.state == ApplicationState.DRAFT]
    return [
        {
            "title": _("Complete and submit “%(title)s”") % {"title": application.title},
            "url": application.get_absolute_url(),
            "note": application.call.title,
            "due": application.call.closes_at,
        }
        for application in drafts
        if application.lead_id in led and application.is_open(now)
    ]


def _mandates(user, rows):
    """Places in consortia whose mandate this person's organisation has not signed yet."""
    now, managed = clock.now(), user.organisation_ids("manager")
    drafts = {
        row.application.pk: row.application
        for row in rows
        if row.application.state == ApplicationState.DRAFT
        and row.application.is_open(now)
        and managed.intersection(row.application.joined_ids) - {row.application.lead_id}
    }
    if not drafts:
        return []
    joined = Partner.objects.filter(
        application__in=drafts, organisation_id__in=managed, role=PartnerRole.CO_APPLICANT, state=PartnerState.JOINED
    )
    asked = Q(application__step=CallStep.FULL) | Q(application__call__two_steps__asks_mandates=True)
    unsigned = joined.filter(asked).exclude(pk__in=Mandate.objects.filter(void_since=None).values("partner_id"))
    unsigned = unsigned.select_related("application__call", "organisation")
    return [
        {
            "title": _("Sign the mandate of %(organisation)s for “%(title)s”")
            % {"organisation": partner.organisation, "title": partner.application.title},
            "url": partner.application.get_absolute_url(),
            "note": partner.application.call.title,
            "due": partner.application.call.closes_at,
        }
        for partner in unsigned.order_by("application__call__closes_at", "pk")[:SHOWN]
    ]


def _clarifications(user, rows):
    """Questions about what these organisations handed in, while an answer is taken."""
    led = user.organisation_ids("manager", "editor")
    numbers = [row.application.pk for row in rows if row.application.lead_id in led and row.application.call.opened_at]
    if not numbers:
        return []
    asked = Clarification.objects.filter(
        candidate__application__in=numbers, answered_at=None, due_at__gt=clock.now()
    ).select_related("candidate")
    return [
        {
            "title": _("Answer a question about “%(title)s”") % {"title": one.candidate.title},
            "url": reverse("evaluation:clarification", args=[one.public_id]),
            "note": one.candidate.reference,
            "due": one.due_at,
        }
        for one in asked.order_by("due_at", "pk")[:SHOWN]
    ]


def _checks(user, evaluations):
    """Evaluations with candidates that wait for their check."""
    counts = unchecked(user, evaluations)
    return [
        {
            "title": ngettext("%d check waits", "%d checks wait", counts[evaluation.pk]) % counts[evaluation.pk],
            "url": reverse("evaluation:next_check", args=[evaluation.public_id]),
            "note": f"{evaluation.call.reference} · {evaluation.call.title}",
        }
        for evaluation in evaluations
        if evaluation.pk in counts and user.has_perm("grants.check_candidate", evaluation)
    ]


def _awards(user):
    """Announced awards for which the officer prepares the contract: one line, the list behind it."""
    count = waiting_awards(user).count()
    if not count:
        return []
    title = ngettext("%d award waits for its contract", "%d awards wait for their contracts", count) % count
    return [{"title": title, "url": reverse("contracts:waiting")}]


def _contracts(user):
    """Contracts the officer has to complete and send, or to put in force."""
    waiting = Contract.objects.visible_to(user).filter(state__in=OPEN).order_by("reference")
    return [
        {
            "title": _("Conclude the contract %(number)s, “%(title)s”")
            % {"number": contract.reference, "title": contract.project.title},
            "url": contract.get_absolute_url(),
            "document": contract,
        }
        for contract in _with_project(waiting)[:SHOWN]
    ]


def _with_project(contracts):
    """Each with what a line shows."""
    return (
        contracts.select_related(None)
        .select_related("project__lead")
        .only(
            "public_id",
            "reference",
            "state",
            "project__title",
            "project__lead__legal_name",
            "project__lead__short_name",
        )
    )


def contracts_of(user) -> list[dict]:
    """The contracts of the person's organisations, as lines of the page."""
    return [
        {
            "title": contract.project.title,
            "url": contract.get_absolute_url(),
            "note": f"{contract.reference} · {contract.project.lead}",
            "document": contract,
        }
        for contract in _with_project(Contract.objects.visible_to(user)).order_by("-reference")[:SHOWN]
    ]


def own_actions_of(user) -> list[dict]:
    """What the chambers a person reports for do themselves: each leads to what it reported."""
    updates = reverse("updates:list")
    return [
        {
            "title": project.title,
            "url": f"{updates}?search={project.reference}",
            "note": f"{project.reference} · {project.lead}",
            "side": _("until %(day)s") % {"day": date_format(project.ends_on, "DATE_FORMAT")},
        }
        for project in own_actions(user).order_by("-ends_on", "reference")[:SHOWN]
    ]


def _failures():
    """What stopped by itself, and accounts that no rule of the programme holds back."""
    items = []
    beyond = User.objects.filter(is_superuser=True, is_active=True).count()
    if beyond:
        title = ngettext("%d account stands above all rules", "%d accounts stand above all rules", beyond) % beyond
        note = _("Made by hand on the server, for repair. Close it when the repair is done.")
        items.append({"title": title, "url": reverse("admin:grants_user_changelist"), "note": note})
    jobs = Job.objects.filter(state=JobState.FAILED).count()
    if jobs:
        title = ngettext("%d piece of background work failed", "%d pieces of background work failed", jobs) % jobs
        items.append({"title": title, "url": reverse("jobs:list")})
    letters = Message.objects.filter(state=MessageState.FAILED).count()
    if letters:
        title = ngettext("%d letter could not be sent", "%d letters could not be sent", letters) % letters
        items.append({"title": title, "url": reverse("messages:list")})
    for name, files in great_readers():
        title = _("%(name)s was handed %(count)d files within an hour") % {"name": name, "count": files}
        items.append({"title": title, "url": reverse("readings:list")})
    return items


def applications_shown(rows) -> list[dict]:
    """The applications of the person's organisations, last changed first, as lines of the page."""
    return [
        {
            "title": row.application.title,
            "url": row.application.get_absolute_url(),
            "note": f"{row.organisation} · {row.role} · {row.application.call.title}",
            "document": row.application,
            "side": closing(row.application.call),
        }
        for row in rows
    ]


def recently(rows) -> list[dict]:
    """The last things that happened in the person's applications, for components/timeline.html."""
    applications = {row.application.pk: row.application for row in rows}
    events = ApplicationEvent.objects.filter(document_id__in=applications).order_by("-at", "-pk")[:RECENT]
    return [
        {
            "what": f"{_happened(action)}: {applications[number].title}",
            "who": name or email or "",
            "at": at,
            "url": applications[number].get_absolute_url(),
        }
        for action, number, at, name, email in events.values_list(
            "action", "document_id", "at", "actor__name", "actor__email"
        )
    ]


def _happened(action):
    return EVENT_WORDS[action] if action in EVENT_WORDS else Action(action).label


def reviews_of(user, evaluations) -> list[dict]:
    """How far the assessments this person runs are: see ``review_desk``."""
    held = {assignment.role for assignment in user.roles()}
    return review_desk(user, evaluations) if held & {Role.OFFICER, Role.CHAIR, Role.SECRETARY} else []


def evaluations_shown(evaluations, reviews) -> list[dict]:
    """The evaluations the person takes part in, each once, with how far its assessments are."""
    running = {review["evaluation"]: review["line"] for review in reviews}
    return [line | running.get(line["evaluation"], {}) for line in desks.lines_of(evaluations)]


def later(user, begun=()) -> list[str]:
    """What will be here for the roles whose part of a grant's life has not begun; ``begun`` are roles without."""
    held = {assignment.role for assignment in user.roles()} - set(begun)
    return [str(sentence) for role, sentence in LATER.items() if role in held]
