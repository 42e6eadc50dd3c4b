"""What a partner signs, in words: the same on the page, behind the mailed link and on the paper."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from grants import formats
from grants.applications.models import PartnerRole
from grants.applications.queries.mandates import Standing
from grants.applications.queries.reading import Reading
from grants.applications.queries.receipts import frame_words
from grants.applications.workplan_messages import span


@dataclass(frozen=True)
class MandateText:
    """The mandate: sentences, what is material, and what else the partner should know."""

    partner: str
    lead: str
    sentences: list[str]
    material: list[dict]
    rest: list[dict]


def mandate_text(standing: Standing, reading: Reading, *, country: str = "") -> MandateText:
    """The mandate of one partner as it stands now; amounts as in ``country``, by default the partner's."""
    material, rest = standing.part["material"], standing.part["rest"]
    country = country or material["country"]
    return MandateText(
        partner=material["name"],
        lead=rest["lead"],
        sentences=_sentences(material["name"], rest["lead"], reading.application.call),
        material=[
            {"label": _("Partner"), "value": material["name"]},
            {"label": _("Role"), "value": PartnerRole(material["role"]).label},
            {"label": _("What the partner does in the project"), "value": material["tasks"]},
            {"label": _("Costs of the partner in the budget"), "value": _money(material["amount"], country)},
            {"label": _("Own contribution of the partner"), "value": _money(material["own_contribution"], country)},
            *_declarations(material["declarations"], reading),
        ],
        rest=[
            {"label": _("Project"), "value": rest["title"]},
            {"label": _("Lead applicant"), "value": rest["lead"]},
            {"label": _("Call"), "value": f"{rest['call']}, {reading.application.call.title}"},
            {"label": _("Lot"), "value": str(reading.application.lot)},
            {"label": _("Duration"), "value": _months(rest["months"])},
            {"label": _("Countries"), "value": ", ".join(place.name for place in reading.application.countries)},
            {"label": _("Total cost of the project"), "value": _money(rest["total"], country)},
            {"label": _("EU contribution requested"), "value": _money(rest["eu_contribution"], country)},
            *_activities(rest.get("activities", [])),
        ],
    )


def _sentences(partner, lead, call):
    names = {"partner": partner, "lead": lead}
    edits = (
        _("If the signature allows it, %(lead)s may later correct parts of the application that do not concern it.")
        if call.mandate_edits
        else _("The signature covers the application as it stands now: %(lead)s has no leave to correct it afterwards.")
    )
    return [
        _("%(partner)s has taken part in preparing this application and agrees with what is written below.") % names,
        _(
            "It authorises %(lead)s to submit the application in its name, to sign the grant contract if a grant is "
            "awarded, and to represent it towards the contracting authority in all matters of that contract."
        )
        % names,
        _("It meets the conditions of the call and will keep to the rules of the grant contract."),
        edits % names,
    ]


def _declarations(declarations, reading):
    return [
        {"label": reading.form.question(key).label, "value": _("Confirmed") if is_confirmed else _("Not confirmed")}
        for key, is_confirmed in declarations.items()
    ]


def _activities(rows):
    if not rows:
        return []
    planned = [f"{row['title']} ({span(row['first_month'], row['last_month'])})" for row in rows]
    return [{"label": _("Activities of the partner"), "value": "; ".join(planned)}]


def _money(text, country):
    return formats.money(Decimal(text), country)


def _months(count):
    return _("%(count)d months") % {"count": count} if count else ""


def paper_data(standing: Standing, text: MandateText, call) -> dict:
    """The paper to sign, as the typst template takes it."""
    organisation = standing.partner.organisation
    return {
        "frame": frame_words(_("Mandate of %(partner)s") % {"partner": text.partner}, standing.control_number, call),
        "sentences": text.sentences,
        "material": _filled(text.material),
        "rest": _filled(text.rest),
        "edits": _(
            "If the name, role, tasks, amounts or declarations above change, this mandate is no longer valid and has "
            "to be signed again."
        ),
        "control": standing.control_number,
        "words": {
            "material": _("What this signature covers"),
            "rest": _("The project"),
            "signature": _("Signature"),
            "control": _("Control number"),
        },
        "lines": [
            {"label": _("Name"), "value": organisation.representative_name},
            {"label": _("In the capacity of"), "value": organisation.representative_capacity},
            {"label": _("Place and date"), "value": ""},
            {"label": _("Signature and stamp"), "value": ""},
        ],
    }


def _filled(facts):
    return [{"label": str(fact["label"]), "value": str(fact["value"]) or "–"} for fact in facts]
