"""What may be expected of an organisation, and from when it stands in a calendar (DOMAIN.md 3.1, 4, 7 and 10)."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Kinds of task (taak)."""

    ANSWER = "answer"
    """A notification waits for its answer."""
    REQUEST = "request"
    """A request of the family waits for this organisation's advice, or for what was decided to be carried out."""
    COORDINATION_OFFER = "coordination-offer"
    WATCH_OFFER = "watch-offer"
    HANDOVER_OFFER = "handover-offer"
    INTERPRETATION = "interpretation"
    """Another asks to interpret (duiden) what comes together."""
    FIRST_CONTACT = "first-contact"
    """A handover that was accepted, until the first contact with the child."""
    FAMILY_PLAN = "family-plan"
    REFERRAL = "referral"
    """To look whether somebody arrived where they were referred to."""
    REFERRAL_WHEN_UNSAFE = "referral-when-unsafe"
    """The same while a safety concern is open: sooner."""
    REPORT = "report"
    """A report to Veilig Thuis was intended."""
    INFORMING = "informing"
    """Telling an addressee what was recorded about them (GDPR 14)."""
    REVIEW = "review"
    """Those involved look back together."""
    CONCERN_EXPIRES = "concern-expires"
    CONSENT_ENDS = "consent-ends"
    CONSENT_NOTED = "consent-noted"
    """Another organisation noted a consent for one's own signals, which opens nothing until it is confirmed."""
    EXCEPTION_CONFIRM = "exception-confirm"
    EXCEPTION_REVIEW = "exception-review"
    LOOK_REVIEW = "look-review"
    """A first look on a reason to know that nobody else gave waits for a second professional (DOMAIN.md 5.3)."""
    REQUEST_DECISION = "request-decision"
    """A request of the family waits for the municipality's decision, within the term of the law (GDPR 12(3))."""
    ACCESS_CONFIRM = "access-confirm"
    """The access of a professional ends unless their organisation confirms it again (DOMAIN.md 7)."""
    EXCEPTION_OUTSIDE = "exception-outside"
    """Nobody of its own organisation confirmed an exception: the outside pool is asked, by identifier."""


REVIEWED_BY: Final = timedelta(hours=17)
"""Into its day: when a day to look back is over."""
CONFIRMED_WITHIN: Final = timedelta(hours=72)
"""Within which a second professional confirms an exception (DOMAIN.md 4)."""
CONCERN_ASKED_BEFORE: Final = timedelta(days=60)
"""How long before it expires a concern asks its owner (DOMAIN.md 1, open concern)."""
INFORMING_ASKED_AFTER: Final = timedelta(days=14)
"""After how long somebody who was not told stands in the calendar: halfway the four weeks (DOMAIN.md 2.4)."""
CONSENT_ASKED_BEFORE: Final = timedelta(days=42)
"""Six weeks before it ends a consent asks its owner (DOMAIN.md 3.1)."""
