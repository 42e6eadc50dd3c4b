"""Applications: what a consortium drafts together and hands in."""

from grants.applications.models.applications import Application, ApplicationPart, Partner, PartnerRole
from grants.applications.models.beside import Comment, CommentThread, HelpAccess
from grants.applications.models.logframe import LogframeIndicator, LogframeResult, LogframeRevision, ResultLevel
from grants.applications.models.mandates import Mandate, MandateMethod, MandateRequest
from grants.applications.models.submissions import (
    ApplicationDocument,
    ApplicationEvent,
    Receipt,
    ReferenceCounter,
    Submission,
)
from grants.applications.models.workbooks import Workbook, WorkbookReturn
from grants.applications.models.workplan import Activity, WorkplanRevision
from grants.applications.workflow import PartnerState

__all__ = [
    "Activity",
    "Application",
    "ApplicationDocument",
    "ApplicationEvent",
    "ApplicationPart",
    "Comment",
    "CommentThread",
    "HelpAccess",
    "LogframeIndicator",
    "LogframeResult",
    "LogframeRevision",
    "Mandate",
    "MandateMethod",
    "MandateRequest",
    "Partner",
    "PartnerRole",
    "PartnerState",
    "Receipt",
    "ReferenceCounter",
    "ResultLevel",
    "Submission",
    "Workbook",
    "WorkbookReturn",
    "WorkplanRevision",
]
