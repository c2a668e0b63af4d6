"""repeated-moves: two moves of municipality, school or GP with an open concern, or earlier helpers kept away."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import FollowUp
from hub.domain.organisations import Sector
from hub.domain.rules.gathering import days, ids_of, organisations_of, persons_of, told_by_another
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView

MOVES = {"moved-municipality": "municipality", "school-changed": Sector.SCHOOL, "gp-changed": Sector.GENERAL_PRACTICE}
"""Follow-up code -> what changed: the sector of the directory that says the same."""
FORBIDDEN = "contact-with-helpers-forbidden"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding for the family, while a concern is open.

    Parameters: ``times`` moved ``within_days`` until now; reports of one change within ``same_move_days`` are one move.
    """
    open_ = [concern for concern in view.concerns if concern.category != FORBIDDEN]
    if not open_:
        return
    since = view.now - days(parameters["within_days"])
    stated = [f for f in view.follow_ups if f.code in MOVES and since <= f.occurred_at <= view.now]
    forbidden = [concern for concern in view.concerns if concern.category == FORBIDDEN]
    moves = _moves(view, stated, since, parameters)
    items = [*open_, *forbidden, *stated]
    if (moves >= parameters["times"] or forbidden) and told_by_another(view, items):
        spoken = organisations_of((*stated, *forbidden))
        yield Finding(about=persons_of(items), items=ids_of(items), speaks_for=spoken)


def _moves(view: FamilyView, stated: list[FollowUp], since: datetime, parameters: Parameters) -> int:
    """How often something changed; of a roster or the register only the date counts, shown to nobody."""
    together, persons = days(parameters["same_move_days"]), set(view.persons)
    dates = [(str(MOVES[each.code]), each.occurred_at) for each in stated]
    rosters = (each for each in view.roster_changes if each.person in persons and since <= each.since <= view.now)
    dates += [(str(each.sector), each.since) for each in rosters]
    registered = (move for move in view.moves if move.other_municipality and since <= move.at <= view.now)
    dates += [("municipality", move.at) for move in registered]
    last: dict[str, datetime] = {}
    moves = 0
    for what, date in sorted(dates):
        if what not in last or date > last[what] + together:
            moves += 1
            last[what] = date
    return moves


REPEATED_MOVES = Rule(
    id="repeated-moves",
    version=1,
    order=120,
    source="L4.3; period and number chosen",
    looks_at=frozenset({"concern", "follow-up", "membership"}),
    find=find,
    fires_nl="twee keer een andere gemeente, school of huisarts binnen de termijn terwijl een zorg openstaat; of "
    "contact met eerdere hulpverleners verboden. Van een lijst van leerlingen of patiënten telt alleen de datum",
    fires_en="another municipality, school or GP twice within the period while a concern is open; or contact with "
    "earlier helpers forbidden. Of a roster only the date counts",
    told_nl="wie de zorgen mag zien",
    told_en="who may see the concerns",
    reason_nl="Dit gezin verhuist of wisselt vaker van school of huisarts terwijl er zorgen openstaan, of houdt "
    "eerdere hulpverleners af: {categories} ({dates}). Gesignaleerd door {organisations}.",
    reason_en="This family moves, or changes school or GP, again while concerns are open, or keeps earlier helpers "
    "away: {categories} ({dates}). Signalled by {organisations}.",
)
