"""Pages of audit engagements."""

from django.http import FileResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.files.serving import SANDBOX
from grants.files.streams import CSV, WORKBOOK
from reporting.auditing.queries import exports


def above(*further):
    """The pages above one of this stage."""
    return [{"url": reverse("audits:list"), "label": _("Audits")}, *further]


def respond(about, tables, table, form, *, name):
    """The file: CSV sent as it is made, or a workbook of all ``tables``."""
    if form == "xlsx":
        response = FileResponse(exports.as_workbook(about, tables), content_type=WORKBOOK)
    else:
        response = StreamingHttpResponse(exports.as_csv(about, *tables[table]), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
