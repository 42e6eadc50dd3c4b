"""Lists of the administration as files, with the columns they show; and who had files made, to read."""

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.administration import OnlyToRead
from grants.attempts.actions import note_reading
from grants.files.streams import CSV, csv_pieces
from grants.lists.cells import values_of
from grants.lists.listing import BATCH
from grants.lists.models import ListFile
from grants.templatetags.grants import moment_text


@admin.action(description=_("Take the chosen rows along (CSV)"), permissions=["view"])
def take_along(page, request, chosen):
    """The chosen rows, with the columns of the page; that they were taken is kept.

    Only for lists whose rows may be named: the boxes to choose by say what each row is.
    """
    shown, title = page.get_list_display(request), str(page.opts.verbose_name_plural)
    columns = [{"label": str(label_for_field(name, page.model, page))} for name in shown]
    zone, language = request.user.time_zone, translation.get_language()
    note_reading(request.user, address=request.get_full_path())
    above = [title, moment_text(clock.now(), zone), str(request.user)]

    def rows():
        yield above
        yield [column["label"] for column in columns]
        for document in chosen.iterator(chunk_size=BATCH):
            with translation.override(language):
                yield values_of([_cell(page, name, document) for name in shown], columns, zone)

    response = StreamingHttpResponse(csv_pieces(rows()), content_type=CSV)
    name = f"{page.opts.model_name}-{clock.now():%Y-%m-%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _cell(page, name, document):
    """What the page shows of a document: words for codes, the rest as it is."""
    field, _attribute, value = lookup_field(name, document, page)
    if field is not None and getattr(field, "flatchoices", None):
        value = getattr(document, f"get_{name}_display")()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return {"moment": value} if hasattr(value, "isoformat") else {"value": value if _is_plain(value) else str(value)}


def _is_plain(value):
    return value is None or isinstance(value, (int, str)) or hasattr(value, "quantize")


@admin.register(ListFile)
class ListFileAdmin(OnlyToRead):
    """Who had the file of which list made, by its address; the files themselves are the person's alone."""

    list_display = ["address", "person", "asked_at", "rows", "made_at", "kept_until"]
    list_filter = ["asked_at"]
    list_select_related = ["person"]
    search_fields = ["address", "person__email"]
    exclude = ["content"]
    date_hierarchy = "asked_at"
