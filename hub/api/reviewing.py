"""How a reviewer looks at the safety exception that it must review, and at nothing else of that family."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from hub.answers import trails
from hub.answers.exceptions import ExceptionAnswer, WrittenWords, exception_answer, trail_of
from hub.answers.naming import Names
from hub.api import looking
from hub.api.door import Actor
from hub.api.services import ApiServices
from hub.disclosures.told import Told
from hub.domain.disclosure import Ground
from hub.domain.opening import Purpose, for_purpose
from hub.domain.tasks import Kind
from hub.domain.under_review import UnderReview

PURPOSE: Final = "exception-review"
_TO_REVIEW: Final = (Kind.EXCEPTION_CONFIRM, Kind.EXCEPTION_REVIEW, Kind.EXCEPTION_OUTSIDE)


class _WithSignal(msgspec.Struct, frozen=True):
    safety_exception: WrittenWords | None = None


_read: Final[Callable[[bytes], WrittenWords]] = msgspec.json.Decoder(WrittenWords).decode
_read_with_signal: Final[Callable[[bytes], _WithSignal]] = msgspec.json.Decoder(_WithSignal).decode


async def read_exception(services: ApiServices, actor: Actor, id_: str) -> Told[ExceptionAnswer | None]:
    """The exception for who must review it; None for anybody else's, and for one that was decided, as for none at all.

    Found by the organisation's own task: what it has nothing to do with leads to no family.
    """
    viewer = actor.organisation
    person = await services.queries.whom(viewer.id, id_, _TO_REVIEW)
    showing = (
        None
        if person is None
        else await looking.showing(services, viewer, person, professional=actor.professional, purpose=PURPOSE)
    )
    found = None if showing is None else showing.under_review(id_)
    if person is None or showing is None or found is None:
        return Told(None, trails.of_another(id_, person))
    names = Names(viewer, services.policy().organisations, looking.told_as(services, showing))
    words = await _words(services, found)
    may_decide = found.ground is Ground.REVIEW or actor.professional != found.exception.professional
    answer = exception_answer(found, words, showing, names, may_decide=may_decide)
    return Told(answer, trail_of(found, showing))


async def _words(services: ApiServices, found: UnderReview) -> WrittenWords:
    """What was written with it: by itself, or with the signal it came with."""
    places = (found.exception.id, *found.exception.items)
    contents = await services.people.read_contents(for_purpose(Purpose.EXCEPTION_REVIEW, contents=places))
    return written(found.exception.id, found.exception.items, contents)


def written(exception: str, items: tuple[str, ...], contents: Mapping[str, bytes]) -> WrittenWords:
    """The words of an exception among what is kept of it and of its items."""
    if exception in contents:
        return _read(contents[exception])
    with_signal = (_read_with_signal(contents[each]).safety_exception for each in items if each in contents)
    return next((each for each in with_signal if each is not None), WrittenWords())
