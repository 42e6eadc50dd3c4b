"""From the concept note to the full application: the draft is open again and asks the form of the second step."""

from grants.applications.workflow import Action
from grants.drafts.actions import repoint_draft
from grants.workflow import action, advance, locked


@action
def invite_application(application, *, call, by):
    """Let the consortium of a concept note go on to the full application; ``call`` stands in its second step.

    Everything is carried over: answers are found by their keys, consortium, files and what was written ahead
    are the application's own. What was handed in stays as it is. The mandates are judged anew.
    """
    application = locked(application)
    application.call, application.step = call, call.step
    repoint_draft(application.draft, call.form)
    advance(application, Action.INVITE, by=by, fields=["step"])
    return application
