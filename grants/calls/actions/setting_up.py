"""Setting a call up: its data, countries, catalogue, form. Only while it is not published.

Each action refuses with sentences what could never be published, whoever calls it, and writes an
event with what changed (decisions.md A11).
"""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from grants import clock
from grants.calls.models import Call, CallCountry, CallIndicator, CallStep, CallSteps, CountryGroup, SlotTemplate
from grants.calls.workflow import CallState
from grants.questionnaire.models import Purpose
from grants.workflow import Refused, action, locked, record


@action
def set_up_call(programme, *, by, **data):
    """Begin a call in the state *being set up*; ``data`` are columns of Call. Raises Refused with what is wrong."""
    call = Call(programme=programme, **data)
    refuse_unless_clean(call)
    call.save()
    given = {name: plain(value) for name, value in data.items() if value not in ("", None, [])}
    record(call, "set_up", by=by, changes=given)
    return call


@action
def edit_call(call, *, by, **data):
    """Change columns of a call that is being set up. Raises Refused when it is published or data are wrong."""
    call = locked_for_editing(call)
    changes = apply(call, data)
    if changes:
        refuse_unless_clean(call)
        call.save(update_fields=list(changes))
        record(call, "edit", by=by, changes=changes)
    return call


@action
def set_countries(call, *, by, la, eu):
    """Name the eligible countries: ``la`` and ``eu`` are lists of country codes, replacing those before."""
    call = locked_for_editing(call)
    both = set(la) & set(eu)
    if both:
        names = {"names": ", ".join(sorted(both))}
        raise Refused([_("A country stands on one side of the consortium only: %(names)s.") % names])
    before = sorted(f"{row.group}:{row.country}" for row in call.countries.all())
    rows = [(country, CountryGroup.LATIN_AMERICA) for country in la] + [(c, CountryGroup.EUROPEAN_UNION) for c in eu]
    after = sorted(f"{group}:{country}" for country, group in rows)
    if before != after:
        call.countries.all().delete()
        CallCountry.objects.bulk_create(CallCountry(call=call, country=c, group=group) for c, group in rows)
        changes = {"added": sorted(set(after) - set(before)), "removed": sorted(set(before) - set(after))}
        record(call, "set_countries", by=by, changes=changes)
    return call


@action
def set_catalogue(call, *, by, versions, required=()):
    """Choose the indicators applicants can take, and those every logframe has: IndicatorVersions."""
    call = locked_for_editing(call)
    must = {version.pk for version in required}
    wanted = {version.pk: version.pk in must for version in versions}
    if must - set(wanted):
        raise Refused([_("An indicator that every logframe has is in the catalogue, too.")])
    before = dict(call.indicators.values_list("version_id", "required"))
    if before != wanted:
        call.indicators.exclude(version_id__in=wanted).delete()
        for version_id, is_required in wanted.items():
            CallIndicator.objects.update_or_create(call=call, version_id=version_id, defaults={"required": is_required})
        codes = sorted(str(v.indicator.code) + ("*" if v.pk in must else "") for v in versions)
        record(call, "set_catalogue", by=by, changes={"indicators": codes})
    return call


@action
def choose_form(call, *, by, version):
    """Choose the version of the application form the call asks. Raises Refused for a form of another purpose."""
    call = locked_for_editing(call)
    if version.questionnaire.purpose != Purpose.APPLICATION:
        raise Refused([_("This is not an application form.")])
    if call.form_id != version.pk:
        before, call.form = str(call.form or ""), version
        call.save(update_fields=["form"])
        record(call, "choose_form", by=by, changes={"form": [before, str(version)]})
    return call


@action
def copy_call(call, *, by, **data):
    """A new call set up like this one: texts, limits, lots, countries, catalogue, document slots, form, evaluation.

    ``data`` are the columns that differ; reference, slug, opens_at and closes_at must be among them.
    Dates that hang on the deadline, published documents and corrigenda are not copied.
    """
    new = Call(**_values(call) | dict.fromkeys(_OF_ITS_DATES) | data)
    if call.steps == 2:
        new.step, new.form_id = CallStep.CONCEPT, call.two_steps.concept_form_id or call.form_id
    refuse_unless_clean(new)
    new.save()
    if call.steps == 2:
        _copy_steps(call.two_steps, new)
    parts = [call.lots.all(), call.countries.all(), call.indicators.all(), call.required_documents.all()]
    for row in [row for rows in parts for row in rows] + _evaluation_of(call):
        own = {"frozen_at": None, "set_at": clock.now()}
        values = _values(row)
        type(row).objects.create(**values | {name: own[name] for name in own if name in values} | {"call_id": new.pk})
    _copy_templates(call, new)
    record(new, "copy", by=by, changes={"from": call.reference})
    return new


def _copy_steps(plan, new):
    """The second step as far behind the deadline of the first as it was."""
    later = new.closes_at - plan.closes_at(CallStep.CONCEPT)
    values = {name: value for name, value in _values(plan).items() if not name.startswith("concept_")}
    values |= {name: values[name] + later for name in ("full_opens_at", "full_closes_at")}
    CallSteps.objects.create(**values | {"call_id": new.pk})


def _copy_templates(call, new):
    """The templates of the document slots go with them; the files themselves are the same."""
    slots = {slot.slug: slot for slot in new.required_documents.all()}
    for template in SlotTemplate.objects.filter(slot__call=call).select_related("slot"):
        SlotTemplate.objects.create(
            slot=slots[template.slot.slug], language=template.language, file_id=template.file_id
        )


_OF_ITS_DATES = ("questions_until", "results_expected", "opened_at", "announced_at")
"""Columns of a call that belong to its own dates and are empty in a copy."""


def _evaluation_of(call):
    """What a later stage hangs on the call to judge by: criteria of the checks, scoring rules, rules of the award."""
    rules = getattr(call, "award_rules", None)
    return [*call.check_criteria.all(), *call.scoring_rules.all(), *([rules] if rules else [])]


def _values(row):
    """The columns of a row as a new one takes them over: not its number, its address, its state."""
    own = {"id", "public_id", "state"}
    if type(row) in translator.get_registered_models():
        own |= set(translator.get_options_for_model(type(row)).all_fields)  # title: title_es and the others are it
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in own}


# Shared by the actions of the stage -------------------------------------------------------------


def locked_for_editing(call):
    """The call's row, locked. Raises Refused when it is published: then only a corrigendum changes it."""
    call = locked(call)
    if call.state != CallState.DRAFT:
        raise Refused([_("The call is published. From now on it changes only by a corrigendum.")])
    return call


def refuse_unless_clean(row):
    """Raise Refused with every sentence of the model's own checks: formats, limits, what exists once."""
    try:
        row.full_clean(exclude=["state"])
    except ValidationError as error:
        raise Refused(_sentences(row, error)) from error


def _sentences(row, error):
    for name, sentences in error.message_dict.items():
        label = "" if name == "__all__" else str(row._meta.get_field(name).verbose_name)
        for sentence in sentences:
            yield f"{label}: {sentence}" if label else sentence


def apply(row, data):
    """Set ``data`` on the row; return what differs as {column: [before, after]}, ready for an event."""
    changes = {}
    for name, value in data.items():
        before = getattr(row, name)
        if before != value and not (before is None and value == ""):  # a text never written is an empty one
            changes[name] = [plain(before), plain(value)]
            setattr(row, name, value)
    return changes


def plain(value):
    """A value as an event keeps it: text, number or nothing."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return ", ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
