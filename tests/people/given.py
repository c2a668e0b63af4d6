"""Persons for tests: invented, with BSNs from the range that is never issued (9999xxxxx)."""

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
