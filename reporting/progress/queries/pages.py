"""What the pages of an update are drawn from, ready for their templates."""

from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants import clock
from grants.beside import found_beside
from grants.payments.standing import booking_day
from grants.workflow import reasons_against
from reporting.progress.cells import NOTES, places_of
from reporting.progress.lights import light
from reporting.progress.messages import LIGHTS
from reporting.progress.models import ResultsUpdate
from reporting.progress.queries.checklist import checklist, without_list
from reporting.progress.queries.content import content_of
from reporting.progress.queries.freezing import differences
from reporting.progress.workflow import OPEN, UpdateAction, UpdateState

JOB_PLACES = 2


def above(update=None):
    """The way back: the list, and the update."""
    pages = [{"url": reverse("updates:list"), "label": _("Results updates")}]
    if update is not None:
        pages.append({"url": update.get_absolute_url(), "label": title_of(update)})
    return pages


def title_of(update):
    """What the pages of an update are called."""
    day = {"day": date_format(update.period_end, "DATE_FORMAT")}
    return _("Results up to %(day)s: correction") % day if update.number > 1 else _("Results up to %(day)s") % day


def lists_url(update, user):
    """Where its firm lists are handed in and read, for who may see them."""
    return reverse("lists:of_update", args=[update.public_id]) if user.has_perm("reporting.read_lists", update) else ""


def facts_of(update):
    """The line under the title: project, lead, and until when while it is open."""
    facts = [update.project.title, str(update.project.lead)]
    if update.state in OPEN:
        words = {"day": date_format(update.due_on, "DATE_FORMAT")}
        is_late = update.due_on < booking_day(clock.now())
        facts.append((_("overdue, was due on %(day)s") if is_late else _("due on %(day)s")) % words)
    return facts


def record_page(update, user) -> dict:
    """The record: what is reported, what stands against the next step, who did what."""
    content = content_of(update)
    history = list(update.events.select_related("actor").order_by("-at", "-pk"))
    reads_details = user.has_perm("reporting.read_update_details", update)
    page = _frame(update) | {
        "pages": above(),
        "content": content,
        "lists_url": lists_url(update, user),
        "reads_details": reads_details,
        "rows": _with_comments(reached(content), history if reads_details else []),
        "list_comment": comments_of(history).get("list", "") if reads_details else "",
        "returned": _returned(update, history) if reads_details else None,
        "history": timeline(history, reads_details),
        "version": getattr(update, "version", None) if update.state == UpdateState.APPROVED else None,
        "others": list(_others(update, user)),
        "reasons": [],
        "is_ready": False,
        "without_list": without_list(content),
        "may_edit": update.state in OPEN and user.has_perm("reporting.edit_update", update),
    }
    page["may_hand_in"] = update.state in OPEN and user.has_perm("reporting.hand_in_list", update)
    if page["may_edit"]:
        update.checklist = checklist(content)
        page["reasons"] = reasons_against(update, UpdateAction.SUBMIT)
        page["is_ready"] = not page["reasons"]
    page["action"] = _next_step(update, user, page)
    return page | {"links": _links(update, user, page["others"])}


def review_page(update, user) -> dict:
    """What was handed in beside what was approved before and the target; what changed since it was returned."""
    content = content_of(update)
    history = list(update.events.select_related("actor").order_by("-at", "-pk"))
    update.checklist, update.reviewer = checklist(content), user
    return _frame(update) | {
        "pages": above(update),
        "content": content,
        "lists_url": lists_url(update, user),
        "rows": _with_comments(reached(content), history),
        "list_comment": comments_of(history).get("list", ""),
        "reported": [_details(one) for one in content.reported if one.value is not None],
        "changes": _changes(content, history),
        "reasons": reasons_against(update, UpdateAction.APPROVE),
        "without_list": without_list(content),
        "may_decide": update.state == UpdateState.SUBMITTED,
    }


def decision_page(update, **more) -> dict:
    """A page on which one decides about an update, or submits it."""
    people = update.officers() if more.pop("tells_officers", False) else update.reporters()
    return _frame(update) | {"pages": above(update), "people": people.count()} | more


def step_page(update, action, user) -> dict:
    """What stands against a step now, for the page on which it is taken."""
    content = content_of(update)
    update.checklist, update.reviewer = checklist(content), user if action != UpdateAction.SUBMIT else None
    return {"reasons": reasons_against(update, action), "without_list": without_list(content)}


def _frame(update):
    return {"update": update, "title": title_of(update), "facts": facts_of(update)}


def reached(content) -> list[dict]:
    """Every indicator of an update as a row: now, before, so far, target, and how far that is."""
    rows = [_reported_row(content.update, one) for one in content.reported if one.is_required or one.rows]
    return rows + [_counted_row(content.update, one) for one in content.counted]


def _reported_row(update, one):
    return {
        "version": one.version,
        "code": one.code,
        "places": places_of(one.version),
        "now": one.value,
        "last": one.last,
        "before": one.before,
        "so_far": one.so_far,
        "target": one.target,
        "from_list": False,
        "light": _light(update, one.so_far, one.target),
        "unlit": _("no target to compare with") if one.target is None else _("no number yet"),
    }


def _counted_row(update, one):
    is_jobs = one.amount is not None
    so_far = None if is_jobs else Decimal(one.so_far)
    return {
        "version": one.version,
        "code": one.version.indicator.code,
        "places": JOB_PLACES if is_jobs else 0,
        "now": one.amount if is_jobs else one.now,
        "last": None,
        "before": None if is_jobs else one.before,
        "so_far": so_far,
        "target": one.target,
        "from_list": True,
        "light": _light(update, so_far, one.target),
        "unlit": _("no target to compare with") if one.target is None else _("compared when results are compiled"),
    }


def _light(update, so_far, target):
    project = update.project
    if project.starts_on is None or project.ends_on is None:
        return None
    passed, whole = update.period_end - project.starts_on, project.ends_on - project.starts_on
    word = light(so_far, target, passed.days + 1, whole.days + 1)
    return dict(zip(("word", "tone", "icon"), LIGHTS[word], strict=True)) if word else None


def _returned(update, history):
    return _last(history, UpdateAction.RETURN) if update.state == UpdateState.RETURNED else None


def comments_of(history) -> dict:
    """The comments of the last return, by the code they are about."""
    event = _last(history, UpdateAction.RETURN)
    return event.changes.get("comments", {}) if event else {}


def _with_comments(rows, history):
    comments = comments_of(history)
    return [row | {"comment": comments.get(row["code"], "")} for row in rows]


def _last(history, action):
    return next((event for event in history if event.action == action), None)


def _changes(content, history):
    """What is other than when it was handed in before the last return, in words; [] for the first time."""
    returned = _last(history, UpdateAction.RETURN)
    if returned is None:
        return []
    before = next((e for e in history if e.action == UpdateAction.SUBMIT and e.pk < returned.pk), None)
    names = {one.code: one.version.name for one in content.reported}
    labels = labels_of(content.reported)

    def label(code, field):
        word = {"evidence": _("Evidence"), "list": _("Firm list")}.get(field) or labels.get((code, field), field)
        return f"{names.get(code, code)} · {word}" if code else word

    found = differences(content, before.changes["snapshot"]) if before else []
    return [{**one, "label": label(one["code"], one["field"])} for one in found]


def labels_of(reported) -> dict:
    """What each field is called, by code and field."""
    found = {}
    for one in reported:
        found[one.code, ""] = _("Number")
        found |= {(one.code, split): label for d in one.dimensions for split, label in d.parts.items()}
        found |= dict(zip(((one.code, note) for note in NOTES), note_labels(), strict=True))
    return found


def note_labels():
    """What the fields of words are called."""
    return _("How it was measured"), _("Where the evidence is kept")


def history_page(update, user, fields) -> dict:
    """Every text of every field, newest first; bringing one back is a save of that field."""
    revisions = {}
    for one in update.revisions.select_related("by").order_by("-pk"):
        revisions.setdefault(one.cell, []).append(one)
    may_restore = update.state in OPEN and user.has_perm("reporting.edit_update", update)
    return _frame(update) | {
        "pages": [*above(update), {"url": reverse("updates:values", args=[update.public_id]), "label": _("Values")}],
        "groups": [
            {"label": label, "name": name, "mark": mark, "revisions": revisions[name]}
            for name, (label, mark) in fields.items()
            if name in revisions
        ],
        "may_restore": may_restore,
    }


def _details(one):
    """A reported indicator with its parts, words and evidence, for who reviews it."""
    labels = labels_of([one])
    parts = [
        {"label": labels[one.code, split], "value": one.rows[split].value}
        for dimension in one.dimensions
        for split in dimension.parts
        if split in one.rows and one.rows[split].value is not None
    ]
    return {
        "one": one,
        "places": places_of(one.version),
        "parts": parts,
        "notes": [(label, one.text(note)) for note, label in zip(NOTES, note_labels(), strict=True) if one.text(note)],
    }


def timeline(history, reads_details):
    """What happened, newest first; notes and evidence only for who reads details."""
    hidden = () if reads_details else (UpdateAction.ADD_EVIDENCE, UpdateAction.REMOVE_EVIDENCE)
    return [
        {
            "what": event.get_action_display(),
            "who": str(event.actor or "") if reads_details else "",
            "at": event.at,
            "note": (event.note or event.changes.get("file", "")) if reads_details else "",
        }
        for event in history
        if event.action not in hidden
    ]


def _others(update, user):
    """The other updates of the same half-year one may see: what it corrects, what corrects it."""
    same = ResultsUpdate.objects.visible_to(user).filter(project=update.project_id, period_end=update.period_end)
    return same.exclude(pk=update.pk).order_by("number")


def _next_step(update, user, page):
    if page["may_edit"]:
        if page["is_ready"] and user.has_perm("reporting.submit_update", update):
            return {"url": reverse("updates:submit", args=[update.public_id]), "label": _("Submit update")}
        return {"url": reverse("updates:values", args=[update.public_id]), "label": _("Fill in the values")}
    if update.state == UpdateState.SUBMITTED and user.has_perm("reporting.review_update", update):
        return {"url": reverse("updates:review", args=[update.public_id]), "label": _("Review update")}
    return None


def _links(update, user, others):
    links = []
    if page_is_ready(update, user):
        links.append({"url": reverse("updates:values", args=[update.public_id]), "label": _("Change values")})
    is_last = not any(other.number > update.number for other in others)
    if update.state == UpdateState.APPROVED and is_last and user.has_perm("reporting.correct_update", update):
        links.append({"url": reverse("updates:correct", args=[update.public_id]), "label": _("Have it corrected")})
    contract = getattr(update.project, "contract", None)
    if contract and user.has_perm("grants.read_contract", contract):
        links.append({"url": contract.get_absolute_url(), "label": _("Contract")})
    return links + found_beside("resultsupdate", update, user)


def page_is_ready(update, user):
    """Whether the main step is to submit, and the values stand behind a link."""
    return update.state in OPEN and user.has_perm("reporting.edit_update", update) and not update.checklist
