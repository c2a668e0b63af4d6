"""The rules of DOMAIN.md 9: each is one file of this folder, found by itself, and one entry of the configuration."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from hub.domain.rules.rule import ConfiguredRule, Parameters, Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of this folder, the most urgent first: in that order one message names them.

    Raises ``LookupError`` where two have the same identifier or the same place in the order.
    """
    rules = sorted(_found(), key=lambda rule: rule.order)
    for what in ("id", "order"):
        values = [getattr(rule, what) for rule in rules]
        if repeated := sorted({str(each) for each in values if values.count(each) > 1}):
            raise LookupError(f"several rules have the same {what}: {', '.join(repeated)}")
    return tuple(rules)


def configured(parameters: Mapping[str, Parameters]) -> tuple[ConfiguredRule, ...]:
    """Every rule with the parameters of this municipality, by the rule's identifier.

    Raises ``LookupError`` naming the rules that the configuration leaves out and the names in it that are no rule.
    """
    known = {rule.id for rule in all_rules()}
    unpaired = sorted(known.symmetric_difference(parameters))
    if unpaired:
        raise LookupError(f"rules and their configuration differ: {', '.join(unpaired)}")
    return tuple(ConfiguredRule(rule, parameters[rule.id]) for rule in all_rules())


def _found() -> Iterator[Rule]:
    """The rules that the modules of this folder make, and not those that they import from each other."""
    for module in iter_modules(__path__, f"{__name__}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Rule) and value.find.__module__ == module.name:
                yield value
