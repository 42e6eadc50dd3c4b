"""Pages of cells: saved as a whole by the plain form, one by one while somebody types."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from grants.applications.queries.cells import given_back, posted_cells
from grants.workflow import Refused


def save_page(request, application, *, save, page_of, template, name):
    """Save everything the form sent; a conflict shows both texts, a refusal gives back what was typed."""
    cells, based_on = posted_cells(request.POST)
    try:
        outcome = save(application, cells=cells, based_on=based_on, by=request.user)
    except Refused as refused:
        page = page_of(application, request.user, reasons=refused.reasons)
        return render(request, template, page | {"gone": given_back(cells, name)}, status=422)
    page = page_of(application, request.user, outcome=outcome)
    if page["has_conflicts"]:
        return render(request, template, page, status=409)
    messages.success(request, _("Saved."))
    goes_on = "next" in request.POST and not page["problems"]
    return redirect(page["next_url"] if goes_on else page["url"])


def autosaved(request, application, *, save, told):
    """Save one cell; the answer says what became of it (static/js/autosave.js)."""
    name = request.POST.get("key", "")
    cells, based_on = {name: request.POST.get("value", "")}, {name: request.POST.get("rev", "")}
    try:
        outcome = save(application, cells=cells, based_on=based_on, by=request.user)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=422)
    answer = told(name, outcome[name])
    status = 200 if "saved" in answer else 409 if "conflict" in answer else 422
    return JsonResponse(answer, status=status)
