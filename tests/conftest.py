"""The cast, the moment, the strict client. People have one name and one part in every test."""

import math

import pytest
from django.template import engines
from hypothesis import HealthCheck, settings

from alinvest.cache import ForgivingRedisCache
from grants import clock
from grants.maintenance import standing
from grants.permissions import Role
from tests.client import StrictClient, Undefined
from tests.factories import NOON, ApplicationFactory, CallFactory, OrganisationFactory, UserFactory, join

# How long an example takes is no rule of the programme: a busy machine must fail nothing.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True, scope="session")
def undefined_variables_fail():
    engines["django"].engine.string_if_invalid = Undefined()


NOTHING = standing._Known(math.inf, None)
"""What a process knows of maintenance where there is none."""


@pytest.fixture(autouse=True)
def no_maintenance(monkeypatch):
    """Nothing is announced and this process knows it: no page asks the database, so that statements can be counted."""
    monkeypatch.setattr(standing, "_known", NOTHING)


@pytest.fixture
def noon():
    """Freeze the clock at noon of 10 March 2026: the fixture ``call`` is open."""
    with clock.at(NOON):
        yield NOON


@pytest.fixture
def redis_away(settings, monkeypatch):
    """Redis cannot be reached in this test, and only in it: the pause the cache makes ends with the test."""
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture
def client():
    return StrictClient()


@pytest.fixture
def login():
    """A strict client signed in as this person."""

    def sign_in(user):
        client = StrictClient()
        client.force_login(user, backend="grants.organisations.backends.AccountBackend")
        return client

    return sign_in


# The cast (architecture.md 13): each is made when a test asks for them.


def _person(name, role=None):
    @pytest.fixture(name=name)
    def person(db):
        return UserFactory(name=name.title(), email=f"{name}@demo.example", role=role)

    return person


ana = _person("ana")  # manages the lead applicant
amalia = _person("amalia")  # fills in for the lead applicant
aldo = _person("aldo")  # only reads there
bruno = _person("bruno")  # manages the partner
fabio = _person("fabio")  # a stranger: manages a rival organisation
nadia = _person("nadia")  # registered, belongs nowhere
clara = _person("clara", Role.ASSESSOR)
diego = _person("diego", Role.OFFICER)
dora = _person("dora", Role.OFFICER)  # the second pair of eyes
ines = _person("ines", Role.CHAIR)
sonia = _person("sonia", Role.SECRETARY)
vera = _person("vera", Role.VOTER)
victor = _person("victor", Role.VOTER)
valeria = _person("valeria", Role.VOTER)
marta = _person("marta", Role.MONITOR)
elena = _person("elena", Role.FINANCE_INITIATOR)
hugo = _person("hugo", Role.FINANCE_APPROVER)
olga = _person("olga", Role.DONOR)
axel = _person("axel", Role.AUDITOR)


@pytest.fixture
def admin(db):
    return UserFactory(name="Admin", email="admin@demo.example", role=Role.ADMINISTRATOR, is_staff=True)


@pytest.fixture
def chamber(ana, amalia, aldo):
    """The lead applicant's organisation, in Peru."""
    return OrganisationFactory(
        legal_name="Cámara de Comercio de Cusco", short_name="CCC", manager=ana, editor=amalia, reader=aldo
    )


@pytest.fixture
def partner_organisation(bruno):
    """The partner's organisation, in Italy."""
    return OrganisationFactory(legal_name="Associazione Verde", country="IT", kind="association", manager=bruno)


@pytest.fixture
def rival(fabio):
    """An organisation that has nothing to do with the application."""
    return OrganisationFactory(legal_name="Federación Rival", kind="association", manager=fabio)


@pytest.fixture
def call(db):
    """An open call: see CallFactory."""
    return CallFactory()


@pytest.fixture
def application(noon, call, chamber, ana):
    """A fresh draft of Ana's chamber, without partner."""
    return ApplicationFactory(call=call, lead=chamber, started_by=ana, title="Café sin deforestación")


@pytest.fixture
def partner(application, partner_organisation):
    """Bruno's organisation, joined to Ana's application."""
    return join(application, partner_organisation)
