"""Persons for tests: invented, with BSNs from the range that is never issued (9999xxxxx)."""

from collections.abc import Iterable

from hub.domain.opening import Opening, Purpose, for_purpose
from hub.people.subject import Subject

NOA_BSN = "999990019"
BRAM_BSN = "999990020"


def noa(**changes: object) -> Subject:
    """A girl with everything stated but a BSN."""
    stated: dict[str, object] = {
        "family_name": "van Zonneveld-Brandwijk",
        "given_names": "Noa Philippine",
        "born": "2010-07-09",
        "sex": "female",
        "postcode": "3071AA",
        "house_number": 12,
    }
    return Subject(**(stated | changes))  # type: ignore[arg-type]


def bram(**changes: object) -> Subject:
    """A boy with everything stated but a BSN."""
    stated: dict[str, object] = {"family_name": "Öztürk", "given_names": "Bram", "born": "2012-11-30", "sex": "male"}
    return Subject(**(stated | changes))  # type: ignore[arg-type]


def opened(persons: Iterable[str]) -> Opening:
    """These persons, for who may see them."""
    return for_purpose(Purpose.IDENTITY_REVIEW, persons=persons)


def words(things: Iterable[str]) -> Opening:
    """The words about these things, for who may read them."""
    return for_purpose(Purpose.REQUEST, contents=things)
