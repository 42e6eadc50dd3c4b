"""The budget of an application, after Annex III: saved field by field, or as a whole sheet."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grants.applications.actions import budget as actions
from grants.applications.models import Application
from grants.applications.queries.money import budget_page, columns_of, place_after, place_of, told_of
from grants.applications.queries.pasting import LONGEST, paste_page, pasted, rows_to_save, token_of
from grants.budgets.forms import posted, posted_cell
from grants.budgets.fragments import status_of
from grants.web import needs
from grants.workflow import Refused

PAGE = "grants/applications/budget.html"
PASTE = "grants/applications/budget_paste.html"


@require_GET
@needs("grants.read_application", of=Application)
def budget(request, application):
    """The budget sheet with its findings; locked where this person may only read."""
    shown = {"every_choice": request.GET.get("choices") == "all", "is_ordering": "order" in request.GET}
    return render(request, PAGE, budget_page(application, request.user, **shown))


@require_POST
@needs("grants.edit_budget", of=Application)
def save_budget(request, application):
    """Save the whole sheet, then do what the pressed button says; a conflict shows both entries."""
    sent, columns = posted(request.POST), columns_of(application, request.user)
    rows = {"lines": sent.lines, "sources": sent.sources, "amounts": sent.amounts}
    try:
        outcomes = actions.save_budget(application, columns=columns, by=request.user, **rows)
        buttons = {"add_line": sent.add_line, "add_source": sent.add_source, "delete": sent.delete, "move": sent.move}
        changed = actions.change_rows(application, columns=columns, by=request.user, **buttons)
    except Refused as refused:
        page = budget_page(application, request.user, posted=sent, reasons=refused.reasons)
        return render(request, PAGE, page, status=422)
    page = budget_page(application, request.user, outcomes=outcomes | changed)
    if page["has_conflicts"]:
        return render(request, PAGE, page, status=409)
    if sent.delete:
        place, name = place_after(page, sent)
        messages.success(request, _("“%(row)s” is deleted.") % {"row": name} if name else _("The row is deleted."))
        return redirect(place)
    messages.success(request, _("Saved."))
    if sent.move:
        return redirect(f"{page['url']}?order#line-{sent.move[0]}")
    return redirect(page["next_url"] if "next" in request.POST and not page["unread"] else place_of(page, changed))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("grants.edit_budget", of=Application)
def paste(request, application):
    """Rows of a spreadsheet: first what is understood of them, then, when that is right, taken as lines."""
    text = request.POST.get("rows", "")[:LONGEST]
    if request.method != "POST":
        return render(request, PASTE, paste_page(application, request.user))
    found, token = pasted(application, request.user, text), token_of(request.POST.get("token", ""))
    page = {"text": text, "found": found, "token": token}
    if found.slips or "take" not in request.POST:
        status = 422 if found.slips else 200
        return render(request, PASTE, paste_page(application, request.user, **page), status=status)
    lines, columns = rows_to_save(found, token), columns_of(application, request.user)
    try:
        actions.add_pasted_lines(application, lines=lines, columns=columns, by=request.user)
    except Refused as refused:
        page = paste_page(application, request.user, **page | {"token": None}, reasons=refused.reasons)
        return render(request, PASTE, page, status=422)
    count = len(lines)
    messages.success(request, ngettext("%d line is added.", "%d lines are added.", count) % count)
    return redirect("applications:budget", public_id=application.public_id)


@require_POST
@needs("grants.edit_budget", of=Application)
def autosave(request, application):
    """Save one field while somebody types; the answer carries every sum that follows from it."""
    cell, columns = posted_cell(request.POST), columns_of(application, request.user)
    if cell is None:
        return JsonResponse({"problem": _("The budget has no such field. Load the page again.")}, status=422)
    kind, key, row = cell
    rows = {"amounts": row} if kind == "amounts" else {f"{kind}s": {key: row}}
    try:
        outcomes = actions.save_budget(application, columns=columns, by=request.user, **rows)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=422)
    answer = told_of(application, request.user, request.POST["key"], outcomes[kind, key])
    return JsonResponse(answer, status=status_of(answer))
