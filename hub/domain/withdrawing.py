"""Taking back: what a match rested on may no longer be shown, or turned out otherwise (DOMAIN.md 3.4 and 9)."""

from collections.abc import Iterable, Iterator
from typing import Literal

from hub.domain.disclosure import Ground, Standing
from hub.domain.facts.matches import MatchRaised, MatchWithdrawn, Shown
from hub.domain.facts.sharing import SharingTold
from hub.domain.match import Match
from hub.domain.raising import match_as_it_stands
from hub.domain.rules.rule import ConfiguredRule, Finding
from hub.domain.slices.base import HubSlice
from hub.domain.view import FamilyView, see


class _Viewer:
    """A recipient, whose view is worked out once for all of its matches."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._families: list[FamilyView] | None = None

    @property
    def families(self) -> list[FamilyView]:
        """What it sees, split by what links persons for it."""
        if self._families is None:
            self._families = list(see(self.standing).families())
        return self._families

    def look_again(self) -> None:
        """A match of it was taken back, and some rules are about matches."""
        self._families = None


def withdraw_matches(slice_: HubSlice, reason: Literal["retracted", "sharing-ended"]) -> None:
    """Take back what rests on an item that its recipient may no longer see (DOMAIN.md 3.4).

    A match that holds without the item goes on without it; any other is withdrawn. Either way its recipient is told,
    once, that sharing has ended, which says nothing about a child's safety.
    """
    where = slice_.circumstances()
    viewers: dict[str, _Viewer] = {}
    left: dict[str, Match] = {}
    """recipient -> a match of it that goes on without what is not shared any more"""
    told = set[str]()
    for match in list(slice_.state.matches.values()):
        recipient = slice_.policy.organisations.get(match.recipient)
        if match.withdrawn or match.identifier_only or recipient is None:
            continue
        if recipient.id not in viewers:
            viewers[recipient.id] = _Viewer(Standing(recipient, where))
        viewer = viewers[recipient.id]
        shown = _all_still_shown(slice_, match, viewer.standing)
        if shown and (reason != "retracted" or _holds(slice_, match, viewer)):
            _keep_grounds(slice_, match, viewer.standing)
        elif not shown and _goes_on(slice_, match, viewer):
            left.setdefault(recipient.id, match)
        else:
            told.add(recipient.id)
            slice_.record(
                MatchWithdrawn(
                    recorded_at=slice_.now,
                    match=match.id,
                    recipient=match.recipient,
                    persons=match.persons,
                    reason=reason,
                    notification=slice_.ids(),
                )
            )
            viewer.look_again()
    for recipient_id in sorted(left.keys() - told) if reason == "sharing-ended" else ():
        _tell(slice_, left[recipient_id])


def _tell(slice_: HubSlice, match: Match) -> None:
    """Tell the recipient of a match that goes on that something in it is not shared any more (DOMAIN.md 3.4)."""
    slice_.record(
        SharingTold(
            recorded_at=slice_.now,
            recipient=match.recipient,
            what="withdrawal",
            thing=match.id,
            persons=slice_.state.as_stated.matches[match.id].persons,
            notification=slice_.ids(),
        )
    )


def close_matches(slice_: HubSlice, kept: Iterable[str]) -> None:
    """Close, without a word, the acting organisation's matches on what it may see no longer by its own ending."""
    viewer, kept = slice_.policy.organisations[slice_.organisation], frozenset(kept)
    standing = Standing(viewer, slice_.circumstances())
    for match in list(slice_.state.matches.values()):
        open_ = match.recipient == viewer.id and not match.withdrawn and match.id not in kept
        if open_ and not match.identifier_only and _rests_on_a_sealed_item(slice_, match, standing):
            slice_.record(
                MatchWithdrawn(
                    recorded_at=slice_.now,
                    match=match.id,
                    recipient=match.recipient,
                    persons=match.persons,
                    reason="no-longer-holds",
                )
            )


def _rests_on_a_sealed_item(slice_: HubSlice, match: Match, standing: Standing) -> bool:
    items = (slice_.state.items.get(item) for item, _ in match.shown)
    return any(item is None or standing.decide(item) is None for item in items)


def _all_still_shown(slice_: HubSlice, match: Match, standing: Standing) -> bool:
    """Whether everything that a match rests on may still be seen as it was: of what is bare by now and was not, the
    rule decides. What was bare when its recipient was told of it takes nothing away by staying so.
    """
    items = slice_.state.items
    return all(
        (item := items.get(shown)) is not None
        and (standing.decide(item) is not None if shown in match.bare else standing.shows_all_of(item))
        for shown, _ in match.shown
    )


def _keep_grounds(slice_: HubSlice, match: Match, standing: Standing) -> None:
    """Where what a match rests on is open on another ground by now, record that, quietly: grounds are logged.

    A request to weigh stays recorded as the bit that it disclosed, whatever its owner may see of its own concern.
    """
    if any(ground == Ground.WEIGH.value for _, ground in match.shown):
        return
    allowed = ((item, standing.allow(slice_.state.items[item])) for item, _ in match.shown)
    shown = tuple(Shown(item=item, ground=each.ground.value, bare=each.bare) for item, each in allowed if each)
    versions = {each.rule.id: each.rule.version for each in slice_.policy.rules}
    if match.rule not in versions or _is_shown_as(match, shown):
        return
    stated = slice_.state.as_stated.matches[match.id]
    slice_.record(
        MatchRaised(
            recorded_at=slice_.now,
            match=match.id,
            recipient=match.recipient,
            rule=match.rule,
            rule_version=versions[match.rule],
            anchor=stated.anchor,
            key=stated.key,
            about=stated.about,
            persons=stated.persons,
            shown=shown,
            speaks_for=tuple(sorted(match.speaks_for)),
            lane=match.lane,  # type: ignore[arg-type]
        )
    )


def _is_shown_as(match: Match, shown: tuple[Shown, ...]) -> bool:
    bare = frozenset(each.item for each in shown if each.bare)
    return bare == match.bare and tuple((each.item, each.ground) for each in shown) == match.shown


def _goes_on(slice_: HubSlice, match: Match, viewer: _Viewer) -> bool:
    """Whether the rule holds over what is left; then the match is recorded anew, without a notification."""
    for family, configured, finding in _findings(slice_, match, viewer):
        slice_.record(match_as_it_stands(slice_, family, configured, finding, match))
        return True
    return False


def _holds(slice_: HubSlice, match: Match, viewer: _Viewer) -> bool:
    """Whether things still are as the rule says; a rule that says what happened needs only that it rests on."""
    lasts = any(each.rule.id == match.rule and each.rule.lasts for each in slice_.policy.rules)
    return not lasts or match.closed is not None or any(True for _ in _findings(slice_, match, viewer))


def _findings(slice_: HubSlice, match: Match, viewer: _Viewer) -> Iterator[tuple[FamilyView, ConfiguredRule, Finding]]:
    """What the rule of a match finds of the same in what its recipient sees now."""
    configured = next((each for each in slice_.policy.rules if each.rule.id == match.rule), None)
    if configured is None:
        return
    for family in viewer.families:
        if match.anchor in family.persons:
            for finding in configured.rule.find(family, configured.parameters):
                if finding.key == match.key:
                    yield family, configured, finding
