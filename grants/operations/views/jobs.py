"""Background work, for administrators."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from grants.jobs.models import Job, JobState
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations import queries
from grants.operations.actions import retry_job
from grants.operations.forms import JobFilter
from grants.operations.listing import listed
from grants.web import attempt, needs


@needs("grants.read_jobs")
@require_safe
@exportable
def job_list(request):
    """All jobs, newest first: state, progress, what went wrong."""
    context = listed(request, JobFilter(request.GET), lambda **filters: queries.jobs(request.user, **filters))
    context["jobs"] = [{"job": job, "label": queries.job_label(job)} for job in context["page"]]
    context["failed"] = queries.jobs(request.user, state=JobState.FAILED).count()
    return Listing(_("Jobs"), "grants/jobs/job_list.html", context, queries.job_rows, columns=queries.job_columns())


@needs("grants.retry_job", of=Job)
@require_POST
def job_retry(request, job):
    """Three more tries, then back to the list."""
    if attempt(request, retry_job, job):
        messages.success(request, _("The job is tried again."))
    return redirect("jobs:list")
