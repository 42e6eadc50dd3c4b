"""Tags of the letters about handing in: the submission an event tells of, binding moments, the mandate's link."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from grants.applications.messages import sentence
from grants.applications.models import MandateRequest, Submission
from grants.applications.queries.mandates import link_token
from grants.applications.queries.receipts import moments, verify_url, zones_of
from grants.templatetags.grants import LANGUAGE_PREFIXES

register = template.Library()


@register.simple_tag
def submission_of(event):
    """The submission an event of an application tells of; one query for all letters of the event."""
    if not hasattr(event, "_submission"):
        submissions = Submission.objects.select_related("application__call", "frozen_by")
        event._submission = submissions.get(application=event.document, number=event.changes["submission"])
    return event._submission


@register.simple_tag
def moment_lines(moment, call, person):
    """A binding moment in the call's zone, in Brussels, in the reader's and in UTC: one line each."""
    return moments(moment, zones_of(call, person))


@register.simple_tag
def warning_lines(submission):
    """The warnings a submission was received with, as sentences."""
    return [sentence(warning) for warning in submission.warnings]


@register.simple_tag
def verification_url():
    """The public page that verifies receipts, with its host."""
    return verify_url()


@register.simple_tag
def mandate_request_of(event):
    """The request to sign an event tells of, with ``link``: its one-time address in the letter's language."""
    requests = MandateRequest.objects.select_related("partner__organisation")
    asked = requests.get(public_id=event.changes["request"])
    prefix = next(prefix for prefix, code, _name in LANGUAGE_PREFIXES if code == get_language())
    asked.link = settings.SITE_URL + reverse("public:sign_by_link", kwargs={"lang": prefix, "token": link_token(asked)})
    return asked
