"""Steps of a history: signals, family members, follow-up, roles and offers."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Severity
from hub.domain.facts import (
    CoordinationRecorded,
    FollowUpRecorded,
    HandoverRecorded,
    InformingRecorded,
    MembershipStated,
    MembershipWithdrawn,
    SignalEnded,
    SignalRecorded,
    SignalRetracted,
    WatchRecorded,
)
from hub.domain.facts.signals import Informed, Member
from tests.oracle.drafts import ADULTS, CATEGORIES, CHILDREN, History


def signal(here: History) -> None:
    owner, about, draw = here.who(), here.persons(), here.random
    category = draw.choice(CATEGORIES)
    others = [] if draw.random() < 0.4 else [each for each in here.persons(3) if each != about[0]]
    household = (
        [
            Member(
                person=each,
                role=_role(each),
                in_home=draw.random() < 0.8,
                authority=each in ADULTS[:2] and draw.random() < 0.5,
            )
            for each in (about[0], *others)
        ]
        if others
        else []
    )
    fact = SignalRecorded(
        recorded_at=here.now,
        signal=here.new("signal", owner),
        owner=owner,
        kind="concern" if category else "involvement",
        subject=about[0],
        about=about,
        occurred_at=here.now - timedelta(days=draw.choice((0, 0, 5, 40))),
        state=None if category else "started",
        category=category,
        severity=Severity.SERIOUS if category else None,
        household=tuple(household),
        informed=_informed(here, {*about, *(member.person for member in household)}),
        bands={each: band for each in about if (band := draw.choice(_BANDS)) is not None},
        shielded=owner == "shelter",
        unsafe_to_ask=("father",) if draw.random() < 0.1 else (),
        **_profile(here),
    )
    here.signals.append(here.record(fact))
    for number, member in enumerate(household):
        if member.person != about[0]:
            here.owners[f"{fact.signal}.{number}"] = owner


def _role(person: str) -> Any:
    return {"mother": "parent", "father": "ex-partner", "friend": "partner"}.get(person, "child")


def _profile(here: History) -> dict[str, Any]:
    return (
        {"profile": "jeugdwet-7.1", "profile_version": here.random.choice((1, 1, 1, 2))}
        if here.random.random() < 0.4
        else {}
    )


_BANDS = (None, None, AgeBand.UNDER_TWELVE, AgeBand.TWELVE_TO_FIFTEEN, AgeBand.SIXTEEN_SEVENTEEN, AgeBand.ADULT)


def _informed(here: History, named: Collection[str]) -> tuple[Informed, ...]:
    """Mostly everybody named is told, or nobody; now and then one is not, or is to be told later."""
    draw, everybody = here.random, sorted(named)
    told = [Informed(addressee="one", person=each, on=here.now) for each in everybody]
    someone = draw.choice(everybody)
    until = here.now + timedelta(days=20)
    later = Informed(addressee="one", person=someone, deferred_until=until, reason="unsafe-to-tell")
    unnamed = Informed(addressee="the neighbour", deferred_until=until, reason="unsafe-to-tell")
    but_one = [each for each in told if each.person != someone]
    return tuple(draw.choice(([], told, told, told, but_one, [*but_one, later], [*told, unnamed])))


def own_of(here: History, owner: str) -> list[str]:
    kinds = ("signal-", "member-", "follow-", "plan-")
    return [id_ for id_, whose in here.owners.items() if whose == owner and id_.startswith(kinds)]


def end(here: History) -> None:
    signal = here.random.choice(here.signals)
    ended = here.now - timedelta(days=here.random.choice((0, 0, 2)))
    here.record(
        SignalEnded(recorded_at=here.now, signal=signal.signal, persons=signal.about, ended_at=ended, outcome="ended")
    )
    here.ended.add(signal.signal)


def inform(here: History) -> None:
    """Somebody is told of a signal afterwards, or this is deferred further."""
    signal = here.random.choice(here.signals)
    named = sorted({*signal.about, *(member.person for member in signal.household)})
    later = here.now + timedelta(days=14)
    told = here.random.random() < 0.7
    informed = Informed(
        addressee="one",
        person=here.random.choice(named),
        on=here.now if told else None,
        deferred_until=None if told else later,
        reason=None if told else "unsafe-to-tell",
    )
    here.record(
        InformingRecorded(recorded_at=here.now, signal=signal.signal, persons=signal.about, informed=(informed,))
    )


def retract(here: History) -> None:
    signal = here.random.choice(here.signals)
    here.record(SignalRetracted(recorded_at=here.now, signal=signal.signal, persons=signal.about))
    for id_ in [each for each in here.owners if each == signal.signal or each.startswith(f"{signal.signal}.")]:
        del here.owners[id_]


def member(here: History) -> None:
    owner, person, of = here.who(), here.random.choice(ADULTS), here.random.choice(CHILDREN)
    left = here.now if here.random.random() < 0.2 else None
    stated = here.record(
        MembershipStated(
            recorded_at=here.now,
            membership=here.new("member", owner),
            owner=owner,
            person=person,
            of=of,
            role=_role(person),
            since=here.now,
            until=left,
            in_home=here.random.random() < 0.7,
            authority=here.random.random() < 0.5,
            **_profile(here),
        )
    )
    here.memberships.append(stated)


def take_back(here: History) -> None:
    """Somebody does not belong to the family after all, as who stated it says itself."""
    if here.memberships:
        stated = here.memberships.pop(here.random.randrange(len(here.memberships)))
        here.owners.pop(stated.membership, None)
        here.record(
            MembershipWithdrawn(
                recorded_at=here.now,
                membership=stated.membership,
                owner=stated.owner,
                persons=(stated.person, stated.of),
            )
        )


def follow_up(here: History) -> None:
    owner = here.who()
    concern = here.random.choice([each.signal for each in here.signals])
    confirms = here.random.random() < 0.4
    here.record(
        FollowUpRecorded(
            recorded_at=here.now,
            followup=here.new("follow", owner),
            owner=owner,
            code="concern-confirmed" if confirms else "child-seen",
            about=here.persons(),
            occurred_at=here.now,
            of=concern if confirms else None,
        )
    )


def interpret(here: History) -> None:
    """Somebody is asked to interpret, and now and then does."""
    owner, asked = here.who(), here.random.choice(("wijkteam", "vt", "cjg", "gp", "school"))
    id_, about = here.new("follow", owner), here.persons()
    here.record(
        FollowUpRecorded(
            recorded_at=here.now,
            followup=id_,
            owner=owner,
            code="interpretation-asked",
            about=about,
            occurred_at=here.now,
            towards=asked,
        )
    )
    if here.random.random() < 0.2:
        here.record(
            FollowUpRecorded(
                recorded_at=here.now,
                followup=here.new("follow", asked),
                owner=asked,
                code="interpretation-given",
                about=about,
                occurred_at=here.now,
                of=id_,
                outcome="belongs-together",
            )
        )


def coordinate(here: History) -> None:
    """Proposed, and then accepted by who was asked, or taken without being asked."""
    proposer, coordinator = here.who(), here.random.choice(("social-work", "wijkteam", "shelter"))
    steps: list[tuple[str, Any]] = [(proposer, "proposed"), (coordinator, "accepted"), (coordinator, "ended")]
    first = here.random.randrange(2)
    id_, about = here.new("plan", coordinator), here.persons()
    for owner, step in steps[first : here.random.randint(first + 1, 3)]:
        here.record(
            CoordinationRecorded(
                recorded_at=here.now,
                coordination=id_,
                owner=owner,
                coordinator=coordinator,
                about=about,
                step=step,
                at=here.now,
                offered_by="cjg",
            )
        )
        here.owners[id_] = owner
        here.wait(0, 5)


def watch(here: History) -> None:
    proposer, watcher, child = (
        here.who(),
        here.random.choice(("school", "gp", "wijkteam")),
        here.random.choice(CHILDREN),
    )
    id_ = here.new("watch", watcher)
    steps: list[tuple[str, Any]] = [(proposer, "proposed"), (watcher, "accepted")]
    first = here.random.randrange(2)
    for owner, step in steps[first : here.random.randint(first + 1, 2)]:
        here.record(
            WatchRecorded(
                recorded_at=here.now,
                watch=id_,
                owner=owner,
                watcher=watcher,
                child=child,
                step=step,
                at=here.now,
            )
        )


def hand_over(here: History) -> None:
    owner, receiver, about = here.who(), here.random.choice(("wijkteam", "vt", "gp", "income")), here.persons()
    id_ = here.new("hand", owner)
    steps: tuple[Any, ...] = ("offered", "accepted", "completed")
    for step in steps[: here.random.randint(1, 3)]:
        here.record(
            HandoverRecorded(
                recorded_at=here.now,
                handover=id_,
                owner=owner,
                receiver=receiver,
                about=about,
                step=step,
                at=here.now,
            )
        )
        here.wait(0, 8)
