"""Addresses that exist only in the demo."""

from django.urls import path

from alinvest.devkit import door

urlpatterns = [
    path("", door.door, name="demo_door"),
    path("enter/<uuid:public_id>/", door.enter, name="demo_enter"),
    path("mail/", door.mailbox, name="demo_mailbox"),
    path("mail/<slug:name>/", door.letter, name="demo_mail"),
]
