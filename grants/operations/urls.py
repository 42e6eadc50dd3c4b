"""Addresses of jobs, messages, proposals and readings."""

from django.urls import include, path

from grants.operations.views import jobs, messages, proposals, readings

job_pages = [
    path("", jobs.job_list, name="list"),
    path("<uuid:public_id>/retry/", jobs.job_retry, name="retry"),
]
message_pages = [
    path("", messages.message_list, name="list"),
    path("mine/", messages.message_mine, name="mine"),
    path("<uuid:public_id>/", messages.message_detail, name="detail"),
    path("<uuid:public_id>/resend/", messages.message_resend, name="resend"),
]
proposal_pages = [
    path("", proposals.proposal_list, name="list"),
    path("<uuid:public_id>/", proposals.proposal_detail, name="detail"),
    path("<uuid:public_id>/approve/", proposals.proposal_approve, name="approve"),
    path("<uuid:public_id>/reject/", proposals.proposal_reject, name="reject"),
    path("<uuid:public_id>/withdraw/", proposals.proposal_withdraw, name="withdraw"),
]

urlpatterns = [
    path("jobs/", include((job_pages, "jobs"))),
    path("messages/", include((message_pages, "messages"))),
    path("proposals/", include((proposal_pages, "proposals"))),
    path("readings/", include(([path("", readings.reading_list, name="list")], "readings"))),
]
