"""The rules of DOMAIN.md 9, one small pure function each, and the one list of them."""

from collections.abc import Mapping

from hub.domain.rules.acute import ACUTE
from hub.domain.rules.adult_problem import ADULT_PROBLEM
from hub.domain.rules.domains_converge import DOMAINS_CONVERGE
from hub.domain.rules.handover_unconfirmed import HANDOVER_UNCONFIRMED
from hub.domain.rules.help_declined import HELP_DECLINED
from hub.domain.rules.missed_appointments import MISSED_APPOINTMENTS
from hub.domain.rules.new_adult import NEW_ADULT
from hub.domain.rules.no_coordinator import NO_COORDINATOR
from hub.domain.rules.no_plan import NO_PLAN
from hub.domain.rules.nobody_watching import NOBODY_WATCHING
from hub.domain.rules.out_of_view import OUT_OF_VIEW
from hub.domain.rules.referral_not_arrived import REFERRAL_NOT_ARRIVED
from hub.domain.rules.repetition import REPETITION
from hub.domain.rules.report_not_made import REPORT_NOT_MADE
from hub.domain.rules.rule import ConfiguredRule, Parameters, Rule
from hub.domain.rules.same_child import SAME_CHILD
from hub.domain.rules.same_family import SAME_FAMILY
from hub.domain.rules.violence_at_home import VIOLENCE_AT_HOME

ALL_RULES: tuple[Rule, ...] = (
    ACUTE,
    VIOLENCE_AT_HOME,
    SAME_CHILD,
    SAME_FAMILY,
    DOMAINS_CONVERGE,
    ADULT_PROBLEM,
    NEW_ADULT,
    MISSED_APPOINTMENTS,
    HELP_DECLINED,
    REPETITION,
    NOBODY_WATCHING,
    OUT_OF_VIEW,
    NO_COORDINATOR,
    NO_PLAN,
    HANDOVER_UNCONFIRMED,
    REFERRAL_NOT_ARRIVED,
    REPORT_NOT_MADE,
)
"""Every rule, the most urgent first: in that order one message names them."""


def configured(parameters: Mapping[str, Parameters]) -> tuple[ConfiguredRule, ...]:
    """Every rule with the parameters of this municipality, by the rule's identifier.

    Raises ``LookupError`` naming the rules that the configuration leaves out and the names in it that are no rule.
    """
    known = {rule.id for rule in ALL_RULES}
    unpaired = sorted(known.symmetric_difference(parameters))
    if unpaired:
        raise LookupError(f"rules and their configuration differ: {', '.join(unpaired)}")
    return tuple(ConfiguredRule(rule, parameters[rule.id]) for rule in ALL_RULES)
