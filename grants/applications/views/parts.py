"""One page per part of the form: read, saved field by field or as a whole, with its history."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grants.applications.actions import drafting
from grants.applications.models import Application, ApplicationPart
from grants.applications.queries import parts as queries
from grants.drafts.outcomes import Conflict
from grants.web import attempt, needs
from grants.workflow import Refused

PAGE = "grants/applications/part_form.html"


@require_GET
@needs("grants.read_application", of=Application)
def part(request, application, slug):
    """The questions of one part with what stands in them; locked for who may only read."""
    the_part = get_object_or_404(ApplicationPart.objects.asked(), draft=application.draft, slug=slug)
    the_part.draft = application.draft
    return render(request, PAGE, queries.part_page(the_part, request.user))


@require_POST
@needs("grants.edit_part", of=ApplicationPart)
def save_part(request, the_part):
    """Save the whole part, as browsers without scripts do; a conflict shows both texts."""
    application = the_part.draft.application
    answers, based_on = queries.posted_answers(the_part, request.POST)
    try:
        results = drafting.save_part(application, part=the_part, answers=answers, based_on=based_on, by=request.user)
    except Refused as refused:
        page = queries.part_page(the_part, request.user, typed=answers, reasons=refused.reasons)
        return render(request, PAGE, page, status=422)
    page = queries.part_page(the_part, request.user, results=results)
    if page["has_conflicts"]:
        return render(request, PAGE, page, status=409)
    messages.success(request, _("Saved."))
    goes_on = "next" in request.POST and not page["problems"]
    return redirect(page["next_url"] if goes_on else page["url"])


@require_POST
@needs("grants.edit_part", of=ApplicationPart)
def autosave(request, the_part):
    """Save one field while somebody types; the answer says what became of it (static/js/autosave.js)."""
    key, value = request.POST.get("key", ""), request.POST.get("value", "")
    based_on = {key: queries.number_of(request.POST.get("rev"))}
    application = the_part.draft.application
    try:
        results = drafting.save_part(
            application, part=the_part, answers={key: value}, based_on=based_on, by=request.user
        )
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=422)
    answer = queries.told_of(the_part, key, results[key], request.user)
    return JsonResponse(answer, status=409 if isinstance(results[key], Conflict) else 200)


@require_GET
@needs("grants.edit_part", of=ApplicationPart)
def history(request, the_part):
    """Every text each answer of the part ever had, and those that came too late, newest first."""
    return render(request, "grants/applications/history.html", queries.history_page(the_part, request.user))


@require_POST
@needs("grants.edit_part", of=ApplicationPart)
def restore(request, the_part):
    """Bring an earlier text back; it becomes a revision of its own."""
    based_on = queries.number_of(request.POST.get("rev"))
    revision = queries.revision_of(the_part, request.POST.get("key", ""), request.POST.get("mark", ""))
    if revision is None:
        messages.error(request, _("This text is not in the history of this part. Choose one from the list."))
        return redirect("applications:history", public_id=the_part.public_id)
    application = the_part.draft.application
    chosen = {"part": the_part, "revision": revision, "based_on": based_on}
    result = attempt(request, drafting.restore_answer, application, **chosen)
    if isinstance(result, Conflict):
        messages.warning(request, _("A colleague changed this text meanwhile. Look at it, then restore again."))
    elif result is not None:
        messages.success(request, _("The earlier text is back."))
    return redirect("applications:history", public_id=the_part.public_id)
