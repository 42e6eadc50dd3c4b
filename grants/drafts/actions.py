"""Saving what several people type at once: compare-and-set per answer, and nothing typed is lost.

A save names the revision each text is based on. Per answer the outcome is one of these
(decisions.md B7; "now" is what stands in the draft when the save arrives):

| based on | typed                      | outcome                                              |
|----------|----------------------------|------------------------------------------------------|
| now      | another text               | saved, revision + 1, kept in the history             |
| now      | the same text              | nothing to do: saved as it is                        |
| earlier  | the text that stands now   | nothing to do: a repeated save whose answer was lost |
| earlier  | the text it was based on   | nothing to do: this person changed nothing           |
| earlier  | a third text               | conflict: both are shown, the late one kept aside    |

The comparison is one SQL statement for all answers of a save, in the order of their keys, so that
two saves never wait for each other in a circle.
"""

import json

from django.db import connection
from django.utils.translation import gettext as _

from grants import clock, formats
from grants.drafts.models import Cell, Draft, Part, Revision
from grants.drafts.outcomes import Conflict, Saved
from grants.questionnaire.answers import LONGEST, Answer, understand
from grants.questionnaire.queries import form_of
from grants.workflow import Reason, Refused, action, locked

LAST = 2**31 - 2
"""No revision is higher; whoever names a higher one is based on nothing that ever stood."""


@action
def open_draft(version) -> Draft:
    """An empty draft of a form, with one part per section."""
    (draft,) = open_drafts(version, 1)
    return draft


@action
def open_drafts(version, count) -> list[Draft]:
    """So many empty drafts of a form, in two queries."""
    drafts = Draft.objects.bulk_create(Draft(version=version) for _one in range(count))
    slugs = [section.slug for section in form_of(version).sections]
    Part.objects.bulk_create(Part(draft=draft, slug=slug) for draft in drafts for slug in slugs)
    return drafts


@action
def save_answers(part, raws, *, based_on, by) -> dict[str, Saved | Conflict]:
    """Save the typed texts ``{key: raw}`` of one part, each against the revision in ``based_on`` (default 0).

    Autosave passes one key, a page without scripts, the demo and the workbook whole parts. A text
    that is not understood is kept and flagged; it blocks submission, not saving. Whether the draft
    may still be edited is for the caller, who has locked the document it belongs to. The answer to a question
    for files is written by ``save_whole``, by whoever has stored them.
    Raises Refused for a key that is not of this part and for a text too long to keep; nothing is
    written then. One to four statements besides the form, whatever the number of answers.
    """
    asked = form_of(part.draft.version).section(part.slug)
    _refuse_files(asked, raws)
    return _save(part.draft, asked, raws, based_on, by)


@action
def save_whole(draft, raws, *, based_on, by) -> dict[str, Saved | Conflict]:
    """As ``save_answers``, for texts of several parts at once: a grid is saved with as many statements as a part."""
    return _save(draft, form_of(draft.version), raws, based_on, by)


def _save(draft, asked, raws, based_on, by):
    """``asked`` is the section or the form whose questions may be answered."""
    texts = {key: formats.clean_text(raw) for key, raw in sorted(raws.items())}
    _refuse_foreign_and_endless(asked, texts)
    now = clock.now()
    answers = {key: understand(asked.question(key), raw) for key, raw in texts.items()}
    bases = {key: min(max(based_on.get(key, 0), 0), LAST) for key in texts}
    revisions = _compare_and_set(draft, texts, answers, bases, by, now)
    results = {key: Saved(rev, now, answers[key]) for key, rev in revisions.items()}
    late = [key for key in texts if key not in results]
    if late:
        results |= _settle(draft, asked, late, texts, bases, now)
        _keep_aside(draft, bases, results, by, now)
    return {key: results[key] for key in raws}


@action
def restore_revision(part, revision, *, based_on, by) -> Saved | Conflict:
    """Put an earlier text, or one that came too late, back into the draft, as a new revision.

    ``based_on`` is the revision the person sees now. Raises Refused for a text of another draft or part.
    """
    if revision.draft_id != part.draft_id:
        raise Refused([Reason(_("This text belongs to another document."))])
    return save_answers(part, {revision.key: revision.raw}, based_on={revision.key: based_on}, by=by)[revision.key]


@action
def repoint_draft(draft, version) -> Draft:
    """Let a corrected form apply to a draft (decisions.md C1): every answer is kept and understood anew.

    Answers whose question is no longer asked stay stored; new sections get their part.
    """
    draft = locked(draft)
    draft.version = version
    draft.save(update_fields=["version"])
    form = form_of(version)
    known = set(draft.parts.values_list("slug", flat=True))
    Part.objects.bulk_create(Part(draft=draft, slug=s.slug) for s in form.sections if s.slug not in known)
    cells = [cell for cell in draft.cells.select_for_update() if form.question(cell.key)]
    for cell in cells:
        answer = understand(form.question(cell.key), cell.raw)
        cell.value, cell.problem, cell.problem_params = answer.value, answer.problem, answer.params
    Cell.objects.bulk_update(cells, ["value", "problem", "problem_params"])
    return draft


def _refuse_files(asked, raws):
    questions = [asked.question(key) for key in raws] if asked else []
    if any(question and question.kind == "file" for question in questions):
        sentence = _("Files are uploaded below the questions, not typed or brought back from the history.")
        raise Refused([Reason(sentence, code="file")])


def _refuse_foreign_and_endless(asked, texts):
    foreign = [key for key in texts if asked is None or asked.question(key) is None]
    if foreign:
        raise Refused([Reason(_("This part of the form has no such question. Load the page again."))])
    sentence = _("A text can have at most %(limit)s characters; this one has %(count)s. Nothing was saved.")
    reasons = [
        Reason(sentence % {"limit": formats.number(LONGEST), "count": formats.number(len(raw))})
        for raw in texts.values()
        if len(raw) > LONGEST
    ]
    if reasons:
        raise Refused(reasons)


# A row that does not exist is inserted only for a save based on nothing; a row that exists changes
# only for a save based on its revision and with another text. Rows compared are locked either way.
# What was written goes into the history in the same statement.
_SAVE = """
WITH saved AS (
    INSERT INTO grants_cell AS cell (draft_id, key, raw, value, problem, problem_params, rev, by_id, at)
    SELECT %(draft)s, typed.key, typed.raw, typed.value, typed.problem, typed.params, typed.base + 1, %(by)s, %(at)s
    FROM jsonb_to_recordset(%(typed)s::jsonb)
         AS typed(key text, raw text, value jsonb, problem text, params jsonb, base bigint)
    WHERE typed.base = 0 AND typed.raw <> ''
       OR EXISTS (SELECT FROM grants_cell old WHERE old.draft_id = %(draft)s AND old.key = typed.key)
    ORDER BY typed.key
    ON CONFLICT (draft_id, key) DO UPDATE
       SET raw = excluded.raw, value = excluded.value, problem = excluded.problem,
           problem_params = excluded.problem_params, rev = excluded.rev, by_id = excluded.by_id, at = excluded.at
       WHERE cell.rev = excluded.rev - 1 AND cell.raw <> excluded.raw
    RETURNING draft_id, key, rev, raw, by_id, at
), kept AS (
    INSERT INTO grants_revision (draft_id, key, rev, raw, is_aside, by_id, at)
    SELECT draft_id, key, rev, raw, false, by_id, at FROM saved
)
SELECT key, rev FROM saved
"""


def _compare_and_set(draft, texts, answers, bases, by, now):
    """Revision by key of the texts that were written now."""
    typed = [
        {
            "key": key,
            "raw": raw,
            "value": answers[key].value,
            "problem": answers[key].problem,
            "params": answers[key].params,
            "base": bases[key],
        }
        for key, raw in texts.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, {"draft": draft.pk, "by": by.pk, "at": now, "typed": json.dumps(typed)})
        return dict(cursor.fetchall())


def _settle(draft, asked, late, texts, bases, now):
    """What became of the texts that were not written: nothing to do, or a conflict."""
    standing = {cell.key: cell for cell in Cell.objects.filter(draft=draft, key__in=late).select_related("by")}
    based = _base_texts(draft, late, bases)
    results = {}
    for key in late:
        cell, raw = standing.get(key), texts[key]
        if cell is not None and raw in (cell.raw, based.get(key)):
            answer = understand(asked.question(key), cell.raw)
            results[key] = Saved(cell.rev, cell.at, answer, changed=False)
        elif cell is not None:
            results[key] = Conflict(cell.rev, cell.raw, cell.by, cell.at, raw)
        else:
            results[key] = Conflict(0, "", None, None, raw) if raw else Saved(0, now, Answer(), changed=False)
    return results


def _base_texts(draft, late, bases):
    """The texts the late saves were based on, by key; without those that never stood."""
    revisions = Revision.objects.filter(
        draft=draft, key__in=late, rev__in={bases[key] for key in late}, is_aside=False
    ).values_list("key", "rev", "raw")
    return {key: "" for key in late if bases[key] == 0} | {key: raw for key, rev, raw in revisions if rev == bases[key]}


def _keep_aside(draft, bases, results, by, now):
    """Write every text that came too late into the history."""
    Revision.objects.bulk_create(
        Revision(draft=draft, key=key, rev=bases[key], raw=result.mine, is_aside=True, by=by, at=now)
        for key, result in results.items()
        if isinstance(result, Conflict)
    )
