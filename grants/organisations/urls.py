"""Addresses of people and organisations."""

from django.urls import path

from grants.organisations.views import bank_accounts, legal, organisations, people, profile

app_name = "organisations"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("session/", profile.session, name="session"),
    path("first-steps/", profile.first_steps, name="first_steps"),
    path("organisations/", organisations.own, name="own"),
    path("organisations/directory/", organisations.directory, name="list"),
    path("organisations/register/", organisations.register, name="register"),
    path("organisations/<uuid:public_id>/", organisations.detail, name="detail"),
    path("organisations/<uuid:public_id>/edit/", organisations.edit, name="edit"),
    path("organisations/<uuid:public_id>/invite/", people.invite, name="invite"),
    path("organisations/<uuid:public_id>/leave/", people.leave, name="leave"),
    path("organisations/<uuid:public_id>/representatives/", legal.representatives, name="representatives"),
    path("organisations/<uuid:public_id>/representatives/new/", legal.new_representative, name="representative_new"),
    path("organisations/representatives/<uuid:public_id>/", legal.end, name="representative"),
    path("organisations/<uuid:public_id>/documents/", legal.papers, name="papers"),
    path("organisations/<uuid:public_id>/documents/new/", legal.new_paper, name="paper_new"),
    path("organisations/documents/<uuid:public_id>/", legal.paper, name="paper"),
    path("organisations/members/<uuid:public_id>/", people.member, name="member"),
    path("organisations/members/<uuid:public_id>/remove/", people.remove_member, name="remove_member"),
    path("organisations/members/<uuid:public_id>/appoint/", people.appoint, name="appoint_manager"),
    path("organisations/invitations/open/<str:token>/", people.open_invitation, name="open_invitation"),
    path("organisations/invitations/<uuid:public_id>/", people.invitation, name="invitation"),
    path("organisations/invitations/<uuid:public_id>/accept/", people.accept, name="accept_invitation"),
    path("organisations/invitations/<uuid:public_id>/decline/", people.decline, name="decline_invitation"),
    path("organisations/invitations/<uuid:public_id>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path("organisations/<uuid:public_id>/accounts/", bank_accounts.of_organisation, name="accounts"),
    path("organisations/<uuid:public_id>/accounts/new/", bank_accounts.new, name="account_new"),
    path("organisations/accounts/", bank_accounts.account_list, name="account_list"),
    path("organisations/accounts/<uuid:public_id>/", bank_accounts.detail, name="account"),
    path("organisations/accounts/<uuid:public_id>/paper/", bank_accounts.paper, name="account_paper"),
    path("organisations/accounts/<uuid:public_id>/propose/", bank_accounts.propose, name="propose_account"),
    path("organisations/accounts/<uuid:public_id>/reject/", bank_accounts.reject, name="reject_account"),
    path("organisations/duplicates/<uuid:public_id>/settle/", organisations.settle, name="settle_duplicate"),
]
