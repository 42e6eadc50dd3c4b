"""How often one person may do what sends mail to others."""

from functools import wraps
from http import HTTPStatus

from allauth.core import ratelimit
from django.shortcuts import render


def throttled(action):
    """Decorator of a view: its POSTs are counted per person under ``ACCOUNT_RATE_LIMITS[action]``.

    Above the limit the answer is 429 and nothing happens (security.md T-AC-13). Stands below
    ``needs``, so that a stranger is told the same as always.
    """

    def decorate(view):
        @wraps(view)
        def counted(request, *args, **kwargs):
            if not ratelimit.consume(request, action=action, user=request.user):
                return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
            return view(request, *args, **kwargs)

        return counted

    return decorate
