"""The worker's side of the evaluation: an id in, an action called."""

from django.utils.translation import gettext_lazy as _

from grants.evaluation.actions import announcement
from grants.evaluation.models import Evaluation
from grants.jobs.actions import TryAgain, handles, renew
from grants.workflow import Refused


@handles("tell_candidates", label=_("Write the letters of an announcement"), goes_on=True)
def tell_candidates(job):
    """Write what is not written yet, keeping the lease between candidates."""
    evaluation = Evaluation.objects.select_related("announcement").get(pk=int(job.target))
    announcement.tell_candidates(evaluation, lambda done, total: renew(job, done=done, total=total))


@handles("conclude_announcement", label=_("Close an evaluation at the instant of its announcement"), goes_on=True)
def conclude_announcement(job):
    """Close the evaluation, or try again later while letters are still being written."""
    evaluation = Evaluation.objects.select_related("announcement__by").get(pk=int(job.target))
    try:
        announcement.conclude_announcement(evaluation, by=evaluation.announcement.by)
    except Refused as refused:
        raise TryAgain(str(refused)) from refused
