"""Filling in the grid without a connection: the workbook goes out, comes back, and is saved by the page of the grid."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants import clock
from grants.applications.forms.documents import UploadForm
from grants.applications.workbook.writing import written
from grants.evaluation.actions.assessing import NotYours, refuse_if_over
from grants.evaluation.actions.offline import read_grid
from grants.evaluation.models import OwnAssessment
from grants.evaluation.queries import offline as queries
from grants.files.content import KINDS
from grants.files.serving import downloaded
from grants.templatetags.grants import moment_text
from grants.web import attempt_with, needs
from grants.workflow import Refused


def _open(view):
    """A grid that is locked, or was taken back, says so on its own page."""

    def shown(request, assessment):
        try:
            refuse_if_over(assessment)
        except (NotYours, Refused):
            return redirect("evaluation:assessment", public_id=assessment.public_id)
        return view(request, assessment)

    return shown


@require_http_methods(["GET", "HEAD", "POST"])
@needs("grants.score_assessment", of=OwnAssessment)
@_open
def offline(request, assessment):
    """Take the grid along, and bring it back: what it changes is shown before anything is saved."""
    form = UploadForm(request.POST or None, request.FILES or None)
    form.fields["file"].label = _("The workbook with your scores")
    returned = attempt_with(request, form, read_grid, assessment)
    page = queries.offline_page(assessment, form, returned)
    is_wrong = form.is_bound and returned is None
    return render(request, "grants/evaluation/assessment_offline.html", page, status=422 if is_wrong else 200)


@require_safe
@needs("grants.score_assessment", of=OwnAssessment)
@_open
def workbook(request, assessment):
    """The grid as it stands, as a workbook in the reader's language."""
    now = clock.now()
    about = [
        _("Read first"), assessment.candidate.title,
        _("As it stood on %(moment)s.") % {"moment": moment_text(now, request.user.time_zone)},
        _("Write in the white cells. Grey cells do not change. Choose from the lists where there are some."),
        _("Bring the workbook back on the page “Work offline”. You will see every difference before anything changes."),
    ]  # fmt: skip
    content = written(queries.layout_of(assessment), identity=str(assessment.public_id), about=about)
    name = _("grid") + f"-{assessment.candidate.reference}-{now:%Y-%m-%d-%H%M}.xlsx"
    return downloaded(content, name=name, media_type=KINDS["xlsx"].media_type)
