"""Why rules look again, and which of them then look for whom."""

import msgspec

from hub.domain.disclosure import Standing
from hub.domain.items import Item, Signal
from hub.domain.policy import Policy
from hub.domain.rules.rule import Change, ConfiguredRule


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """Why rules look again: what changed, or that a deadline came.

    ``change`` None with no ``only``: sharing of ``touched`` changed, and every rule looks. ``only`` names the one rule
    whose moment came, for everyone. ``touched`` are the items that changed: only who may see one of them looks anew.
    """

    change: Change | None = None
    touched: tuple[Item, ...] = ()
    only: str | None = None
    whose: str | None = None
    """With ``only``: the one organisation that waited for this moment."""
    own_view: bool = False
    """What the actor itself may see changed, and nothing for anybody else."""
    joined: bool = False
    """Who belongs together changed, so that the actor's own view is not what it was either."""
    widened: bool = False
    """What changed gives the actor a reason to know that it had not: to it everything there may be new."""
    actor: Standing | None = None
    """The actor's standing from before the change, where the change itself takes it away (an end)."""

    @property
    def sharing_only(self) -> bool:
        """Others may now see items that were there before; the actor's own view stays as it was."""
        return self.change is None and self.only is None and not self.own_view

    @property
    def changes(self) -> frozenset[Change]:
        """Everything that changed: a signal that states a household states memberships too."""
        if self.change is None:
            return frozenset()
        household = self.change in {"involvement", "concern"} and any(_states_others(item) for item in self.touched)
        return frozenset({self.change, "membership"}) if household else frozenset({self.change})

    @property
    def may_settle(self) -> bool:
        """Whether something that held may hold no longer by what changed: an end, a follow-up, a role taken."""
        return self.change not in {None, "involvement", "concern", "membership"}


Looking = tuple[tuple[ConfiguredRule, bool], ...]
"""The rules that look, in their order, each with whether it may speak now."""


def looking(policy: Policy, occasion: Occasion, *, actor: bool) -> Looking:
    """The rules that look at such an occasion; worked out once for all that are alike."""
    of = occasion
    like = (id(policy.rules), of.changes, of.only, of.own_view, of.joined, of.widened, actor)
    known = policy.looking.get(like)
    if known is None or known[0] is not policy.rules:
        rules = (each for each in policy.rules if concerns(each, occasion, actor=actor))
        known = (policy.rules, tuple((each, speaks(each, occasion, actor=actor)) for each in rules))
        policy.looking[like] = known
    found: Looking = known[1]
    return found


def _states_others(item: Item) -> bool:
    return isinstance(item, Signal) and bool(item.household)


def concerns(configured: ConfiguredRule, occasion: Occasion, *, actor: bool) -> bool:
    """Whether the rule is looked at for a recipient at this occasion: who acts, or anybody else."""
    rule = configured.rule
    if rule.page_only:
        return False
    if occasion.only is not None:
        return rule.id == occasion.only
    if rule.own_duty and not actor:
        return False
    if occasion.sharing_only:
        return rule.own_duty or not actor or occasion.joined
    if occasion.own_view or (actor and occasion.widened):
        return actor
    return not occasion.changes.isdisjoint(rule.looks_at)


def speaks(configured: ConfiguredRule, occasion: Occasion, *, actor: bool) -> bool:
    """Whether it may speak now: a rule on time only when its moment comes, or when sharing opens what was there.

    What an organisation owes by a moment speaks at that moment alone: that it shares something is no reminder.
    """
    if configured.rule.own_duty and configured.rule.on_time:
        return occasion.only is not None
    return occasion.change is None or not configured.rule.on_time or (actor and occasion.widened)
