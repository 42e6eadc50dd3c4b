"""Index: every model of the app, in the order of a grant's life."""

from grants.applications.models import (
    Application,
    ApplicationDocument,
    ApplicationEvent,
    LogframeIndicator,
    LogframeResult,
    Mandate,
    Partner,
    ReferenceCounter,
    Submission,
)
from grants.attempts.models import Attempt
from grants.budgets.models import Budget, BudgetLine, BudgetPartner, FundingSource
from grants.calls.models import (
    Call,
    CallCountry,
    CallDocument,
    CallEvent,
    CallIndicator,
    CallVersion,
    Corrigendum,
    Lot,
    Programme,
    RequiredDocument,
)
from grants.drafts.models import Cell, Draft, Part, Revision
from grants.files.models import StoredFile
from grants.indicators.models import Indicator, IndicatorVersion
from grants.jobs.models import Job
from grants.messages.models import Message
from grants.organisations.models import (
    Membership,
    Organisation,
    OrganisationEvent,
    OrganisationVersion,
    RoleAssignment,
    User,
)
from grants.proposals.models import Proposal
from grants.questionnaire.models import Choice, Question, Questionnaire, QuestionnaireVersion, Section

__all__ = [
    "Application",
    "ApplicationDocument",
    "ApplicationEvent",
    "Attempt",
    "Budget",
    "BudgetLine",
    "BudgetPartner",
    "Call",
    "CallCountry",
    "CallDocument",
    "CallEvent",
    "CallIndicator",
    "CallVersion",
    "Cell",
    "Choice",
    "Corrigendum",
    "Draft",
    "FundingSource",
    "Indicator",
    "IndicatorVersion",
    "Job",
    "LogframeIndicator",
    "LogframeResult",
    "Lot",
    "Mandate",
    "Membership",
    "Message",
    "Organisation",
    "OrganisationEvent",
    "OrganisationVersion",
    "Part",
    "Partner",
    "Programme",
    "Proposal",
    "Question",
    "Questionnaire",
    "QuestionnaireVersion",
    "ReferenceCounter",
    "RequiredDocument",
    "Revision",
    "RoleAssignment",
    "Section",
    "StoredFile",
    "Submission",
    "User",
]
