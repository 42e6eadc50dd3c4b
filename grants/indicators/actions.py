"""The catalogue as data: loaded from a file, changed by new versions, frozen when used (decisions.md D3)."""

import csv
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from grants import clock
from grants.indicators.models import Indicator, IndicatorVersion
from grants.workflow import Reason, Refused, action, locked, record, take_turns

CATALOGUE = Path(__file__).parent / "data" / "catalogue.csv"
"""The programme's own indicators; its README says where they come from."""

_LANGUAGES = ("es", "pt_br", "en")
TEXTS = tuple(f"{name}_{lang}" for name in ("name", "unit", "definition", "evidence_minimum") for lang in _LANGUAGES)
RULES = (
    "level", "entity", "decimals", "value_form", "time_rule", "cross_project_rule", "disaggregation", "statuses",
    "least_amount", "needs_evidence", "flags", "parts",
)  # fmt: skip
"""Columns of a definition that say how it is counted."""

CATALOGUE_CHANGES = "indicators"
"""Indicators come in one after the other: of two with one code, or two clicks, the second finds the first."""


@action
def load_catalogue(path=CATALOGUE, *, by=None) -> list[IndicatorVersion]:
    """Bring the versions of a catalogue file into the database; return them in order of code and number.

    Loading again changes nothing. A version not yet in use is brought in step with the file. Refused
    when the file says something else about a version in use, which never changes: all such versions
    are named, and nothing is loaded. Refused too for a text missing in a language. Raises
    ValidationError for a rule or a length there is not.
    """
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = [_definition(row) for row in csv.DictReader(file)]
    _refuse_gaps(rows)
    take_turns(CATALOGUE_CHANGES)
    present = {(version.indicator.code, version.number): version for version in _versions()}
    contradicted = [
        f"{code} {number}"
        for code, alias, number, fields in rows
        if (version := present.get((code, number))) and version.frozen_at and _differences(version, fields)
    ]
    if contradicted:
        sentence = _("The file changes definitions in use: %(versions)s. Give them a new version number.")
        raise Refused([Reason(sentence % {"versions": ", ".join(contradicted)})])
    loaded = [_load(row, present, by) for row in rows]
    return sorted(loaded, key=lambda version: (version.indicator.code, version.number))


@action
def new_version(indicator, *, by=None, **changes) -> IndicatorVersion:
    """Copy the newest definition into the next version, with these columns changed; not yet in use.

    Raises TypeError for a column a definition does not have.
    """
    unknown = set(changes) - {*TEXTS, *RULES}
    if unknown:
        raise TypeError(f"A definition has no {', '.join(sorted(unknown))}.")
    indicator = locked(indicator)
    latest = indicator.versions.order_by("-number").first()
    fields = {name: getattr(latest, name) for name in (*TEXTS, *RULES)} if latest else {}
    version = indicator.versions.create(number=latest.number + 1 if latest else 1, **fields | changes)
    record(indicator, "new_version", by=by, changes={"version": version.number})
    return version


@action
def define_indicator(*, code, by, **definition) -> IndicatorVersion:
    """A new indicator with its first definition, columns of IndicatorVersion. Refused for a code that is taken."""
    take_turns(CATALOGUE_CHANGES)
    if Indicator.objects.filter(code__iexact=code).exists():
        raise Refused([Reason(_("Another indicator has this code."), code="code")])
    indicator = Indicator.objects.create(code=code)
    return new_version(indicator, by=by, **definition)


@action
def change_definition(version, *, by, **definition) -> IndicatorVersion:
    """Change columns of a definition. Refused for one that is in use."""
    touched = [name for name, value in definition.items() if getattr(version, name) != value]
    record_edit(version, changes={"fields": touched}, by=by)
    for name in touched:
        setattr(version, name, definition[name])
    version.save(update_fields=touched)
    return version


@action
def begin_version(indicator, *, by) -> IndicatorVersion:
    """The next definition, open for editing. Refused while the newest one still is."""
    indicator = locked(indicator)
    if indicator.versions.filter(frozen_at=None).exists():
        raise Refused([Reason(_("The newest definition is not in use yet. Change that one."))])
    return new_version(indicator, by=by)


@action
def freeze_version(version, *, by=None) -> IndicatorVersion:
    """Close a definition for ever, when a call is published with it. Freezing twice changes nothing."""
    version = locked(version)
    if version.frozen_at is None:
        version.frozen_at = clock.now()
        version.save(update_fields=["frozen_at"])
        record(version.indicator, "freeze_version", by=by, changes={"version": version.number})
    return version


@action
def record_edit(version, *, changes, by=None):
    """Write down an edit of a definition made in the administration; return its event.

    ``changes`` names the columns touched. Refused for a definition in use.
    """
    version = locked(version)
    if version.frozen_at is not None:
        raise Refused([Reason(_("This definition is in use and no longer changes. Make a new version."))])
    return record(version.indicator, "edit", by=by, changes={"version": version.number, **changes})


def _versions():
    return IndicatorVersion.objects.select_related("indicator").select_for_update(of=("self",))


def _definition(row):
    """Code, alias, number and columns of one row of the file."""
    fields = {name: row[name] for name in (*TEXTS, *RULES)}
    fields["decimals"] = int(row["decimals"])
    fields["least_amount"] = Decimal(row["least_amount"]) if row["least_amount"] else None
    fields["needs_evidence"] = row["needs_evidence"] == "yes"
    for name in ("disaggregation", "statuses", "flags", "parts"):
        fields[name] = row[name].split()
    return row["code"], row["alias"], int(row["version"]), fields


def _refuse_gaps(rows):
    gaps = [f"{code} {name}" for code, _alias, _number, fields in rows for name in TEXTS if not fields[name]]
    if gaps:
        raise Refused([Reason(_("The file lacks texts: %(gaps)s.") % {"gaps": ", ".join(gaps)})])


def _differences(version, fields):
    return sorted(name for name, value in fields.items() if (getattr(version, name) or type(value)()) != value)


def _load(row, present, by):
    code, alias, number, fields = row
    version = present.get((code, number))
    if version is None:
        indicator, _made = Indicator.objects.get_or_create(code=code, defaults={"alias": alias})
        version = IndicatorVersion(indicator=indicator, number=number, **fields)
        changed = ["load"]
    else:
        changed = _differences(version, fields)
        for name in changed:
            setattr(version, name, fields[name])
    if changed:
        version.full_clean(validate_unique=False)
        version.save()
        record(version.indicator, "load", by=by, changes={"version": number, "changed": changed})
    return version
