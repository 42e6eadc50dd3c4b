"""Addresses of the committee's decision, the awards, the announcement."""

from django.urls import path

from grants.evaluation.views import announcement, awards, ballots, committee

urlpatterns = [
    path("calls/<uuid:public_id>/decisions/", committee.decisions, name="decisions"),
    path("calls/<uuid:public_id>/declaration/", committee.declaration, name="declaration"),
    path("calls/<uuid:public_id>/award-rules/", committee.rules, name="award_rules"),
    path("calls/<uuid:public_id>/minutes/", committee.minutes, name="minutes"),
    path("calls/<uuid:public_id>/minutes/pdf/", committee.minutes_pdf, name="minutes_pdf"),
    path("calls/<uuid:public_id>/minutes/word/", committee.minutes_word, name="minutes_word"),
    path("calls/<uuid:public_id>/report.<slug:form>", committee.report, name="report"),
    path("calls/<uuid:public_id>/awards/", awards.award_list, name="awards"),
    path("calls/<uuid:public_id>/announcement/", announcement.announcement, name="announcement"),
    path("calls/<uuid:public_id>/letters/<uuid:candidate>/", announcement.letter, name="letter"),
    path("calls/<uuid:public_id>/letters/<uuid:candidate>/reasons/", announcement.reasons, name="reasons"),
    path("calls/<uuid:public_id>/letters/<uuid:candidate>/approve/", announcement.approve, name="approve_reasons"),
    path("lots/<uuid:public_id>/ranking/", ballots.ranking, name="ranking"),
    path("lots/<uuid:public_id>/put/", ballots.put, name="put"),
    path("lots/<uuid:public_id>/move/", awards.move, name="move"),
    path("lots/<uuid:public_id>/promote/", awards.promote, name="promote"),
    path("ballots/<uuid:public_id>/", ballots.ballot, name="ballot"),
    path("ballots/<uuid:public_id>/vote/", ballots.vote, name="vote"),
    path("ballots/<uuid:public_id>/decide/", ballots.decide, name="decide_ballot"),
    path("ballots/<uuid:public_id>/withdraw/", ballots.withdraw, name="withdraw_ballot"),
    path("awards/<uuid:public_id>/renounce/", awards.renounce, name="renounce"),
    path("applications/<uuid:public_id>/decision/", awards.decision, name="decision"),
]
