"""What stands beside a part: comments of the consortium, and whether the help desk can read it."""

from django.urls import reverse

from grants.applications.models import Comment
from grants.applications.models.beside import LONGEST_COMMENT
from grants.applications.places import url_of
from grants.applications.queries.drafting import reasons_against_drafting


def beside(application, place, user) -> dict:
    """Comments and help of one part, for its page: two queries whatever their number."""
    is_open = not reasons_against_drafting(application)
    helps = application.helps.live().filter(place=place).select_related("opened_by")
    threads = threads_of(application, place)
    return {
        "place": place,
        "threads": [thread for thread in threads if not thread["row"].resolved_at],
        "settled": [thread for thread in threads if thread["row"].resolved_at],
        "may_comment": is_open and user.has_perm("grants.comment_application", application),
        "longest": LONGEST_COMMENT,
        "help": helps.first(),
        "may_help": is_open and user.has_perm("grants.open_help", application),
        "begin_url": reverse("applications:begin_thread", args=[application.public_id, place]),
        "help_url": reverse("applications:open_help", args=[application.public_id, place]),
    }


def threads_of(application, place) -> list[dict]:
    """The threads about a part, each with what was said, in the order it was said."""
    comments = Comment.objects.filter(thread__application=application, thread__place=place)
    threads = {}
    for comment in comments.select_related("thread__resolved_by", "by").order_by("thread_id", "pk"):
        thread = threads.setdefault(comment.thread_id, {"row": comment.thread, "comments": []})
        thread["comments"].append(comment)
    return list(threads.values())


def back_to(application, place) -> str:
    """The page of a part, where its comments begin."""
    return f"{url_of(application, place)}#comments"
