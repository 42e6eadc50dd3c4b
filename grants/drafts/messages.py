"""What the page is told after a save (the answers autosave.js expects)."""

from zoneinfo import ZoneInfo

from grants import formats
from grants.drafts.outcomes import Conflict
from grants.questionnaire import messages


def told(question, result, *, country=formats.NEUTRAL, time_zone="Europe/Brussels") -> dict:
    """The outcome of saving one answer, as JSON for autosave.js: status 200 when saved, 409 on conflict.

    Numbers are written as in ``country``, the time as on the reader's clock.
    """
    at = f"{result.at.astimezone(ZoneInfo(time_zone)):%H:%M}" if result.at else ""
    if isinstance(result, Conflict):
        return {"conflict": True, "rev": result.rev, "theirs": result.raw, "by": str(result.by or ""), "at": at}
    answer = result.answer
    return {
        "saved": True,
        "rev": result.rev,
        "at": at,
        "understood": messages.understood(question, answer.value, country=country),
        "problem": messages.sentence(answer.problem, answer.params, country=country) if answer.problem else "",
    }
