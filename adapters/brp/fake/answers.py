"""How the fake register words an answer: the persons found, with the fields asked for and those that come unasked."""

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from adapters.brp.fake.authority import authority_around
from adapters.brp.fake.world import FakePerson, FakeRelative, World

_MONTHS: Final = (
    "", "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_SEXES: Final = {"V": "vrouw", "M": "man", "O": "onbekend"}
_UNASKED: Final = ("geheimhoudingPersoonsgegevens", "opschortingBijhouding")


def full_answer(person: FakePerson, world: World, today: date, fields: Iterable[str]) -> dict[str, Any]:
    """A person asked for by BSN."""
    gezag = authority_around(person, world, today)
    whole = {
        **_limited(person),
        "ouders": [_parent(each, number) for number, each in enumerate(person.parents, 1)],
        "kinderen": [_relative(each) for each in person.children],
        "partners": [_partner(each) for each in person.partners],
        "gezag": gezag,
        "verblijfplaats": _place(person),
        "gemeenteVanInschrijving": _code(person.municipality),
        "overlijden": None if person.died_on is None else {"datum": date_of(person.died_on)},
    }
    return _asked(whole, [*fields, *_UNASKED])


def limited_answer(person: FakePerson, fields: Iterable[str]) -> dict[str, Any]:
    """A person found at an address."""
    return _asked(_limited(person), [*fields, *_UNASKED])


def date_of(kept: str | None) -> dict[str, Any] | None:
    """A date as the register answers it, from ``YYYYMMDD`` with zeros for what is unknown."""
    if not kept:
        return None
    kept = kept.ljust(8, "0")
    year, month, day = int(kept[:4]), int(kept[4:6]), int(kept[6:8])
    if not year:
        return {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}
    if not month:
        return {"type": "JaarDatum", "jaar": year, "langFormaat": f"{year}"}
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return {"type": "JaarMaandDatum", "jaar": year, "maand": month, "langFormaat": f"{_MONTHS[month]} {year}"}
    return {
        "type": "Datum",
        "datum": f"{year:04}-{month:02}-{day:02}",
        "langFormaat": f"{day} {_MONTHS[month]} {year}",
    }


def _limited(person: FakePerson) -> dict[str, Any]:
    return {
        **_relative(person),
        "geheimhoudingPersoonsgegevens": person.secret or None,
        "opschortingBijhouding": {"reden": _code("O", "overlijden")} if person.died_on else None,
    }


def _relative(relative: FakeRelative) -> dict[str, Any]:
    name = {
        "voornamen": relative.given_names,
        "voorvoegsel": relative.prefix,
        "geslachtsnaam": relative.family_name,
    }
    return {
        "burgerservicenummer": relative.bsn,
        "naam": {key: value for key, value in name.items() if value},
        "geboorte": {"datum": date_of(relative.born)},
        "geslacht": _code(relative.sex, _SEXES.get(relative.sex or "")),
    }


def _parent(parent: FakeRelative, number: int) -> dict[str, Any]:
    return {
        **_relative(parent),
        "ouderAanduiding": str(number),
        "datumIngangFamilierechtelijkeBetrekking": date_of(parent.since),
    }


def _partner(partner: FakeRelative) -> dict[str, Any]:
    ended = None if partner.ended is None else {"datum": date_of(partner.ended)}
    return {
        **_relative(partner),
        "aangaanHuwelijkPartnerschap": {"datum": date_of(partner.since)},
        "ontbindingHuwelijkPartnerschap": ended,
    }


def _place(person: FakePerson) -> dict[str, Any] | None:
    if person.home is None:
        return None
    return {
        "type": "Adres",
        "adresseerbaarObjectIdentificatie": person.home,
        "datumVan": date_of(person.home_since),
        "verblijfadres": {"postcode": person.postcode, "huisnummer": person.house_number},
    }


def _code(code: str | None, words: str | None = None) -> dict[str, str] | None:
    if not code:
        return None
    return {"code": code} if words is None else {"code": code, "omschrijving": words}


def _asked(whole: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """What these paths name, with what they hold; nothing that is empty."""
    found: dict[str, Any] = {}
    for path in fields:
        _copy(whole, found, path.split("."))
    kept = _without_nothing(found)
    assert isinstance(kept, dict)  # noqa: S101 - it went in as one
    return kept


def _copy(source: dict[str, Any], target: dict[str, Any], path: list[str]) -> None:
    name, *rest = path
    value = source.get(name)
    if not rest or value is None:
        target[name] = value
        return
    if isinstance(value, list):
        copies = target.setdefault(name, [_kind(each) for each in value])
        for each, copy in zip(value, copies, strict=True):
            _copy(each, copy, rest)
    else:
        _copy(value, target.setdefault(name, _kind(value)), rest)


def _kind(value: dict[str, Any]) -> dict[str, Any]:
    """The kind of a thing comes with any part of it."""
    return {"type": value["type"]} if "type" in value else {}


def _without_nothing(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        kept = {key: _without_nothing(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, {}, [])}
    if isinstance(value, list):
        return [_without_nothing(each) for each in value]
    return value
