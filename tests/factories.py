"""Records for tests: minimal, valid, no surprise.

Set-up data (people, organisations, a published call) are made directly; what is the result of an
action in life is made by that action.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from factory.django import DjangoModelFactory

from grants import clock, models
from grants.permissions import SECOND_FACTOR_ROLES

PASSWORD = "correct horse battery staple"
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
"""The moment most tests play at: the fixture ``call`` is open."""


class UserFactory(DjangoModelFactory):
    """A person with a verified address; ``role`` gives a programme role, with second factor if due."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    name = factory.Faker("name")
    email = factory.Sequence("person{}@test.example".format)
    language = "en"
    joined_at = NOON - timedelta(days=300)
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if not extracted:
            return
        audit = (
            {"valid_until": NOON + timedelta(days=30_000), "purpose": "System audit"} if extracted == "auditor" else {}
        )
        models.RoleAssignment.objects.create(user=self, role=extracted, valid_from=NOON - timedelta(days=300), **audit)
        if extracted in SECOND_FACTOR_ROLES:
            Authenticator.objects.create(user=self, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})


class OrganisationFactory(DjangoModelFactory):
    """A Peruvian chamber with complete data; ``manager``, ``editor``, ``reader`` add a person each."""

    class Meta:
        model = models.Organisation
        skip_postgeneration_save = True

    legal_name = factory.Sequence("Cámara de Comercio {}".format)
    kind = "chamber"
    country = "PE"
    tax_id = ""
    address = "Av. El Sol 100"
    city = "Cusco"
    representative_name = "Rosa Quispe"
    representative_capacity = "Presidenta"
    representative_email = factory.Sequence("presidencia{}@test.example".format)
    registered_at = NOON - timedelta(days=200)

    @factory.post_generation
    def manager(self, create, extracted, **kwargs):
        _join(self, extracted, "manager")

    @factory.post_generation
    def editor(self, create, extracted, **kwargs):
        _join(self, extracted, "editor")

    @factory.post_generation
    def reader(self, create, extracted, **kwargs):
        _join(self, extracted, "reader")


def _join(organisation, user, role):
    if user:
        models.Membership.objects.create(
            user=user, organisation=organisation, role=role, since=NOON - timedelta(days=200)
        )


class IndicatorVersionFactory(DjangoModelFactory):
    """An indicator counted from firm lists, in its first version."""

    class Meta:
        model = models.IndicatorVersion

    indicator = factory.LazyAttributeSequence(lambda _o, n: models.Indicator.objects.create(code=f"T-{n}"))
    number = 1
    name_es = "Mipymes capacitadas"
    name_pt_br = "MPMEs capacitadas"
    name_en = "MSMEs trained"
    level = "output"
    entity = "firm"
    unit_es = unit_pt_br = unit_en = "firms"
    value_form = "register"
    time_rule = "distinct_ever"
    cross_project_rule = "distinct"
    disaggregation = ["country", "size"]


def form_version():
    """A form of two parts and five questions, one of each common kind, frozen."""
    questionnaire = models.Questionnaire.objects.create(purpose="application", name="Test form")
    version = models.QuestionnaireVersion.objects.create(questionnaire=questionnaire, number=1, frozen_at=NOON)
    relevance = _section(version, "relevance", "Pertinencia", "Relevância", "Relevance", 1)
    _question(relevance, "problem", "long", "What problem do you address?", 1, most_words=50)
    _question(relevance, "firms", "number", "How many firms will take part?", 2, least=1, most=5000)
    design = _section(version, "design", "Diseño", "Desenho", "Design", 2)
    _question(design, "approach", "long", "How will you work?", 1, most_words=100)
    approach_kind = _question(design, "approach-kind", "choice", "Which approach comes nearest?", 2)
    for position, key in enumerate(("training", "advice")):
        models.Choice.objects.create(
            question=approach_kind, key=key, position=position, label_es=key, label_pt_br=key, label_en=key.title()
        )
    _question(design, "notes", "short", "Anything else?", 3, required=False, most_characters=100)
    return version


def _section(version, slug, es, pt, en, position):
    return models.Section.objects.create(
        version=version, slug=slug, title_es=es, title_pt_br=pt, title_en=en, position=position
    )


def _question(section, key, kind, label, position, **fields):
    labels = {"label_es": f"es: {label}", "label_pt_br": f"pt: {label}", "label_en": label}
    return models.Question.objects.create(section=section, key=key, kind=kind, position=position, **labels, **fields)


class CallFactory(DjangoModelFactory):
    """A published call, open from 1 March to 1 April 2026 at noon in Brussels, with two lots."""

    class Meta:
        model = models.Call
        skip_postgeneration_save = True

    programme = factory.LazyFunction(
        lambda: models.Programme.objects.get_or_create(code="aiv", defaults={"name_es": "AL-INVEST Verde"})[0]
    )
    slug = factory.Sequence("call-{}".format)
    reference = factory.Sequence("AIV-TEST-{}".format)
    title_es = "Convocatoria de prueba"
    title_pt_br = "Chamada de teste"
    title_en = "Test call"
    summary_es = "Resumen"
    summary_pt_br = "Resumo"
    summary_en = "Summary"
    state = "published"
    opens_at = datetime(2026, 3, 1, 11, 0, tzinfo=UTC)
    closes_at = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
    grant_min = Decimal("200000.00")
    grant_max = Decimal("300000.00")
    share_min = Decimal("50")
    share_max = Decimal("80")
    months_min = 18
    months_max = 27
    form = factory.LazyFunction(form_version)

    @factory.post_generation
    def details(self, create, extracted, **kwargs):
        for position, (code, name) in enumerate((("1", "Agri-food"), ("2", "Circular"))):
            models.Lot.objects.create(
                call=self, code=code, pillar=int(code), position=position, envelope=Decimal("6000000.00"),
                title_es=f"{name} es", title_pt_br=f"{name} pt", title_en=name,
            )  # fmt: skip
        for country in ("PE", "CO", "BR"):
            models.CallCountry.objects.create(call=self, country=country, group="la")
        for country in ("ES", "IT", "DE"):
            models.CallCountry.objects.create(call=self, country=country, group="eu")
        models.CallIndicator.objects.create(call=self, version=IndicatorVersionFactory(), required=True)
        models.CallIndicator.objects.create(call=self, version=IndicatorVersionFactory(name_en="Green jobs"))
        models.RequiredDocument.objects.create(
            call=self, slug="statutes", title_es="Estatutos", title_pt_br="Estatuto", title_en="Statutes", position=1
        )


class ApplicationFactory(DjangoModelFactory):
    """A draft of ``lead`` under ``call``, with its parts and an empty budget of two years."""

    class Meta:
        model = models.Application
        skip_postgeneration_save = True

    title = factory.Sequence("Café sin deforestación {}".format)
    call = factory.SubFactory(CallFactory)
    step = factory.LazyAttribute(lambda o: o.call.step)
    lot = factory.LazyAttribute(lambda o: o.call.lots.first())
    draft = factory.LazyAttribute(lambda o: models.Draft.objects.create(version=o.call.form))
    budget = factory.LazyFunction(lambda: models.Budget.objects.create(years=2))
    started_at = changed_at = NOON - timedelta(days=1)

    @factory.post_generation
    def rows(self, create, extracted, **kwargs):
        for section in self.call.form.sections.all():
            models.Part.objects.create(draft=self.draft, slug=section.slug)
        models.Partner.objects.create(
            application=self, role="lead", state="joined", organisation=self.lead, answered_at=self.started_at
        )
        models.BudgetPartner.objects.create(budget=self.budget, organisation=self.lead)


def join(application, organisation, **fields):
    """A co-applicant that has joined the consortium and stands in its budget."""
    partner = models.Partner.objects.create(
        application=application, role="co_applicant", state="joined", organisation=organisation,
        answered_at=clock.now(), **fields,
    )  # fmt: skip
    models.BudgetPartner.objects.create(budget=application.budget, organisation=organisation, position=1)
    return partner
