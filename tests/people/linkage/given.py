"""Two statements about one child, and the ways in which they may differ."""

from hub.people.identity import Identity
from hub.people.linkage.rules import Candidate, Judgement, judge
from hub.people.linkage.traits import Traits, traits_of

STORED = 100_000
"""How many persons are stored, unless a test says otherwise."""


def stated(**changes: object) -> Identity:
    """A boy with everything stated."""
    fields: dict[str, object] = {
        "family_name": "van Zonneveld",
        "given_names": "Floris",
        "born": "2010-07-19",
        "sex": "male",
        "postcode": "3071AA",
        "house_number": 12,
        "phone": "06 1234 5678",
    }
    return Identity(**(fields | changes))  # type: ignore[arg-type]


def traits(**changes: object) -> Traits:
    """His traits."""
    return traits_of(stated(**changes))


def judged(one: Traits, *known: Traits, stored: int = STORED) -> Judgement:
    """What becomes of a statement, beside those who are stored."""
    return judge(one, [Candidate(f"p{n}", f"p{n}", each) for n, each in enumerate(known)], stored)
