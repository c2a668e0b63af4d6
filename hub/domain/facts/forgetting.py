"""Facts about forgetting: what retention ended, and that keys of what was forgotten are destroyed (DOMAIN.md 12)."""

from typing import ClassVar, Literal

from hub.domain.facts.base import Fact, contents_of, person_tags


class SignalArchived(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A signal ended or expired: of it only date, category and child are kept, for the rules that look back.

    Source: Jeugdwet 7.1.4.6(1); DOMAIN.md 12.
    """

    TOPIC: ClassVar[str] = "signal-archived"
    ACT: ClassVar[bool] = False

    signal: str
    persons: tuple[str, ...]
    things: tuple[str, ...] = ()
    """The household stated with it, as far as no active signal is about anybody in it: this goes."""

    def tags(self) -> tuple[str, ...]:
        return (f"signal:{self.signal}", *person_tags(*self.persons))

    def forgets(self) -> tuple[str, ...]:
        return contents_of(self.signal)


class SignalForgotten(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Nothing of a signal is kept any more: its time is over, it was wrong, or its last child has come of age.

    Source: Jeugdwet 7.1.4.5 and 7.1.4.6; DOMAIN.md 12.
    """

    TOPIC: ClassVar[str] = "signal-forgotten"
    ACT: ClassVar[bool] = False

    signal: str
    persons: tuple[str, ...]
    why: Literal["kept-long-enough", "retracted", "of-age"]

    def tags(self) -> tuple[str, ...]:
        return (f"signal:{self.signal}", *person_tags(*self.persons))

    def forgets(self) -> tuple[str, ...]:
        return contents_of(self.signal)


class RequestForgotten(Fact, frozen=True, kw_only=True):
    """A decided request of the family was kept long enough: who asked is kept for it no longer, nor are its words.

    Source: DOMAIN.md 12; GDPR 5(1)(e).
    """

    TOPIC: ClassVar[str] = "request-forgotten"
    ACT: ClassVar[bool] = False

    request: str
    persons: tuple[str, ...]
    """The data subject and those who asked; it ties none of them to another."""

    def tags(self) -> tuple[str, ...]:
        return (f"request:{self.request}", *person_tags(*self.persons))

    def forgets(self) -> tuple[str, ...]:
        return contents_of(self.request)


class PersonForgotten(Fact, frozen=True, kw_only=True):
    """Nothing is recorded about a person any more, so who it is is forgotten."""

    TOPIC: ClassVar[str] = "person-forgotten"
    ACT: ClassVar[bool] = False

    person: str

    def tags(self) -> tuple[str, ...]:
        return person_tags(self.person)

    def forgets(self) -> tuple[str, ...]:
        return (self.person,)


class KeysDestroyed(Fact, frozen=True, kw_only=True):
    """The key of an owner that was to be forgotten is destroyed: what it sealed can be read nowhere."""

    TOPIC: ClassVar[str] = "keys-destroyed"
    ACT: ClassVar[bool] = False

    owner: str

    def tags(self) -> tuple[str, ...]:
        return (f"forgotten:{self.owner}",)
