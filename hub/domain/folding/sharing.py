"""The fold of what opens or closes sharing: consent, exceptions, the shelter's recipients, the directory."""

from collections.abc import Iterable

import msgspec

from hub.domain import items
from hub.domain.facts import sharing
from hub.domain.folding.stated import AboutConsent, Folds, Stated


def _consent_recorded(state: Stated, fact: sharing.ConsentRecorded) -> None:
    """The latest record per giver and organisation counts, and goes before what the organisation confirmed until then.

    It is kept under who is represented too: whether somebody decides alone follows from the latest record.
    """
    state.meet(*fact.persons)
    state.consenting[len(state.consenting)] = fact
    for person in (*(giver.person for giver in fact.givers), *fact.represented):
        state.consents[(fact.owner, person)] = fact
        state.confirmed.pop((fact.owner, person), None)
        state.withdrawn.pop((fact.owner, person), None)


def _consent_withdrawn(state: Stated, fact: sharing.ConsentWithdrawn) -> None:
    """What the owner confirmed until then ends with it: who withdraws from an organisation withdraws all it goes by."""
    state.consenting[len(state.consenting)] = fact
    for key in [k for k, v in state.consents.items() if v.consent == fact.consent]:
        state.withdrawn[key] = state.consents.pop(key)
        state.confirmed.pop(key, None)


def _consent_confirmed(state: Stated, fact: sharing.ConsentConfirmed) -> None:
    """Of one other organisation the latest consent that was confirmed counts."""
    state.consenting[len(state.consenting)] = fact
    for giver in fact.givers:
        known = state.confirmed.get((fact.owner, giver), ())
        others = tuple(each for each in known if each[0] != fact.organisation)
        state.confirmed[(fact.owner, giver)] = (*others, (fact.organisation, fact.consent))


_OF_CONSENT: Folds = {
    sharing.ConsentRecorded: _consent_recorded,
    sharing.ConsentWithdrawn: _consent_withdrawn,
    sharing.ConsentConfirmed: _consent_confirmed,
}


def fold_consents(state: Stated, facts: Iterable[AboutConsent]) -> None:
    """Take in what was answered, withdrawn and confirmed, in order."""
    for fact in facts:
        _OF_CONSENT[type(fact)](state, fact)


def _passing_confirmed(state: Stated, fact: sharing.PassingConfirmed) -> None:
    state.seconded[fact.consent] = fact.by


def _authority_judged(state: Stated, fact: sharing.AuthorityJudged) -> None:
    known = state.undeterminable.get(fact.child, frozenset()) - {fact.source}
    if fact.outcome == "undeterminable":
        known |= {fact.source}
    if known:
        state.undeterminable[fact.child] = known
    else:
        state.undeterminable.pop(fact.child, None)


def _exception_recorded(state: Stated, fact: sharing.ExceptionRecorded) -> None:
    state.exceptions[fact.exception] = items.SafetyException(
        id=fact.exception,
        owner=fact.owner,
        persons=fact.persons,
        items=fact.items,
        recipients=fact.recipients,
        struck_out=fact.struck_out,
        recorded_at=fact.recorded_at,
        review_on=fact.review_on,
        violence=fact.violence,
        professional=fact.by,
        struck_out_for=fact.struck_out_for,
        at_risk=fact.at_risk,
        consulted=fact.consulted,
        meldcode=fact.meldcode,
    )


def _exception_reviewed(state: Stated, fact: sharing.ExceptionReviewed) -> None:
    """What has ended stays ended: to share again is another decision, and another exception (DOMAIN.md 4)."""
    exception = state.exceptions.get(fact.exception)
    if exception is not None:
        state.exceptions[fact.exception] = msgspec.structs.replace(
            exception,
            ended=exception.ended or fact.decision in ("rejected", "ended"),
            confirmed_at=fact.recorded_at if fact.decision == "confirmed" else exception.confirmed_at,
            review_on=fact.review_on or exception.review_on,
        )


def _recipients_named(state: Stated, fact: sharing.RecipientsNamed) -> None:
    for person in fact.persons:
        known = state.named_by_shelter.get((fact.owner, person), frozenset())
        state.named_by_shelter[(fact.owner, person)] = known | frozenset(fact.recipients)


def _directory_entry(state: Stated, fact: sharing.DirectoryEntryRecorded) -> None:
    """Of a line that is sent again the first recording counts: whether a shelter had to name it (DOMAIN.md 5.5)."""
    state.meet(fact.person)
    known = state.directory.get(fact.entry)
    state.directory[fact.entry] = items.DirectoryEntry(
        id=fact.entry,
        owner=fact.owner,
        person=fact.person,
        since=fact.since,
        until=fact.until,
        recorded_at=known.recorded_at if known and known.since == fact.since else fact.recorded_at,
    )


def _weigh_requested(state: Stated, fact: sharing.WeighRequested) -> None:
    """Who asked is nobody's to know; what it brings is told to owners apart."""


def _sharing_told(state: Stated, fact: sharing.SharingTold) -> None:
    exception = state.exceptions.get(fact.thing)
    if fact.what == "exception-review" and exception is not None:
        state.exceptions[fact.thing] = msgspec.structs.replace(exception, asked_outside=True)
    concern = state.items.get(fact.thing)
    if fact.what == "weigh-request" and isinstance(concern, items.Signal):
        state.items[fact.thing] = msgspec.structs.replace(concern, asked_to_weigh=fact.recorded_at)


SHARING_FOLDS: Folds = {
    **_OF_CONSENT,
    sharing.PassingConfirmed: _passing_confirmed,
    sharing.AuthorityJudged: _authority_judged,
    sharing.WeighRequested: _weigh_requested,
    sharing.SharingTold: _sharing_told,
    sharing.ExceptionRecorded: _exception_recorded,
    sharing.ExceptionReviewed: _exception_reviewed,
    sharing.RecipientsNamed: _recipients_named,
    sharing.DirectoryEntryRecorded: _directory_entry,
}
