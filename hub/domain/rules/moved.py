"""moved: a family moves while concerns are open, so that nobody has to start over."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import FollowUp, Signal
from hub.domain.registered import Move
from hub.domain.rules.gathering import ids_of, runs_from
from hub.domain.rules.repeated_moves import MOVES
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.terms import working_mornings
from hub.domain.view import FamilyView

ACKNOWLEDGED = "move-acknowledged"
WAITING = "waiting"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """First that there is a move, then that nobody who receives has acknowledged it; to owners of open concerns.

    Never where to: the finding names the move and own concerns alone. Parameter: ``decide_within_working_days``.
    """
    for move, own in _moves(view):
        if move.owner != view.viewer.id:
            yield Finding(key=move.id, about=move.about, items=ids_of((move, *own)))
        if _due(move, parameters) <= view.now:
            yield Finding(key=f"{move.id}:{WAITING}", about=move.about, items=ids_of((move, *own)))
    for key, persons, found_at, own in _registered(view):
        yield Finding(key=key, about=persons, items=ids_of(own))
        if _term(found_at, parameters) <= view.now:
            yield Finding(key=f"{key}:{WAITING}", about=persons, items=ids_of(own))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When the owners have had their time to decide, and who receives to acknowledge."""
    for move, _ in _moves(view):
        moment = _due(move, parameters)
        if moment > view.now:
            yield Moment(key=f"{move.id}:{WAITING}", due=moment)
    for key, _, found_at, _ in _registered(view):
        moment = _term(found_at, parameters)
        if moment > view.now:
            yield Moment(key=f"{key}:{WAITING}", due=moment)


def _moves(view: FamilyView) -> Iterator[tuple[FollowUp, list[Signal]]]:
    """Moves that nobody has acknowledged, with the recipient's own open concerns from before."""
    acknowledged = {each.of for each in view.follow_ups if each.code == ACKNOWLEDGED}
    for move in view.follow_ups:
        if move.code not in MOVES or move.id in acknowledged:
            continue
        own = [c for c in view.concerns if c.owner == view.viewer.id and c.occurred_at <= move.occurred_at]
        if own:
            yield move, own


def _registered(view: FamilyView) -> Iterator[tuple[str, tuple[str, ...], datetime, list[Signal]]]:
    """Moves by the population register: who moved at a moment, when it was found, and own open concerns from before.

    Nobody states these, so a receiver's acknowledgement after it is of any of them.
    """
    together: dict[datetime, list[Move]] = {}
    for move in view.moves:
        together.setdefault(move.at, []).append(move)
    acknowledged = [each for each in view.follow_ups if each.code == ACKNOWLEDGED]
    for at, moves in sorted(together.items()):
        persons, found_at = tuple(move.person for move in moves), min(move.found_at for move in moves)
        own = [c for c in view.concerns if c.owner == view.viewer.id and c.occurred_at <= found_at]
        if own and not any(each.occurred_at >= at and not set(persons).isdisjoint(each.about) for each in acknowledged):
            yield f"registered:{at:%Y%m%d}", persons, found_at, own


def _term(found_at: datetime, parameters: Parameters) -> datetime:
    return working_mornings(found_at, parameters["decide_within_working_days"])


def _due(move: FollowUp, parameters: Parameters) -> datetime:
    return working_mornings(runs_from(move), parameters["decide_within_working_days"])


MOVED = Rule(
    id="moved",
    version=1,
    order=130,
    source="L4.1, R4.2",
    looks_at=frozenset({"follow-up"}),
    find=find,
    fires_nl="een verhuizing, andere school of andere huisarts terwijl zorgen openstaan; en opnieuw als niemand die "
    "ontvangt het binnen de termijn heeft bevestigd",
    fires_en="a move, another school or another GP while concerns are open; and again where nobody who receives has "
    "acknowledged it within the term",
    told_nl="wie een openstaande zorg heeft: dat het gezin verhuist, niet waarheen",
    told_en="who has an open concern: that the family moves, not where to",
    reason_nl="Dit gezin verhuist of wisselt van school of huisarts terwijl uw zorg openstaat. Besluit wat u meegeeft; "
    "wie op de kinderen let en wie de regie heeft, blijft dat tot de ontvanger bevestigt.",
    reason_en="This family moves, or changes school or GP, while your concern is open. Decide what you pass on; who "
    "watches the children and who coordinates stay so until the receiver acknowledges it.",
    term_nl="termijn om te besluiten na een verhuizing",
    term_en="term to decide after a move",
    due=due,
)
