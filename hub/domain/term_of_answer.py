"""Until when the recipient of a finding is to answer, over what it may see."""

from datetime import datetime

from hub.domain.rules.rule import Finding
from hub.domain.terms import answer_by, before_effect
from hub.domain.view import FamilyView


def term_of(family: FamilyView, finding: Finding) -> datetime:
    """By lane, or counted back from the first measure of which the finding tells (DOMAIN.md 2.5; R6.4); UTC."""
    told = (each.effect_at for each in family.seen.measures if each.id in finding.items)
    first = min((each for each in told if each is not None and family.now < each), default=None)
    return before_effect(answer_by(finding.lane, family.now), first, family.now)
