"""What the page /components/ shows: every component with examples of each of its states.

The words are those of a real page, so that the page can be judged as a picture. Nothing is stored.
"""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.forms import Form
from grants.templatetags.grants import STATE_LOOKS


class OrganisationSpecimen(Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Legal name"), help_text=_("As in the statutes, without abbreviation."))
    grant = forms.CharField(
        label=_("Grant asked for, EUR"),
        help_text=_("Between 200,000 and 300,000. Write 250000 or 250,000.00."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("What changes for the small firms you work with?"),
        widget=forms.Textarea(attrs={"data-words": "60", "rows": "5"}),
    )
    pillar = forms.ChoiceField(
        label=_("Pillar"),
        choices=[("1", _("Green production in value chains")), ("2", _("Circular economy and cleaner processes"))],
        widget=forms.RadioSelect,
    )
    country = forms.ChoiceField(label=_("Country"), choices=[("", "–"), ("PE", "Perú"), ("BR", "Brasil")])
    start = forms.DateField(label=_("Start"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    statutes = forms.FileField(label=_("Statutes"), required=False, help_text=_("PDF, 10 MB at most."))
    truthful = forms.BooleanField(label=_("We declare that these data are true and complete."))


class FilterSpecimen(Form):
    """The filters of a list."""

    text = forms.CharField(label=_("Search"), required=True)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), ("draft", _("Draft"))], required=True)


def _document(state, word):
    return SimpleNamespace(state=state, get_state_display=lambda: word)


def _message(level, text):
    return Message(level, text)


def context():
    """Everything the page /components/ needs."""
    now = clock.now()
    draft, submitted, returned = (
        _document("draft", _("Draft")),
        _document("submitted", _("Submitted")),
        _document("returned", _("Returned")),
    )
    wrong = OrganisationSpecimen(
        {"name": "", "grant": "1,23,4", "summary": "Café " * 70, "country": "", "start": "", "pillar": ""},
        auto_id="id_wrong_%s",
    )
    wrong.add_error("grant", _("The number needs a dot or a comma for decimals, like 1,234.56 or 1.234,56."))
    return {
        "specimens": {
            "draft": draft,
            "all_states": [_document(state, state) for state in STATE_LOOKS],
            "facts": [_("4 of 9 parts complete"), _("closes in 6 days")],
            "action": {"url": "#", "label": _("Continue the application")},
            "links": [{"url": "#", "label": _("Print"), "icon": "print"}],
            "pages": [{"url": "#", "label": _("Applications")}, {"url": "#", "label": "Café sin deforestación"}],
            "tones": [
                ("info", _("For your information")),
                ("good", _("Done")),
                ("waiting", _("Waits for you")),
                ("bad", _("Refused")),
            ],
            "messages": [
                _message(constants.SUCCESS, _("The application is submitted. Your receipt is below.")),
                _message(constants.WARNING, _("A partner has not signed yet.")),
                _message(constants.ERROR, _("The deadline has passed.")),
                _message(constants.INFO, _("Nothing was changed.")),
            ],
            "items": [
                {"label": _("Lead organisation"), "value": "Cámara de Comercio del Cusco", "url": "#"},
                {"label": _("Duration"), "value": _("24 months"), "hint": _("between 18 and 30")},
                {"label": _("Reference"), "value": ""},
            ],
            "grant": Decimal("248500.00"),
            "negative": Decimal("-1250.40"),
            "columns": [
                {"label": _("Application"), "url": "#", "sorted": "ascending"},
                {"label": _("State")},
                {"label": _("Country")},
                {"label": _("Changed"), "url": "#"},
                {"label": _("Grant, EUR"), "kind": "money"},
            ],
            "rows": [
                [
                    {"text": "Café sin deforestación", "url": "#", "hint": "Cámara de Comercio del Cusco"},
                    {"document": draft},
                    "Perú",
                    {"moment": now - timedelta(hours=3)},
                    Decimal("248500.00"),
                ],
                [
                    {"text": "Moda circular andina", "url": "#", "hint": "Cámara de Comercio de La Paz"},
                    {"document": submitted},
                    "Bolivia",
                    {"moment": now - timedelta(days=2)},
                    Decimal("300000.00"),
                ],
                [
                    {"text": "Cacao e floresta em pé", "url": "#", "hint": "Federação das Indústrias do Pará"},
                    {"document": returned},
                    "Brasil",
                    {"moment": now - timedelta(days=9)},
                    None,
                ],
            ],
            "total": [_("3 applications"), "", "", "", Decimal("548500.00")],
            "entries": [
                {
                    "what": _("Returned with questions"),
                    "who": "Diego Torres",
                    "at": now - timedelta(hours=1),
                    "note": _("The budget of the partner is missing."),
                },
                {"what": _("Submitted"), "who": "Ana Quispe", "at": now - timedelta(days=2), "url": "#"},
                {"what": _("Started"), "who": "Ana Quispe", "at": now - timedelta(days=20)},
            ],
            "steps": [
                {"label": _("Draft"), "state": "done", "url": "#"},
                {"label": _("Submitted"), "state": "now", "note": _("14 August")},
                {"label": _("Assessment"), "state": "next"},
                {"label": _("Decision"), "state": "next", "note": _("expected in November")},
            ],
            "parts": [
                {"label": _("Summary"), "url": "#", "state": "done"},
                {
                    "label": _("Consortium"),
                    "url": "#",
                    "state": "started",
                    "note": _("1 of 2 partners"),
                    "current": True,
                },
                {"label": _("Budget"), "url": "#", "state": "blocked", "note": _("Shares add up to 90 %")},
                {"label": _("Declarations"), "url": "#", "state": "empty"},
            ],
            "work": [
                {
                    "title": _("Sign the mandate for Café sin deforestación"),
                    "url": "#",
                    "note": "Cámara de Comercio del Cusco",
                    "due": now + timedelta(days=2, hours=3),
                },
                {
                    "title": _("Answer two questions on your report"),
                    "url": "#",
                    "note": "922-AIV-017",
                    "document": returned,
                },
            ],
            "closes_at": now + timedelta(days=6, hours=5),
            "passed_at": now - timedelta(hours=5),
            "page": Paginator(range(1, 1201), 30).page(7),
            "short_page": Paginator(range(1, 12), 30).page(1),
            "filters": FilterSpecimen(auto_id="id_filter_%s"),
            "tools": {
                "title": _("Applications"),
                "path": "/applications/",
                "query": "state=draft",
                "prefix": "?state=draft&",
                "count": 12,
                "views": [SimpleNamespace(name="Perú", get_absolute_url="#", is_shown=True)],
                "may_save": True,
                "left_out": [_("Country")],
                "csrf_token": "token",
            },
            "chips": [{"label": _("Country: Perú"), "url": "#"}, {"label": _("State: draft"), "url": "#"}],
            "form": OrganisationSpecimen(),
            "wrong": wrong,
            "slot": {
                "key": "statutes",
                "title": _("Statutes of the lead organisation"),
                "help": _("The version in force, with the stamp of the register."),
                "required": True,
                "accept": ".pdf",
                "max_text": _("PDF, 10 MB at most."),
                "max_bytes": 10 * 1024 * 1024,
            },
            "slot_wrong": {
                "key": "register",
                "title": _("Extract of the register"),
                "required": False,
                "error": _("This file says PDF in its name but is a picture."),
            },
            "files": [
                {
                    "name": "estatutos-2024.pdf",
                    "url": "#",
                    "size": 482113,
                    "at": now - timedelta(hours=2),
                    "by": "Ana Quispe",
                    "remove_url": "#",
                }
            ],
            "answers": [
                {"key": "need", "label": _("What is the need?"), "rev": 3, "text": "Los caficultores pierden agua."},
                {"key": "grant", "label": _("Grant asked for, EUR"), "rev": 1, "text": ""},
            ],
            "mine": "Nuestro proyecto ayuda a 400 cooperativas.",
            "theirs": "Nuestro proyecto ayuda a 420 cooperativas de café y cacao.",
        }
    }
