"""Freezing the committee's minutes when the last lot is decided."""

from grants import clock
from grants.audit import canonical, content_hash
from grants.evaluation.models import Minutes
from grants.evaluation.queries.lists import plain
from grants.evaluation.queries.minutes import minutes_content


def freeze_minutes(evaluation, *, by):
    """The minutes as the next numbered version; inside the action that decided."""
    document = minutes_content(evaluation)
    return Minutes.objects.create(
        evaluation=evaluation,
        number=evaluation.minutes.count() + 1,
        document=plain(document),
        sha256=content_hash(canonical(document)),
        frozen_at=clock.now(),
        frozen_by=by,
    )
