"""From an answer of the register to records. Raises ``msgspec.ValidationError`` for what is no such answer."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, Literal

import msgspec

from hub.population.records import Authority, AuthorityKind, Housemate, Known, Partner, Registered

_DECEASED: Final = "O"
"""Code of the reason for which the registration of the dead is suspended (opschorting bijhouding)."""
_KINDS: Final[dict[str, AuthorityKind]] = {
    "GezamenlijkOuderlijkGezag": "both-parents",
    "EenhoofdigOuderlijkGezag": "one-parent",
    "GezamenlijkGezag": "parent-and-other",
    "Voogdij": "guardian",
    "TijdelijkGeenGezag": "none-for-now",
    "GezagNietTeBepalen": "undeterminable",
}
_SEXES: Final[dict[str | None, Literal["female", "male"]]] = {"V": "female", "M": "male"}


class _Code(msgspec.Struct):
    code: str | None = None


class _Date(msgspec.Struct):
    type: str
    datum: str | None = None
    jaar: int | None = None
    maand: int | None = None

    def text(self) -> str | None:
        """The date as far as it is known. Raises ``msgspec.ValidationError`` for one that is none."""
        try:
            match self.type:
                case "Datum":
                    return date.fromisoformat(self.datum or "").isoformat()
                case "JaarMaandDatum":
                    return date(self.jaar or 0, self.maand or 0, 1).isoformat()[:7]
                case "JaarDatum":
                    return date(self.jaar or 0, 1, 1).isoformat()[:4]
        except ValueError:
            raise msgspec.ValidationError("a date that is none") from None
        return None


class _Dated(msgspec.Struct):
    datum: _Date | None = None


class _Name(msgspec.Struct):
    voornamen: str | None = None
    voorvoegsel: str | None = None
    geslachtsnaam: str | None = None


class _Named(msgspec.Struct, kw_only=True):
    burgerservicenummer: str | None = None
    naam: _Name | None = None
    geboorte: _Dated | None = None
    geslacht: _Code | None = None

    def known(self) -> dict[str, Any]:
        """The fields of ``Known``."""
        name = self.naam or _Name()
        surname = " ".join(part for part in (name.voorvoegsel, name.geslachtsnaam) if part)
        return {
            "bsn": self.burgerservicenummer,
            "family_name": surname or None,
            "given_names": name.voornamen,
            "born": _text(self.geboorte),
            "sex": None if self.geslacht is None else _SEXES.get(self.geslacht.code),
        }


class _Partner(_Named, kw_only=True):
    aangaanHuwelijkPartnerschap: _Dated | None = None  # noqa: N815 - the register's name
    ontbindingHuwelijkPartnerschap: _Dated | None = None  # noqa: N815


class _Minor(msgspec.Struct):
    burgerservicenummer: str


class _Holder(msgspec.Struct):
    type: str | None = None
    burgerservicenummer: str | None = None


class _Authority(msgspec.Struct):
    type: str
    minderjarige: _Minor
    inOnderzoek: bool = False  # noqa: N815
    ouder: _Holder | None = None
    ouders: list[_Holder] = []
    derde: _Holder | None = None
    derden: list[_Holder] = []


class _Place(msgspec.Struct):
    adresseerbaarObjectIdentificatie: str | None = None  # noqa: N815
    datumVan: _Date | None = None  # noqa: N815


class _Suspended(msgspec.Struct):
    reden: _Code | None = None


class _Person(_Named, kw_only=True):
    ouders: list[_Named] = []
    kinderen: list[_Named] = []
    partners: list[_Partner] = []
    gezag: list[_Authority] = []
    verblijfplaats: _Place | None = None
    gemeenteVanInschrijving: _Code | None = None  # noqa: N815
    geheimhoudingPersoonsgegevens: bool = False  # noqa: N815
    overlijden: _Dated | None = None
    opschortingBijhouding: _Suspended | None = None  # noqa: N815


class _Answer(msgspec.Struct):
    type: str
    personen: list[_Person] = []


_decoder: Final = msgspec.json.Decoder(_Answer)


def read_persons(body: bytes, kind: str) -> list[Registered]:
    """The persons of an answer to a question of this kind.

    Raises ``msgspec.ValidationError`` or ``msgspec.DecodeError``, whose messages repeat no value.
    """
    return [_registered(each) for each in _answer(body, kind).personen]


def read_housemates(body: bytes, kind: str) -> list[Housemate]:
    """Who lives at an address. Raises as ``read_persons``."""
    return [
        Housemate(**each.known(), secret=each.geheimhoudingPersoonsgegevens)
        for each in _answer(body, kind).personen
        if not _died(each)
    ]


def _answer(body: bytes, kind: str) -> _Answer:
    answer = _decoder.decode(body)
    if answer.type != kind:
        raise msgspec.ValidationError("an answer to another question")
    return answer


def _registered(person: _Person) -> Registered:
    place, municipality = person.verblijfplaats or _Place(), person.gemeenteVanInschrijving
    return Registered(
        **person.known(),
        parents=tuple(Known(**each.known()) for each in person.ouders),
        children=tuple(Known(**each.known()) for each in person.kinderen),
        partners=tuple(_partner(each) for each in person.partners),
        authority=tuple(_authority(each) for each in person.gezag),
        home=place.adresseerbaarObjectIdentificatie,
        home_since=None if place.datumVan is None else place.datumVan.text(),
        municipality=None if municipality is None else municipality.code,
        secret=person.geheimhoudingPersoonsgegevens,
        died=_died(person),
        died_on=_text(person.overlijden),
    )


def _partner(partner: _Partner) -> Partner:
    return Partner(
        **partner.known(),
        since=_text(partner.aangaanHuwelijkPartnerschap),
        ended=partner.ontbindingHuwelijkPartnerschap is not None,
    )


def _authority(stated: _Authority) -> Authority:
    """An unknown kind of authority is one that cannot be determined: nobody is taken for a holder by guessing."""
    kind = _KINDS.get(stated.type, "undeterminable")
    holders = list(_holders(stated))
    numbers = [each.burgerservicenummer for each in holders if each.burgerservicenummer is not None]
    certain = kind not in {"none-for-now", "undeterminable"} and not stated.inOnderzoek
    return Authority(
        child=stated.minderjarige.burgerservicenummer,
        kind=kind,
        holders=tuple(Known(bsn=number) for number in dict.fromkeys(numbers)),
        complete=certain and bool(holders) and len(numbers) == len(holders),
    )


def _holders(stated: _Authority) -> Iterator[_Holder]:
    yield from (each for each in (stated.ouder, *stated.ouders, stated.derde, *stated.derden) if each is not None)


def _died(person: _Person) -> bool:
    reason = None if person.opschortingBijhouding is None else person.opschortingBijhouding.reden
    return person.overlijden is not None or (reason is not None and reason.code == _DECEASED)


def _text(dated: _Dated | None) -> str | None:
    return None if dated is None or dated.datum is None else dated.datum.text()
