"""What each kind of answer leaves in the disclosure log: what it shows of whom, and what it was decided not to show."""

from collections.abc import Iterable, Sequence

from hub.answers.showing import Showing, ShownFamily
from hub.disclosures.line import Line
from hub.disclosures.trail import Trail
from hub.domain.disclosure import Disclosed, Ground
from hub.domain.items import Item
from hub.domain.looking import Looked, sealed, shown
from hub.domain.match import Match
from hub.views.rows import IdentityRow, InboxRow, SignalRow


def of_nothing(person: str | None) -> Trail:
    """That somebody was asked about and there is nothing; None for somebody whom the hub does not know."""
    return Trail([person])


def of_refusal(looked: Iterable[Looked]) -> Trail:
    """Of a refusal that itself tells something of others, by its code."""
    kept = tuple(looked)
    return Trail((person for each in kept for person in each.about), kept)


def of_items(disclosed: Iterable[Disclosed[Item]]) -> tuple[Looked, ...]:
    """Items that are shown."""
    return tuple(shown(each.item, each.ground.value, bare=each.bare) for each in disclosed)


def of_family(person: str, family: ShownFamily | None, showing: Showing) -> Trail:
    """Of a question about a person: the family as it is shown, ended signals behind a pattern included."""
    told = () if family is None else of_items(family.of(item.id for item in family.view.items))
    return Trail([showing.read_as(person)], (*told, *sealed(showing.sealed)))


def of_known(person: str, known: Sequence[Disclosed[Item]], showing: Showing) -> Trail:
    """Of a question about what was known on a day: what is shown of it, and what is sealed now."""
    return Trail([showing.read_as(person)], (*of_items(known), *sealed(showing.sealed)))


def of_match(match: Match, about: Sequence[str], disclosed: Sequence[Disclosed[Item]], showing: Showing) -> Trail:
    """Of one match: that it is there, and of what it rests on what is shown and what is not any more."""
    ground = Ground.IDENTIFIER if match.identifier_only else Ground.OWN
    anchor = showing.read_as(match.anchor)
    there = Looked(thing=match.id, about=_read_as(about, showing) or (anchor,), ground=ground.value)
    told = {each.item.id for each in disclosed}
    withheld = showing.sealed_of(item for item, _ in match.shown if item not in told)
    return Trail([anchor], (there, *of_items(disclosed), *sealed(withheld)))


def _read_as(persons: Iterable[str], showing: Showing) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(showing.read_as, persons)))


def of_repeat(signal: str, subject: str, matches: Sequence[Match], showing: Showing) -> Trail:
    """Of the answer to a repeated message: the signal, and the matches that still stand with what they rest on."""
    person = showing.read_as(subject)
    own = Looked(thing=signal, about=(person,), ground=Ground.OWN.value)
    there = (Looked(thing=match.id, about=_read_as(match.about, showing), ground=Ground.OWN.value) for match in matches)
    rests_on = showing.of(item for match in matches for item, _ in match.shown if item != signal)
    return Trail([person], (own, *there, *of_items(rests_on), *sealed(showing.sealed)))


def of_another(thing: str, person: str | None) -> Trail:
    """Of something that the caller named and that is not its own: sealed."""
    about = () if person is None else (person,)
    return Trail([person], [Looked(thing=thing, about=about, ground=None)])


def of_signals(rows: Iterable[SignalRow]) -> Trail:
    """Of own signals."""
    looked = (Looked(thing=row.signal, about=(row.person,), ground=Ground.OWN.value) for row in rows)
    return Trail((), looked)


def of_lines_and(person: str, looked: Iterable[Looked], lines: Iterable[Line]) -> Trail:
    """Of telling a data subject what is recorded, and who saw it: each line by its span."""
    read = (Looked(thing=line.span.hex(), about=(person,), ground="rights") for line in lines)
    return Trail([person], (*looked, *read))


def of_notifications(rows: Iterable[InboxRow]) -> Trail:
    """Of an inbox: each notification with the grounds on which what it announces was told."""
    return Trail((), (_notified(row, ground) for row in rows for ground in row.grounds))


def _notified(row: InboxRow, ground: str) -> Looked:
    return Looked(thing=row.notification, about=() if row.person is None else (row.person,), ground=ground)


def of_identities(rows: Sequence[IdentityRow]) -> Trail:
    """Of what a steward is shown of who is who: every person of each review or link; that they looked, also of none."""
    return Trail(
        () if rows else [None], (Looked(thing=row.id, about=tuple(row.persons), ground="stewardship") for row in rows)
    )
