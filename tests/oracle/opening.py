"""Steps of a history that open or close: consent, exceptions, the directory, restrictions, confirmed reasons."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from hub.domain.facts import (
    AuthorityJudged,
    ConsentConfirmed,
    ConsentRecorded,
    ConsentWithdrawn,
    DirectoryEntryRecorded,
    ErasureDecided,
    ExceptionRecorded,
    ExceptionReviewed,
    LookReviewed,
    PassingConfirmed,
    ReasonConfirmed,
    RecipientsNamed,
    RestrictionLifted,
    RestrictionSet,
)
from hub.domain.facts.sharing import Giver
from tests.oracle.acts import own_of
from tests.oracle.drafts import ADULTS, CHILDREN, IDS, PERSONS, RECIPIENTS, History


def consent(here: History) -> None:
    """Somebody asks; mostly everybody with something to say says yes, so that things open."""
    here.wait(0, hours=1)  # which of two at the same moment is the latest nobody can say
    draw = here.random
    owner = draw.choice(here.signals).owner if here.signals else here.who()
    askers = PERSONS if draw.random() < 0.7 else here.persons(3)
    yes = draw.random() < 0.75
    givers = tuple(
        Giver(person=each, capacity=_capacity(here, each), answer="given" if yes else _answer(here), on=here.now)
        for each in askers
        if yes or draw.random() < 0.8
    )
    if not givers:
        return
    covers = PERSONS if draw.random() < 0.8 else here.persons(3)
    fact = ConsentRecorded(
        recorded_at=here.now,
        consent=here.new("consent", owner),
        owner=owner,
        persons=tuple(dict.fromkeys((*covers, *(each.person for each in givers)))),
        givers=givers,
        recipients=here.some(RECIPIENTS, 4),
        **_limits(here),
    )
    here.consents.append(here.record(fact))
    if fact.parents_passed and draw.random() < 0.7:
        here.record(PassingConfirmed(recorded_at=here.now, consent=fact.consent, persons=fact.persons, by="p-2"))


def consent_again(here: History) -> None:
    """The same people are asked again by the same organisation, perhaps under another pseudonym of theirs."""
    if not here.consents:
        return
    here.wait(0, hours=1)
    before, answer = here.random.choice(here.consents), _answer(here)
    here.consents.append(
        here.record(
            msgspec.structs.replace(
                before,
                recorded_at=here.now,
                consent=here.new("consent", before.owner),
                givers=tuple(msgspec.structs.replace(each, answer=answer) for each in before.givers),
            )
        )
    )


def _capacity(here: History, person: str) -> Any:
    usual = "authority" if person in ADULTS else "self"
    return usual if here.random.random() < 0.9 else here.random.choice(("self", "authority", "representative"))


def _answer(here: History) -> Any:
    return here.random.choice(("given", "given", "refused", "unanswered", "unreachable", "not-asked"))


def _limits(here: History) -> dict[str, Any]:
    """Mostly none; now and then one or two of what a consent can be limited by."""
    draw = here.random

    def later() -> datetime:
        return here.now + timedelta(days=draw.choice((1, 30, 400)))

    limits: dict[str, Callable[[], Any]] = {
        "kinds": lambda: here.some(("involvement", "concern", "membership"), 2),
        "domains": lambda: here.some(("safety", "finances", "growing-up"), 2),
        "except_categories": lambda: here.some(("domestic-violence", "parenting"), 2),
        "until": later,
        "since": later,
        "purposes": lambda: draw.choice((("early-coordination",), ("safety",), ("review", "early-coordination"))),
        "represented": lambda: here.persons(1),
        "parents_passed": lambda: draw.choice(("serious-disadvantage", "youth-wish")),
    }
    chosen = [] if draw.random() < 0.5 else draw.choices(list(limits), k=draw.randint(1, 2))
    return {name: limits[name]() for name in chosen}


def withdraw(here: History) -> None:
    if here.consents:
        given = here.random.choice(here.consents)
        here.record(ConsentWithdrawn(recorded_at=here.now, consent=given.consent, persons=given.persons))


def confirm_consent(here: History) -> None:
    if here.consents:
        given = here.random.choice(here.consents)
        owner = here.who()
        if owner != given.owner:
            here.record(
                ConsentConfirmed(
                    recorded_at=here.now,
                    consent=given.consent,
                    organisation=given.owner,
                    owner=owner,
                    givers=tuple(each.person for each in given.givers),
                    persons=given.persons,
                )
            )


def judge(here: History) -> None:
    here.record(
        AuthorityJudged(
            recorded_at=here.now,
            child=here.random.choice(CHILDREN),
            source=here.random.choice(("register", "cjg")),
            outcome=here.random.choice(("undeterminable", "undeterminable", "determined")),
        )
    )


def exception(here: History) -> None:
    owner = here.random.choice(here.signals).owner if here.signals else here.who()
    own = own_of(here, owner)
    if not own:
        return
    items = here.some(own, 3)
    known = {each.signal: each.about for each in here.signals}
    persons = tuple(dict.fromkeys(person for item in items for person in known.get(item.split(".")[0], ("kid",))))
    id_ = f"exception-{len(here.facts)}"
    here.exceptions.append(id_)
    here.record(
        ExceptionRecorded(
            recorded_at=here.now,
            exception=id_,
            owner=owner,
            persons=persons,
            items=items,
            recipients=here.some(tuple(each for each in RECIPIENTS if each != "all"), 3),
            struck_out=here.some(IDS, 2) if here.random.random() < 0.3 else (),
            tests=("outweighs", "not-otherwise", "consent-sought", "least"),
            review_on=here.now + timedelta(days=here.random.choice((1, 30, 90))),
            violence=here.random.random() < 0.5,
        )
    )


def review(here: History) -> None:
    if here.exceptions:
        decision: Any = here.random.choice(("confirmed", "continued", "rejected", "ended"))
        exception = here.random.choice(here.exceptions)
        here.record(
            ExceptionReviewed(
                recorded_at=here.now,
                exception=exception,
                persons=("kid",),
                decision=decision,
                review_on=here.now + timedelta(days=60) if decision == "continued" else None,
            )
        )
        if decision in {"rejected", "ended"}:  # then nothing follows on it any more
            here.exceptions.remove(exception)


def name(here: History) -> None:
    here.record(
        RecipientsNamed(recorded_at=here.now, owner="shelter", persons=here.persons(), recipients=here.some(IDS[:3], 2))
    )


def enter(here: History) -> None:
    owner, person = here.random.choice(IDS[:3]), here.random.choice((*CHILDREN, "mother"))
    until = here.now + timedelta(days=100) if here.random.random() < 0.3 else None
    since = here.now - timedelta(days=here.random.choice((0, 0, 60)))
    here.record(
        DirectoryEntryRecorded(
            recorded_at=here.now, entry=f"{owner} {person}", owner=owner, person=person, since=since, until=until
        )
    )


def restrict(here: History) -> None:
    """Something is restricted, or somebody is erased: then by every pseudonym that is linked, as the hub does it."""
    draw = here.random
    things = here.some(list(here.owners), 2) if here.owners and draw.random() < 0.5 else ()
    request, person = draw.choice(("request-1", "request-2")), draw.choice(PERSONS)
    if draw.random() >= 0.3:
        here.record(RestrictionSet(recorded_at=here.now, request=request, person=person, things=things))
        return
    one = here.seconds.get(person, person) if draw.random() < 0.4 else person
    here.facts.append(
        ErasureDecided(
            recorded_at=here.now,
            request=request,
            person=one,
            outcome=draw.choice(("erased", "erased", "restricted")),
            decided_by="d-1",
            second_by="d-2",
            pseudonyms=tuple(sorted(here.as_one(one))),
            things=things,
        )
    )


def lift(here: History) -> None:
    request = here.random.choice(("request-1", "request-2"))
    here.record(RestrictionLifted(recorded_at=here.now, request=request, person="kid", reason="over", by="d-1"))


def judge_look(here: History) -> None:
    here.record(
        LookReviewed(
            recorded_at=here.now,
            look="look-1",
            owner=here.who(),
            persons=here.persons(3),
            decision=here.random.choice(("in-order", "not-in-order", "not-in-order")),
        )
    )


def confirm_reason(here: History) -> None:
    here.record(
        ReasonConfirmed(recorded_at=here.now, owner=here.who(), persons=here.persons(3), how="second-professional")
    )
