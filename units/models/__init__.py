from units.models.grouping import Cluster, ClusterMembership, Headcount, HeadcountQuerySet, MembershipQuerySet
from units.models.person import Appointment, AppointmentQuerySet, Role, User, UserQuerySet
from units.models.record import AuditEntry, Delivery, Message, MessageQuerySet, Stale
from units.models.table import WorkbookDraft
from units.models.unit import Level, Sector, Unit, UnitQuerySet

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "AuditEntry",
    "Cluster",
    "ClusterMembership",
    "Delivery",
    "Headcount",
    "HeadcountQuerySet",
    "Level",
    "MembershipQuerySet",
    "Message",
    "MessageQuerySet",
    "Role",
    "Sector",
    "Stale",
    "Unit",
    "UnitQuerySet",
    "User",
    "UserQuerySet",
    "WorkbookDraft",
]
