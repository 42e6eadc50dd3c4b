"""Who read what, for administrators."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grants.attempts.queries import great_readers
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations import queries
from grants.operations.forms import ReadingFilter
from grants.operations.listing import listed
from grants.web import needs


@needs("grants.list_readings")
@require_safe
@exportable
def reading_list(request):
    """Pages opened in an audit, and files handed to people of the programme, newest first."""
    context = listed(request, ReadingFilter(request.GET), queries.readings)
    context["readings"] = [{"reading": reading, "noun": queries.noun_of(reading)} for reading in context["page"]]
    context["great_readers"] = great_readers()
    columns = queries.reading_columns()
    return Listing(_("Readings"), "grants/attempts/reading_list.html", context, queries.reading_rows, columns=columns)
