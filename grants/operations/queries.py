"""What staff look at: jobs, letters, proposals."""

import re
from collections import defaultdict

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.attempts.models import Reading
from grants.jobs.actions import HANDLERS
from grants.jobs.models import Job
from grants.messages.models import Message, MessageState, sealed_models
from grants.proposals.kinds import KINDS
from grants.proposals.models import Proposal

SECRET = re.compile(r"[^/?=&\s]{20,}")
IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def jobs(user, *, state="", kind=""):
    """The jobs this person may see, newest first."""
    found = Job.objects.visible_to(user)
    return found.filter(**{name: value for name, value in (("state", state), ("kind", kind)) if value})


def job_label(job):
    """What the job does, in words; its code where no handler of this version knows it."""
    return HANDLERS[job.kind].label if job.kind in HANDLERS else job.kind


def job_columns():
    """Heads of the file of jobs."""
    return [
        {"label": _("What"), "hint": _("Target")},
        {"label": _("State"), "hint": _("Error")},
        {"label": _("Attempts"), "kind": "number"},
        {"label": _("Queued")},
        {"label": _("Ended")},
    ]


def job_rows(found):
    """Jobs as rows of the file."""
    return [
        [
            {"text": job_label(job), "hint": job.target},
            {"document": job, "hint": _(job.error) if job.error else ""},
            job.attempts,
            {"moment": job.queued_at},
            {"moment": job.finished_at},
        ]
        for job in found
    ]


def reading_columns():
    """Heads of the file of readings."""
    person = {"label": _("Person"), "hint": _("E-mail")}
    return [person, {"label": _("Moment")}, {"label": _("What"), "hint": _("Address")}, {"label": "SHA-256"}]


def reading_rows(found):
    """Readings as rows of the file."""
    return [
        [
            {"text": reading.user.name, "hint": reading.user.email},
            {"moment": reading.at},
            {"text": noun_of(reading), "hint": reading.address},
            reading.sha256,
        ]
        for reading in found
    ]


def readings(*, search="", what=""):
    """Who read what, newest first: pages opened in an audit, files handed out."""
    found = Reading.objects.select_related("user")
    if search:
        found = found.filter(Q(user__name__icontains=search) | Q(user__email__icontains=search))
    if what:
        found = found.filter(sha256="") if what == "pages" else found.exclude(sha256="")
    return found


def noun_of(reading):
    """What kind of document was read, in words; nothing where it was a list."""
    label = reading.document_model
    return apps.get_model(label)._meta.verbose_name if label else ""


def letters(user, *, state="", search=""):
    """The outbox as this person may see it, newest first."""
    found = Message.objects.visible_to(user)
    if state:
        found = found.filter(state=state)
    if search:
        found = found.filter(Q(address__icontains=search) | Q(kind__icontains=search))
    return found


def with_subjects(page):
    """The letters of a page with the subjects staff may read."""
    sealed = sealed_models()
    return [{"letter": letter, "subject": _subject(letter, sealed)} for letter in page]


def letter_columns():
    """Heads of the file of the outbox."""
    return [
        {"label": _("To")},
        {"label": _("State"), "hint": _("Error")},
        {"label": _("About"), "hint": _("Subject")},
        {"label": _("Written")},
        {"label": _("Sent")},
    ]


def letter_rows(found):
    """Letters as rows of the file, with the subjects staff may read."""
    return [
        [
            letter.address,
            {"document": letter, "hint": _(letter.error) if letter.error else ""},
            {"text": letter.concerns, "hint": subject},
            {"moment": letter.created_at},
            {"moment": letter.sent_at},
        ]
        for letter, subject in ((row["letter"], row["subject"]) for row in with_subjects(found))
    ]


def _subject(letter, sealed):
    if letter.is_secret:
        return _("Letter with a one-time link")
    return letter.subject if letter.event_model not in sealed else ""


def may_be_sent_again(message):
    """Whether the letter was tried, and its text is still there."""
    tried = message.state in (MessageState.FAILED, MessageState.SENT)
    return tried and bool(message.sealed or not message.is_secret)


def text_for_staff(message):
    """The text without the secret of a one-time link: whoever reads over a shoulder cannot use it."""
    pattern = re.compile(re.escape(settings.SITE_URL) + r"\S*")
    return pattern.sub(lambda link: SECRET.sub(_hidden, link[0]), message.body)


def _hidden(part):
    return part[0] if IDENTIFIER.fullmatch(part[0]) else "…"


def proposals_for(user):
    """(to decide, own that wait); documents fetched one query a kind of document."""
    waiting = _with_documents(_proposals(user).open().order_by("at", "pk"))
    to_decide = [p for p in waiting if p.by_id != user.pk and user.has_perm("grants.decide_proposal", p)]
    return to_decide, [proposal for proposal in waiting if proposal.by_id == user.pk]


def decided(user, *, search="", action="", state=""):
    """The decided proposals this person may read, the last first; ``search`` is for who proposed or decided."""
    found = _proposals(user).exclude(decided_at=None).order_by("-decided_at", "-pk")
    found = found.filter(**{name: value for name, value in (("action", action), ("state", state)) if value})
    for word in search.split():
        found = found.filter(Q(by__name__icontains=word) | Q(decided_by__name__icontains=word))
    return [proposal for proposal in _with_documents(found) if user.has_perm("grants.read_proposal", proposal)]


def decided_columns():
    """Heads of the list of decided proposals."""
    return [
        {"label": _("What"), "hint": _("About")},
        {"label": _("State")},
        {"label": _("Proposed by")},
        {"label": _("Proposed")},
        {"label": _("Decided by")},
        {"label": _("Decided")},
    ]


def decided_rows(proposals):
    """Decided proposals as rows."""
    return [
        [
            {"text": proposal.label, "url": reverse("proposals:detail", args=[proposal.public_id]),
             "hint": str(proposal.document)},
            {"document": proposal},
            str(proposal.by),
            {"moment": proposal.at},
            str(proposal.decided_by),
            {"moment": proposal.decided_at},
        ]
        for proposal in proposals
    ]  # fmt: skip


def _proposals(user):
    return Proposal.objects.visible_to(user).select_related("by", "decided_by")


def goes_on(public_id):
    """Whether the proposal is of a kind that is decided also while nothing else is saved."""
    kinds = [name for name, kind in KINDS.items() if kind.goes_on]
    return Proposal.objects.filter(public_id=public_id, action__in=kinds).exists()


def _with_documents(proposals):
    numbers = defaultdict(set)
    for proposal in proposals:
        numbers[proposal.document_model].add(proposal.document_id)
    # With what each belongs to: who may decide and how it is called depend on that.
    models = {label: apps.get_model(label)._base_manager.select_related() for label in numbers}
    documents = {label: models[label].in_bulk(pks) for label, pks in numbers.items()}
    for proposal in proposals:
        proposal.document = documents[proposal.document_model][proposal.document_id]
    return proposals
