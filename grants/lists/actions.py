"""Saving views of lists, and having the files of long lists made."""

import hashlib
from datetime import timedelta
from functools import partial

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grants import clock, uploads
from grants.jobs.actions import enqueue
from grants.lists.models import ListFile, SavedView
from grants.lists.queries import KIND, list_at
from grants.messages import outbox
from grants.workflow import Reason, Refused, action, if_committed, if_undone, locked

MOST_VIEWS = 20
"""Views a person can save on one list."""

MOST_UNDER_WAY = 3
"""Files one person can have made at a time."""

KEPT_FOR = timedelta(days=7)


# Views ------------------------------------------------------------------------------------------------


@action
def save_view(person, *, name, path, query, title, by):
    """Keep the filters of a list under a name. Raises Refused for what is no list, no filter, or a name in use."""
    person = locked(person)
    if list_at(path) is None:
        raise Refused([_("Views are saved on lists only.")])
    if not query:
        raise Refused([_("Choose a filter first: the view keeps the filters in force.")])
    same = SavedView.objects.filter(person=person, path=path)
    if same.count() >= MOST_VIEWS:
        raise Refused([_("You have saved 20 views on this list. Delete one first.")])
    _refuse_name_in_use(same, name)
    view = SavedView.objects.create(person=person, path=path, query=query, title=title, name=name)
    _note_whether_any(person)
    return view


@action
def rename_view(view, *, name, by):
    """Give a saved view another name. Raises Refused for one in use on the list."""
    locked(view.person)  # who saves or renames another waits, so that one of two gets the name
    view = locked(view)
    _refuse_name_in_use(SavedView.objects.filter(person=view.person_id, path=view.path).exclude(pk=view.pk), name)
    view.name = name
    view.save(update_fields=["name"])
    return view


@action
def delete_view(view, *, by):
    """Forget a saved view."""
    person = locked(view.person)
    SavedView.objects.filter(pk=view.pk).delete()
    _note_whether_any(person)
    return view


def _refuse_name_in_use(views, name):
    if views.filter(name__iexact=name).exists():
        raise Refused([Reason(_("You have a view of this name on this list."), code="name")])


def _note_whether_any(person):
    """Kept beside the person, so that the lists of who has no view ask for none."""
    person.keeps_views = SavedView.objects.filter(person=person).exists()
    person.save(update_fields=["keeps_views"])


# Files ------------------------------------------------------------------------------------------------


@action
def ask_for_file(person, *, address, title, by):
    """Have the workbook of a list made by a worker; the one under way where it is asked for twice."""
    person = locked(person)
    if list_at(address) is None:
        raise Refused([_("Only lists are made into files.")])
    under_way = ListFile.objects.filter(person=person, made_at=None, error="")
    if same := under_way.filter(address=address).first():
        return same
    if under_way.count() >= MOST_UNDER_WAY:
        raise Refused([_("Three files are being made for you. Ask for the next one when one of them is ready.")])
    asked = ListFile.objects.create(
        person=person, address=address, title=title, language=get_language(), asked_at=clock.now()
    )
    enqueue(KIND, target=asked.pk, key=f"{KIND}:{asked.pk}")
    return asked


@action
def keep_file(asked, *, content, rows, name, by):
    """Keep what a worker has made, and tell the person."""
    asked = locked(asked)
    if not asked.is_under_way:
        return asked
    size, sha256 = _measured(content)
    asked.rows, asked.size, asked.sha256, asked.original_name = rows, size, sha256, name
    asked.made_at = clock.now()
    asked.kept_until = asked.made_at + KEPT_FOR
    if_undone(partial(default_storage.delete, uploads.list_file_path(asked, name)))
    asked.content.save(name, File(content), save=False)
    asked.save()
    outbox.tell(asked, "listfile_ready", [asked.person])
    return asked


def _measured(content):
    digest = hashlib.file_digest(content, "sha256")
    size = content.tell()
    content.seek(0)
    return size, digest.hexdigest()


@action
def give_up_file(asked, *, error, by):
    """Say that a file cannot be made, and why."""
    asked = locked(asked)
    if asked.is_under_way:
        asked.error = str(error)[:300]
        asked.save(update_fields=["error"])
    return asked


@action
def forget_files(*, by):
    """Take away the bytes of files whose days are over; that they were made stays on record."""
    over = ListFile.objects.select_for_update().filter(~Q(content=""), kept_until__lte=clock.now())
    for old in over:
        if_committed(partial(default_storage.delete, old.content.name))
        old.content = ""
        old.save(update_fields=["content"])
