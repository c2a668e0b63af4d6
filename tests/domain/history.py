"""The way from facts to what one recipient sees, and to what one rule finds there.

``given(...).seen_by(...)`` goes through the real fold and the real disclosure decision.
"""

from collections.abc import Iterable
from datetime import datetime

from hub.configuration.load import load_rules
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Standing
from hub.domain.facts import Fact, SignalEnded
from hub.domain.family import FamilyState
from hub.domain.organisations import Organisation
from hub.domain.rules import configured
from hub.domain.rules.rule import ConfiguredRule, Finding, Moment
from hub.domain.view import FamilyView, see, view_of
from tests.domain.builders import AGES, CATALOGUE, ORGANISATIONS, on

RULES = {each.rule.id: each for each in configured(load_rules())}


class Given:
    """A family's history, folded as the ledger folds it."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.state = FamilyState()
        for fact in facts:
            self.state.fold(fact)

    def seen_by(self, viewer: Organisation, at: str | datetime, around: str | None = None) -> FamilyView:
        """The one family that the viewer sees, or of several the one with the person ``around``."""
        families = self.families(viewer, at)
        if around is not None:
            families = [family for family in families if around in family.persons]
        (family,) = families
        return family

    def seen_by_who_ends(self, viewer: Organisation, end: SignalEnded) -> FamilyView:
        """What the viewer sees as it ends its involvement: with the reason to know that it had until then."""
        ending = Given([])
        ending.state = self.state.fork()
        standing = Standing(viewer, Circumstances(ending.state, AGES, CATALOGUE, end.recorded_at, ORGANISATIONS))
        ending.state.fold(end)
        (family,) = see(standing).families()
        return family

    def families(self, viewer: Organisation, at: str | datetime) -> list[FamilyView]:
        """Every family the viewer sees; one empty one where it sees nothing."""
        now = on(at) if isinstance(at, str) else at
        return list(view_of(viewer, Circumstances(self.state, AGES, CATALOGUE, now, ORGANISATIONS)).families())


def given(*facts: Fact | Iterable[Fact]) -> Given:
    """What has been recorded, in this order."""
    return Given(fact for each in facts for fact in ([each] if isinstance(each, Fact) else each))


def rule(id_: str) -> ConfiguredRule:
    """A rule with the parameters that ship with the project."""
    return RULES[id_]


def findings(id_: str, view: FamilyView) -> list[Finding]:
    """What this rule finds in this view."""
    each = rule(id_)
    return list(each.rule.find(view, each.parameters))


def moments(id_: str, view: FamilyView) -> list[Moment]:
    """The moments for which this rule waits in this view."""
    each = rule(id_)
    return list(each.rule.due(view, each.parameters)) if each.rule.due else []


def only(found: list[Finding]) -> Finding:
    """The one finding."""
    (finding,) = found
    return finding
