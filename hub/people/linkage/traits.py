"""Traits: what of a person is compared, in one form however it was stated."""

import re
from typing import Literal, TypeAlias

import msgspec

from hub.people.exact import canonical_postcode
from hub.people.identity import Identity
from hub.people.linkage.names import GivenNames, Surname, given_names, surnames
from hub.people.linkage.spelling import plain

BirthDate: TypeAlias = tuple[str, str, str]
"""Year, month and day as digits, empty where unknown."""
_UNKNOWN = {"", "00", "0000"}
_NO_DIGIT = re.compile(r"\D")
_TRUNK = re.compile(r"^(?:0031|31)0?(?=\d{9}$)")
_SHORTEST_PHONE = 6


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """A person as linkage sees one. Shown as text it says nothing."""

    given: GivenNames
    surnames: tuple[Surname, ...]
    born: BirthDate = ("", "", "")
    sex: Literal["female", "male"] | None = None
    postcode: str = ""
    house_number: str = ""
    phone: str = ""
    bsn: str = ""
    street: str = ""
    """Street and town help where there is no Dutch postcode; the hub itself takes postcode and house number."""
    town: str = ""

    def __repr__(self) -> str:
        return "Traits(...)"

    @property
    def first_of_january(self) -> bool:
        """Whether the birth date is 1 January, as which an unknown one is often entered."""
        return self.born[1:] == ("01", "01")


def traits_of(identity: Identity) -> Traits:
    """The traits of an identity."""
    return Traits(
        given=given_names(identity.given_names),
        surnames=surnames(identity.family_name, identity.partner_name),
        born=birth_date(identity.born),
        sex=None if identity.sex == "unknown" else identity.sex,
        postcode=canonical_postcode(identity.postcode or ""),
        house_number="" if identity.house_number is None else str(identity.house_number),
        phone=phone_number(identity.phone),
        bsn=identity.bsn or "",
    )


def birth_date(born: str | None) -> BirthDate:
    """Year, month and day of `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; zeros, as registers write them, are unknown."""
    year, month, day = [*(born or "").split("-"), "", "", ""][:3]
    return tuple("" if part in _UNKNOWN else part for part in (year, month, day))  # type: ignore[return-value]


def phone_number(stated: str | None) -> str:
    """The digits of a phone number as it is dialled in the Netherlands; empty when too few to tell anybody by."""
    digits = _TRUNK.sub("0", _NO_DIGIT.sub("", stated or ""))
    return digits if len(digits) >= _SHORTEST_PHONE else ""


def place(stated: str | None) -> str:
    """A street or town, plain and without spaces."""
    return plain(stated or "").replace(" ", "")
