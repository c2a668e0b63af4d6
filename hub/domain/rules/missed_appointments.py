"""missed-appointments: missed appointments of several members of one family are one pattern."""

from collections.abc import Iterator

from hub.domain.rules.gathering import days, ids_of, organisations_of, persons_of
from hub.domain.rules.history import concerns_on_record, pattern
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView

MISSED = "missed-appointment"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding for the family; a new organisation makes it speak again, one more missed appointment does not.

    Parameters: ``times``, or ``times_under_four`` where one of them concerned a child under four at the time,
    ``within_days`` of each other.
    """
    missed = concerns_on_record(view, MISSED)
    found = pattern(view, missed, days(parameters["within_days"]), parameters["times"], parameters["times_under_four"])
    if found:
        yield Finding(about=persons_of(found), items=ids_of(found), speaks_for=organisations_of(found))


MISSED_APPOINTMENTS = Rule(
    id="missed-appointments",
    version=1,
    order=80,
    source="R3.2, R4.2; the number for a child under four chosen",
    looks_at=frozenset({"concern", "membership"}),
    find=find,
    fires_nl="drie of meer gemiste afspraken in het gezin binnen de termijn; twee als een daarvan een kind onder de "
    "vier betrof",
    fires_en="three or more missed appointments in the family within the period; two where one of them concerned a "
    "child under four",
    told_nl="wie de signalen mag zien",
    told_en="who may see the signals",
    reason_nl="In dit gezin zijn {count} keer afspraken gemist ({dates}). Gesignaleerd door {organisations}.",
    reason_en="In this family appointments were missed {count} times ({dates}). Signalled by {organisations}.",
    same_for_all=True,
)
