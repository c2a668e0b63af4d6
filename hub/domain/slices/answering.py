"""Answering a notification."""

from typing import Literal

from hub.domain.answer_reasons import NOT_NEEDED
from hub.domain.errors import Fault, InvalidCommand, UnknownThing
from hub.domain.facts.matches import NotificationAnswered
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded


class AnswerNotification(HubSlice):
    """Answer a notification with one click."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        notification: str,
        *,
        answer: Literal["contact-made", "already-in-contact", "not-needed", "could-not-reach"],
        reason: str | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.notification = notification
        self.answer: Literal["contact-made", "already-in-contact", "not-needed", "could-not-reach"] = answer
        self.reason = reason

    def execute(self) -> None:
        """Raises ``UnknownThing`` for a notification of another, ``InvalidCommand`` for a reason that will not do."""
        match = next((m for m in self.state.matches.values() if self.notification in m.notifications), None)
        if match is None or match.recipient != self.organisation:
            raise UnknownThing
        if self.answer == "not-needed" and self.reason is None:
            raise InvalidCommand(Fault("reason", "reason-missing", "Say why it is not needed, with a code."))
        if self.reason is not None and (self.answer != "not-needed" or self.reason not in NOT_NEEDED):
            raise InvalidCommand(Fault("reason", "reason-unknown", "This is not a reason for this answer."))
        self.record(
            NotificationAnswered(
                recorded_at=self.now,
                notification=self.notification,
                match=match.id,
                recipient=self.organisation,
                persons=match.persons,
                answer=self.answer,
                reason=self.reason,
            )
        )
        self.outcome = Recorded(id=self.notification)
