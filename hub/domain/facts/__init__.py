"""Everything that can be stored in the ledger, as one closed list."""

from hub.domain.facts.base import Fact
from hub.domain.facts.followup import (
    CoordinationRecorded,
    FollowUpRecorded,
    HandoverRecorded,
    MembershipStated,
    WatchRecorded,
)
from hub.domain.facts.identity import (
    IdentityReviewDecided,
    IdentityReviewOpened,
    PersonsLinked,
    PersonsUnlinked,
)
from hub.domain.facts.matches import DeadlineReached, DeadlinesSet, MatchRaised, MatchWithdrawn, NotificationAnswered
from hub.domain.facts.organisations import OrganisationRegistered
from hub.domain.facts.sharing import (
    ConsentRecorded,
    ConsentWithdrawn,
    DirectoryEntryRecorded,
    ExceptionRecorded,
    ExceptionReviewed,
    RecipientsNamed,
)
from hub.domain.facts.signals import ReportToVeiligThuisRecorded, SignalEnded, SignalRecorded, SignalRetracted

ALL_FACTS: tuple[type[Fact], ...] = (
    SignalRecorded,
    SignalEnded,
    SignalRetracted,
    ReportToVeiligThuisRecorded,
    ConsentRecorded,
    ConsentWithdrawn,
    ExceptionRecorded,
    ExceptionReviewed,
    RecipientsNamed,
    DirectoryEntryRecorded,
    MembershipStated,
    FollowUpRecorded,
    CoordinationRecorded,
    WatchRecorded,
    HandoverRecorded,
    MatchRaised,
    MatchWithdrawn,
    NotificationAnswered,
    DeadlinesSet,
    DeadlineReached,
    OrganisationRegistered,
    PersonsLinked,
    PersonsUnlinked,
    IdentityReviewOpened,
    IdentityReviewDecided,
)

__all__ = [
    "ALL_FACTS",
    "ConsentRecorded",
    "ConsentWithdrawn",
    "CoordinationRecorded",
    "DeadlineReached",
    "DeadlinesSet",
    "DirectoryEntryRecorded",
    "ExceptionRecorded",
    "ExceptionReviewed",
    "Fact",
    "FollowUpRecorded",
    "HandoverRecorded",
    "IdentityReviewDecided",
    "IdentityReviewOpened",
    "MatchRaised",
    "MatchWithdrawn",
    "MembershipStated",
    "NotificationAnswered",
    "OrganisationRegistered",
    "PersonsLinked",
    "PersonsUnlinked",
    "RecipientsNamed",
    "ReportToVeiligThuisRecorded",
    "SignalEnded",
    "SignalRecorded",
    "SignalRetracted",
    "WatchRecorded",
]
