"""How an endpoint looks at a family for its caller: one showing, and what identifies the persons in it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Final

import msgspec

from hub.answers.naming import Names, ProfessionalAnswer, reachable
from hub.answers.showing import Showing, look
from hub.api.services import ApiServices
from hub.commands.request import Professional
from hub.disclosures.told import Receipt
from hub.domain.ages import AgeBand
from hub.domain.disclosure import Disclosed
from hub.domain.items import Item
from hub.domain.organisations import Organisation


class _Content(msgspec.Struct, frozen=True):
    """What a signal keeps encrypted, as far as others may read it."""

    professional: Professional | None = None


_content: Final = msgspec.json.Decoder(_Content).decode


async def showing(
    services: ApiServices, viewer: Organisation, person: str, *, purpose: Receipt | None = None
) -> Showing | None:
    """What ``viewer`` may be shown of the family of this person now; None where nothing at all is known.

    ``purpose``: the log's receipt for the purpose of a wijkteam, which is then a reason to know (DOMAIN.md 5).
    """

    async def ages(persons: Collection[str], on: date) -> Mapping[str, AgeBand]:
        return await services.people.ages(services.pool, list(persons), on)

    return await look(
        person,
        viewer,
        families=services.queries,
        ages=ages,
        policy=services.policy(),
        now=services.clock.now(),
        purpose_logged=purpose is not None,
    )


def references(services: ApiServices, viewer: Organisation) -> Callable[[str], str]:
    """How this organisation calls a person."""
    return partial(services.people.reference, viewer.id)


async def names(
    services: ApiServices, seen: Showing, persons: Iterable[str], disclosed: Iterable[Disclosed[Item]]
) -> Names:
    """The names that go with these items: who the persons are, and which professionals can be reached."""
    viewer = seen.viewer
    organisations, reference = seen.policy.organisations, references(services, viewer)
    signals = reachable(disclosed, Names(viewer, organisations, reference))
    identities = await services.people.describe([each for each in persons if each in seen.identifiable])
    contents = await services.people.read_contents(signals)
    professionals = {
        signal: ProfessionalAnswer(name=who.name, phone=who.phone, email=who.email)
        for signal, raw in contents.items()
        if (who := _content(raw).professional) is not None
    }
    return Names(viewer, organisations, reference, identities, professionals)
