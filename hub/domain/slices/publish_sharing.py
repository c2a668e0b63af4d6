"""Publishing a signal with its consent or its safety exception in the same message: one decision, one answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from hub.domain.errors import Fault
from hub.domain.matching import Occasion, raise_matches
from hub.domain.policy import Policy
from hub.domain.slices.base import Situation
from hub.domain.slices.consent_details import ConsentDetails
from hub.domain.slices.consent_faults import consent_faults
from hub.domain.slices.exceptions import ExceptionDetails, exception_faults, record_exception
from hub.domain.slices.noting import note_for_others
from hub.domain.slices.publish import PublishSignal, SignalDetails
from hub.domain.slices.sharing import record_consent
from hub.domain.withdrawing import withdraw_matches

_SCOPE: Final = frozenset({"recipients", "kinds", "domains", "except_categories", "since", "until", "purposes"})
"""What a consent covers: for whom, of what and until when (DOMAIN.md 3.3)."""


class SharingDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What comes with a signal to open it.

    ``givers`` are positions among the command's subjects: of who answered, then of who is represented, then of the
    children whose authority cannot be determined.
    """

    consent: ConsentDetails | None = None
    givers: tuple[int, ...] = ()
    exception: ExceptionDetails | None = None


class PublishSharing(PublishSignal):
    """Record the consent, the signal and the exception together, then raise what converges over all of them."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        signal: str,
        details: SignalDetails,
        sharing: SharingDetails,
    ) -> None:
        super().__init__(situation, policy, organisation, signal, details)
        self.sharing = sharing
        self.consent = self.ids() if sharing.consent else None
        self.exception = self.ids() if sharing.exception else None

    def execute(self) -> None:
        """As ``PublishSignal``, with the faults of consent and exception among the others."""
        super().execute()
        if self.consent is not None and self.sharing.consent is not None:
            withdraw_matches(self, "sharing-ended")
            others = (item for item in self.state.items.values() if item.owner == self.organisation)
            raise_matches(self, Occasion(touched=tuple(item for item in others if item.id != self.signal)))
            note_for_others(self, self.consent)
        self.outcome = msgspec.structs.replace(self.outcome, consent=self.consent, exception=self.exception)

    def _faults(self) -> list[Fault]:
        consent, exception = self.sharing.consent, self.sharing.exception
        return [
            *super()._faults(),
            *(faults_with_signal(consent, self.policy, self.now) if consent else ()),
            *(below("safety_exception", exception_faults(exception, self.policy, self.now)) if exception else ()),
        ]

    def _record(self) -> None:
        if self.consent is not None and self.sharing.consent is not None:
            givers = [self.persons[position] for position in self.sharing.givers]
            record_consent(self, self.consent, (*givers, *self.persons), self.sharing.consent)
        super()._record()
        if self.exception is not None and self.sharing.exception is not None:
            record_exception(self, self.exception, (self.state.items[self.signal],), self.sharing.exception)


def below(name: str, faults: Sequence[Fault]) -> list[Fault]:
    """The faults of one part of a message, at their place in the whole."""
    return [msgspec.structs.replace(fault, path=f"{name}.{fault.path}") for fault in faults]


def faults_with_signal(consent: ConsentDetails, policy: Policy, now: datetime) -> list[Fault]:
    """What is wrong with a consent that comes with a signal, at its place there: what it covers stands in its scope."""
    found = consent_faults(consent, policy, now)
    covering = [fault for fault in found if _covers(fault)]
    others = [fault for fault in found if not _covers(fault)]
    return [*below("consent.scope", covering), *below("consent", others)]


def _covers(fault: Fault) -> bool:
    return fault.path.partition("[")[0] in _SCOPE
