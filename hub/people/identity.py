"""The identity of a person: what the hub has been told that identifies somebody, opened only to be shown."""

from collections.abc import Iterator

import msgspec

from hub.people.exact import canonical_postcode
from hub.people.subject import Sex, Subject


class Identity(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What identifies a person. Shown as text it says only which fields it has.

    Stored as an array: fields are added at the end, with a default, and never reordered.
    """

    bsn: str | None = None
    family_name: str | None = None
    given_names: str | None = None
    born: str | None = None
    sex: Sex | None = None
    postcode: str | None = None
    house_number: int | None = None
    due: str | None = None
    partner_name: str | None = None
    phone: str | None = None

    def __repr__(self) -> str:
        return f"Identity({', '.join(f'{name}=...' for name in self.known())})"

    def __rich_repr__(self) -> Iterator[str]:  # type: ignore[override]
        yield from self.known()

    def known(self) -> tuple[str, ...]:
        """The names of the fields that are known."""
        return tuple(name for name in self.__struct_fields__ if getattr(self, name) is not None)

    def completed_by(self, other: "Identity") -> "Identity":
        """This identity with what it lacks taken from another; what it has stays as it was first stated.

        The address counts as one thing, and an expected child that is born is no longer expected.
        """
        known = {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not None}
        added = {name: value for name in other.__struct_fields__ if (value := getattr(other, name)) is not None}
        if "postcode" in known or "house_number" in known:
            added.pop("postcode", None)
            added.pop("house_number", None)
        merged = added | known
        if "born" in merged:
            merged.pop("due", None)
        return Identity(**merged)

    def without_address(self) -> "Identity":
        """This identity without its address, which may not be supplied of everybody."""
        return msgspec.structs.replace(self, postcode=None, house_number=None)

    def naming(self) -> int:
        """The bits of those fields that are known and tell persons apart: names and birth date."""
        bits = 0
        for name in ("family_name", "given_names", "born"):
            if getattr(self, name) is not None:
                bits |= 1 << self.__struct_fields__.index(name)
        return bits

    def holds(self) -> int:
        """Which fields are known, one bit each in their order; says nothing of their values."""
        bits = 0
        for bit, value in enumerate(msgspec.structs.astuple(self)):
            if value is not None:
                bits |= 1 << bit
        return bits


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Identity)


def stated_identity(subject: Subject) -> Identity:
    """The identity that a statement gives. An unknown sex is not known."""
    return Identity(
        bsn=subject.bsn,
        family_name=subject.family_name,
        given_names=subject.given_names,
        born=subject.born,
        sex=None if subject.sex == "unknown" else subject.sex,
        postcode=None if subject.postcode is None else canonical_postcode(subject.postcode),
        house_number=subject.house_number,
        due=subject.due,
        partner_name=subject.partner_name,
        phone=subject.phone,
    )


def to_bytes(identity: Identity) -> bytes:
    """The stored form, before it is sealed."""
    return _encoder.encode(identity)


def from_bytes(stored: bytes) -> Identity:
    """The identity in its stored form.

    Raises:
        msgspec.DecodeError: this is not an identity.
    """
    return _decoder.decode(stored)
