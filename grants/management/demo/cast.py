"""The people and organisations of the demo, made by the actions that make them in life."""

import re
from datetime import timedelta

from allauth.account.models import EmailAddress

from grants import clock
from grants.management.demo.data import read
from grants.models import User
from grants.organisations.actions.accounts import give_role
from grants.organisations.actions.memberships import add_member
from grants.organisations.actions.registration import register_organisation
from grants.permissions import Role

DOMAIN = "demo.example"
PEOPLE = {
    # key: (name, language, time zone, roles in the programme)
    "admin": ("Irma Beltrán", "en", "Europe/Berlin", [Role.ADMINISTRATOR]),
    "ana": ("Ana Quispe", "es", "America/Lima", []),
    "bruno": ("Bruno Ferraris", "en", "Europe/Rome", []),
    "clara": ("Clara Benítez", "es", "America/Bogota", [Role.ASSESSOR]),
    "carlos": ("Carlos Andrade", "pt-br", "America/Sao_Paulo", [Role.ASSESSOR]),
    "celia": ("Celia Duarte", "es", "America/Asuncion", [Role.ASSESSOR]),
    "ines": ("Inés Aguilar", "es", "Europe/Madrid", [Role.CHAIR]),
    "sonia": ("Sonia Weber", "en", "Europe/Berlin", [Role.SECRETARY]),
    "vera": ("Vera Lindqvist", "en", "Europe/Stockholm", [Role.VOTER]),
    "victor": ("Víctor Paredes", "es", "America/La_Paz", [Role.VOTER]),
    "valeria": ("Valeria Campos", "pt-br", "America/Sao_Paulo", [Role.VOTER]),
    "diego": ("Diego Hartmann", "es", "Europe/Berlin", [Role.OFFICER]),
    "dora": ("Dora Kessler", "en", "Europe/Berlin", [Role.OFFICER]),
    "marta": ("Marta Iriarte", "es", "America/Asuncion", [Role.MONITOR]),
    "pilar": ("Pilar Salazar", "es", "America/Lima", [Role.CHAMBER_REPORTER]),
    "elena": ("Elena Voigt", "en", "Europe/Berlin", [Role.FINANCE_INITIATOR]),
    "hugo": ("Hugo Brandt", "en", "Europe/Berlin", [Role.FINANCE_APPROVER]),
    "olga": ("Olga Marchetti", "en", "Europe/Brussels", [Role.DONOR]),
    "axel": ("Axel Nyström", "en", "Europe/Brussels", []),  # see engage_auditor
    "fabio": ("Fabio Condori", "es", "America/La_Paz", []),
}
LANGUAGES = {"BR": "pt-br", "PE": "es", "CO": "es", "EC": "es", "CL": "es", "BO": "es", "ES": "es"}


def person(email, name, language, time_zone="Europe/Brussels"):
    """An account with a verified address and without password: somebody gives it one, or nobody signs in."""
    user = User.objects.create_user(email, name=name, language=language, time_zone=time_zone)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def load_people():
    """The cast by key; the administrator gives the roles, as in life. The first one has hers from the installation."""
    people = {key: person(f"{key}@{DOMAIN}", name, language, zone) for key, (name, language, zone, _) in PEOPLE.items()}
    for key, (_name, _language, _zone, roles) in PEOPLE.items():
        for role in roles:
            give_role(people[key], by=None if key == "admin" else people["admin"], role=role)
    return people


def engage_auditor(people, now):
    """A system audit that began a month ago and goes on for half a year."""
    begins = now - timedelta(days=30)
    with clock.at(begins):
        give_role(
            people["axel"],
            by=people["admin"],
            role=Role.AUDITOR,
            valid_until=begins + timedelta(days=210),
            purpose="System audit of Component 1: awards, first instalments and published results",
        )


def load_organisations(people):
    """The organisations by key, each registered by its manager."""
    organisations = {}
    for entry in read("organisations.toml")["organisation"]:
        language = LANGUAGES.get(entry["country"], "en")
        manager, *others = [_somebody(who, people, language) for who in entry["managers"]]
        organisation = register_organisation(manager, by=manager, data=_data(entry))
        for user in others:
            add_member(organisation, by=people["admin"], user=user, role="manager")
        for who in entry.get("editors", []):
            add_member(organisation, by=people["admin"], user=_somebody(who, people, language), role="editor")
        organisations[entry["key"]] = organisation
    return organisations


def manager_of(organisation):
    """The person who registered the organisation."""
    return organisation.memberships.filter(role="manager", ended_at=None).order_by("pk").first().user


def _data(entry):
    name, capacity, email = entry["representative"]
    plain = {key: entry.get(key, "") for key in ("legal_name", "short_name", "kind", "country", "tax_id", "city")}
    return plain | {
        "address": entry["address"],
        "representative_name": name,
        "representative_capacity": capacity,
        "representative_email": email,
        "email": email,
    }


def _somebody(who, people, language):
    if who in people:
        return people[who]
    name, email = re.fullmatch(r"(.+) <(.+)>", who).groups()
    return person(email, name, language)
