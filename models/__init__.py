"""The tables of Trình Ký; they import nothing of ours."""

from __future__ import annotations

from models.account import SigningKey, User
from models.audit import AuditEvent, AuditHead
from models.base import Base
from models.case import (
    Case,
    CaseStatus,
    Check,
    Opinion,
    Resolution,
    SeparationException,
    TaskStatus,
    UserTask,
)
from models.document import (
    Attachment,
    Document,
    DocumentStatus,
    DocumentVersion,
    StoredFile,
    Urgency,
)
from models.notification import Notification, Reminder
from models.organisation import (
    Absence,
    DelegationInstrument,
    HoldingMode,
    Organisation,
    Post,
    PostHolding,
    PostVersion,
    Role,
    RolePost,
    Seal,
    SealRule,
    Unit,
    UnitVersion,
)
from models.process import DecisionVersion, ProcessDecision, ProcessVersion
from models.register import NumberSeries, RegisterEntry
from models.signature import Signature, SignatureKind
from models.workbench import (
    DeploymentRequest,
    DraftKind,
    DraftPresence,
    DraftRevision,
    ModelDraft,
    ScenarioTable,
)

__all__ = [
    "Absence",
    "Attachment",
    "AuditEvent",
    "AuditHead",
    "Base",
    "Case",
    "CaseStatus",
    "Check",
    "DecisionVersion",
    "DelegationInstrument",
    "DeploymentRequest",
    "Document",
    "DocumentStatus",
    "DocumentVersion",
    "DraftKind",
    "DraftPresence",
    "DraftRevision",
    "HoldingMode",
    "ModelDraft",
    "Notification",
    "NumberSeries",
    "Opinion",
    "Organisation",
    "Post",
    "PostHolding",
    "PostVersion",
    "ProcessDecision",
    "ProcessVersion",
    "RegisterEntry",
    "Reminder",
    "Resolution",
    "Role",
    "RolePost",
    "ScenarioTable",
    "Seal",
    "SealRule",
    "SeparationException",
    "Signature",
    "SignatureKind",
    "SigningKey",
    "StoredFile",
    "TaskStatus",
    "Unit",
    "UnitVersion",
    "Urgency",
    "User",
    "UserTask",
]
