"""How an endpoint looks at a family for its caller: one showing, and what identifies the persons in it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial

from hub.answers.contacts import Contacts
from hub.answers.loading import look
from hub.answers.naming import Names, reachable
from hub.answers.showing import Showing
from hub.api.services import ApiServices
from hub.disclosures.told import Receipt
from hub.domain.ages import AgeBand
from hub.domain.disclosure import Disclosed
from hub.domain.items import Item
from hub.domain.organisations import Organisation


async def showing(
    services: ApiServices,
    viewer: Organisation,
    person: str,
    *,
    professional: str | None,
    logged: Receipt | None = None,
    purpose: str | None = None,
) -> Showing | None:
    """What ``viewer`` may be shown of the family of this person now; None where nothing at all is known.

    ``logged``: the log's receipt for the purpose of a wijkteam, which is then a reason to know (DOMAIN.md 5).
    ``purpose``: for what the viewer says that it asks; without a word, for early coordination. ``professional``: who
    looks for it; of their own family nothing at all is known to them.
    """
    asked_about = None if logged is None else person
    found = await showings(
        services, viewer, [person], professional=professional, asked_about=asked_about, purpose=purpose
    )
    return found.get(person)


async def showings(
    services: ApiServices,
    viewer: Organisation,
    persons: Collection[str],
    *,
    professional: str | None,
    asked_about: str | None = None,
    purpose: str | None = None,
) -> dict[str, Showing]:
    """The same for several persons, whose families are loaded at once; those of whom nothing is known are left out."""

    async def ages(persons: Collection[str], on: date) -> Mapping[str, AgeBand]:
        return await services.people.ages(services.pool, list(persons), on)

    return await look(
        persons,
        viewer,
        families=services.queries,
        ages=ages,
        policy=services.policy(),
        now=services.clock.now(),
        professional=professional,
        asked_about=asked_about,
        purpose=purpose,
    )


def references(services: ApiServices, viewer: Organisation) -> Callable[[str], str]:
    """How this organisation calls a person."""
    return partial(services.people.reference, viewer.id)


def told_as(services: ApiServices, seen: Showing) -> Callable[[str], str]:
    """How the viewer calls the persons of a family: of linked pseudonyms, by the one that it knows."""
    reference = references(services, seen.viewer)
    return lambda person: reference(seen.called(person))


async def names(
    services: ApiServices, seen: Showing, persons: Iterable[str], disclosed: Iterable[Disclosed[Item]]
) -> Names:
    """The names that go with these items: who the persons are, and which professionals can be reached."""
    viewer = seen.viewer
    organisations, reference = seen.policy.organisations, told_as(services, seen)
    others = reachable(disclosed, Names(viewer, organisations, reference))
    contacts = Contacts(others, seen.policy.professionals, seen.now)
    persons = list(persons)
    described = await services.people.describe(seen.opening(persons))
    identities = {person: described[name] for person in persons if (name := seen.called(person)) in described}
    professionals = contacts.read_from(await services.people.read_contents(contacts.opening))
    return Names(viewer, organisations, reference, identities, professionals)
