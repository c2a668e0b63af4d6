"""Who holds authority over a minor, as far as a fake register has to know: noted by a court, or by law."""

from datetime import date
from typing import Any, Final

from adapters.brp.fake.world import FakePerson, FakeRelative, World

OF_AGE: Final = 18
_UNDETERMINABLE: Final = "gezag kan niet worden bepaald"


def authority_over(child: FakePerson, world: World, today: date) -> dict[str, Any] | None:
    """The relation of authority over somebody, or None over who is of age or dead."""
    if child.bsn is None or child.died_on is not None or not _is_minor(child, today):
        return None
    minor = {"minderjarige": {"burgerservicenummer": child.bsn}}
    return {**(_by_law(child, world) if child.authority is None else _noted(child)), **minor}


def authority_around(person: FakePerson, world: World, today: date) -> list[dict[str, Any]]:
    """Over this person while a minor, and over the children over whom this person holds it."""
    own = authority_over(person, world, today)
    found = [] if own is None else [own]
    for each in person.children:
        child = None if each.bsn is None else world.get(each.bsn)
        over = None if child is None else authority_over(child, world, today)
        if over is not None and person.bsn in _holders(over):
            found.append(over)
    return found


def _holders(relation: dict[str, Any]) -> set[str | None]:
    stated = [relation.get("ouder"), *relation.get("ouders", ()), relation.get("derde"), *relation.get("derden", ())]
    return {each.get("burgerservicenummer") for each in stated if each is not None}


def _noted(child: FakePerson) -> dict[str, Any]:
    parents, other = [_parent(each) for each in child.parents], _other(child.guardian)
    match child.authority:
        case ("1" | "2") as which if len(parents) >= int(which):
            return {"type": "EenhoofdigOuderlijkGezag", "ouder": parents[int(which) - 1]}
        case "12" if len(parents) == 2:  # noqa: PLR2004 - both
            return {"type": "GezamenlijkOuderlijkGezag", "ouders": parents}
        case ("1D" | "2D") as which if len(parents) >= int(which[0]):
            return {"type": "GezamenlijkGezag", "ouder": parents[int(which[0]) - 1], "derde": other}
        case "D":
            return {"type": "Voogdij", "derden": [other] if child.guardian else []}
    return {"type": "GezagNietTeBepalen", "toelichting": _UNDETERMINABLE}


def _by_law(child: FakePerson, world: World) -> dict[str, Any]:
    living = [each for each in child.parents if not _is_dead(each, world)]
    if not living:
        return {"type": "TijdelijkGeenGezag", "toelichting": "geen ouder in leven of bekend"}
    if len(living) == 1:
        return {"type": "EenhoofdigOuderlijkGezag", "ouder": _parent(living[0])}
    if _were_married(living[0], living[1], world):
        return {"type": "GezamenlijkOuderlijkGezag", "ouders": [_parent(each) for each in living]}
    mother = next((each for each in living if each.sex == "V"), None)
    if mother is None:
        return {"type": "GezagNietTeBepalen", "toelichting": _UNDETERMINABLE}
    return {"type": "EenhoofdigOuderlijkGezag", "ouder": _parent(mother)}


def _were_married(one: FakeRelative, other: FakeRelative, world: World) -> bool:
    """Divorce leaves authority as it was."""
    person = None if one.bsn is None else world.get(one.bsn)
    return person is not None and any(each.bsn == other.bsn and other.bsn for each in person.partners)


def _is_dead(relative: FakeRelative, world: World) -> bool:
    person = None if relative.bsn is None else world.get(relative.bsn)
    return person is not None and person.died_on is not None


def _is_minor(person: FakePerson, today: date) -> bool:
    born = person.born or ""
    if len(born) != 8 or born[:4] == "0000":  # noqa: PLR2004 - YYYYMMDD
        return False
    year, month, day = int(born[:4]), int(born[4:6]) or 12, int(born[6:]) or 31
    return today.year - year - ((today.month, today.day) < (month, day)) < OF_AGE


def _parent(relative: FakeRelative) -> dict[str, Any]:
    name = " ".join(part for part in (relative.given_names, relative.prefix, relative.family_name) if part)
    stated: dict[str, Any] = {"naam": {"volledigeNaam": name} if name else {}}
    return stated if relative.bsn is None else {"burgerservicenummer": relative.bsn, **stated}


def _other(bsn: str | None) -> dict[str, Any]:
    return {"type": "OnbekendeDerde"} if bsn is None else {"type": "BekendeDerde", "burgerservicenummer": bsn}
