"""How a request of the family is looked at: the case, and its outcome for who asked it."""

from collections.abc import Callable
from typing import Final

import msgspec

from hub.answers.record import Logged, RecordAnswer, record_of
from hub.answers.trails import of_another
from hub.api.door import Actor
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.disclosures.line import Line
from hub.disclosures.ports import Wanted
from hub.disclosures.told import Told
from hub.domain.circumstances import Circumstances
from hub.domain.facts.matches import MatchRaised
from hub.domain.opening import Purpose, for_purpose
from hub.domain.relatives import relatives_of
from hub.domain.requests import DataRequest
from hub.domain.terms import AMSTERDAM

PURPOSE: Final = "rights-of-the-family"
_LINES: Final = 1000
"""Lines of the log read at once."""


class Case(msgspec.Struct, frozen=True):
    """A request with what it depends on, and what was asked in words."""

    request: DataRequest
    where: Circumstances
    words: str | None


class _Content(msgspec.Struct, frozen=True):
    words: str | None = None


_read: Final[Callable[[bytes], _Content]] = msgspec.json.Decoder(_Content).decode


async def case_of(services: ApiServices, reader: Actor, id_: str, person: str) -> Case | None:
    """The case as it stands; None where the data subject's family no longer holds it, and where that is a relative of
    who reads (DOMAIN.md 5.3).
    """
    found = await services.queries.family(person)
    request = None if found is None else found[1].requests.get(id_)
    if found is None or request is None:
        return None
    declared = found[1].relatives.values()
    if request.person in relatives_of(declared, reader.organisation.id, reader.professional):
        return None
    now = services.clock.now()
    family = found[1]
    bands = await services.people.ages(services.pool, list(family.everyone), now.astimezone(AMSTERDAM).date())
    contents = await services.people.read_contents(for_purpose(Purpose.REQUEST, contents=[id_]))
    words = _read(contents[id_]).words if id_ in contents else None
    policy = services.policy()
    where = Circumstances(family, family.ages(bands), policy.catalogue, now, policy.organisations, policy.disclosure)
    return Case(request, where, words)


async def relatives_apart(services: ApiServices, reader: Actor) -> frozenset[str]:
    """Whose requests who reads does not see: their relatives, by every pseudonym (DOMAIN.md 5.3)."""
    if reader.professional is None:
        return frozenset()
    declared = await services.queries.relatives(reader.organisation.id, reader.professional)
    persons = {row.person for row in declared}
    found = await services.queries.families(persons) if persons else {}
    linked = (found[person][1].pseudonyms_of(person) for person in persons & found.keys())
    return frozenset(persons.union(*linked))


async def outcome_of(services: ApiServices, reader: Actor, id_: str) -> Told[RecordAnswer | None]:
    """The outcome of a request that this municipality decided; None for another's, as for none at all.

    Raises the problem ``not-decided-yet`` for one that waits for its decision.
    """
    row = await services.queries.request(id_)
    own = row is not None and row.owner == reader.organisation.id
    case = await case_of(services, reader, id_, row.person) if row is not None and own else None
    if case is None:
        return Told(None, of_another(id_, None if row is None else row.person))
    if case.request.decision is None:
        raise Problem("not-decided-yet")
    persons = case.where.family.pseudonyms_of(case.request.person)
    log = Logged(lines=tuple(await _lines_about(services, persons)), messages=await _messages(services, persons))
    identities = await services.people.describe(for_purpose(Purpose.OUTCOME, persons=persons))
    return record_of(case.request, case.where, services.policy(), log, identities)


async def _lines_about(services: ApiServices, persons: tuple[str, ...]) -> list[Line]:
    """Everything that the log has of a person, the latest first."""
    found: list[Line] = []
    before: int | None = None
    while page := await services.log.read(Wanted(persons=persons), before, _LINES):
        found.extend(each.line for each in page)
        before = page[-1].id
    return found


async def _messages(services: ApiServices, persons: tuple[str, ...]) -> tuple[MatchRaised, ...]:
    """What was told to whom about a person, each as it stood when it was sent."""
    facts = (each.fact for each in await services.history.about(persons))
    return tuple(each for each in facts if isinstance(each, MatchRaised) and each.notification is not None)
