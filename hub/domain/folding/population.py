"""The fold of what the population register says."""

from hub.domain.authority import state_anew
from hub.domain.facts import population
from hub.domain.folding.stated import Folds, Stated
from hub.domain.registered import REGISTER, Registration, added, latest_of


def _person_registered(state: Stated, fact: population.PersonRegistered) -> None:
    for person in (fact.person, *fact.relatives):
        state.members.setdefault(person)
    known = state.registered.get(fact.person, ())
    state.registered[fact.person] = added(known, Registration.of(fact))
    state_anew(state.authority, state.items.values(), state.registered)
    _judge(state, fact.person)


def _judge(state: Stated, child: str) -> None:
    """While the register cannot tell who holds authority, nobody can consent for the child (DOMAIN.md 3.1)."""
    found = latest_of(state.registered[child]).authority
    sources = state.undeterminable.pop(child, frozenset()) - {REGISTER}
    if found is not None and not found.complete:
        sources |= {REGISTER}
    if sources:
        state.undeterminable[child] = sources


POPULATION_FOLDS: Folds = {
    population.PersonRegistered: _person_registered,
}
