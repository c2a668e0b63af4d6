"""Why something is not taken up, in codes: a notification that needs no contact, a handover that is declined."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Reason(NamedTuple):
    """A code in words."""

    nl: str
    en: str


NOT_NEEDED: Final[Mapping[str, Reason]] = {
    "help-suffices": Reason("de hulp die er is, volstaat", "the help that is there suffices"),
    "other-takes-it-up": Reason("een ander pakt het op", "another takes it up"),
    "not-our-task": Reason("niet onze taak", "not our task"),
    "no-longer-involved": Reason("niet meer betrokken", "no longer involved"),
    "moved-away": Reason("verhuisd", "moved away"),
    "wrong-person": Reason("dit gaat over iemand anders", "this is about somebody else"),
}
"""Why a notification needs no contact (DOMAIN.md 10); with *wrong person* a steward looks again."""

DECLINED: Final[Mapping[str, Reason]] = {
    "no-capacity": Reason("geen plaats", "no capacity"),
    "not-our-task": Reason("niet onze taak", "not our task"),
    "not-enough-known": Reason("te weinig bekend om over te nemen", "too little is known to take over"),
    "family-does-not-want": Reason("het gezin wil dit niet", "the family does not want this"),
    "unsafe-first": Reason("eerst moet de veiligheid geregeld zijn", "safety has to be arranged first"),
}
"""Why a handover is declined; the giver keeps the watch, and knows what to arrange first (R annex, V6.3)."""
