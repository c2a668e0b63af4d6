"""``hub rules``: what changed rules would have raised, on the ledger as it is, raising nothing."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import asyncpg
import msgspec
import typer

from hub.configuration.errors import ConfigurationError
from hub.configuration.load import load_catalogue, load_disclosure, load_legal_bases, load_retention, load_rules
from hub.domain.ages import AgeBand
from hub.domain.facts import ALL_FACTS, Fact
from hub.domain.participants import Participants
from hub.domain.policy import Policy
from hub.domain.rules import configured
from hub.domain.rules.rule import ConfiguredRule
from hub.domain.terms import AMSTERDAM
from hub.domain.trying import WouldRaise, try_rules
from hub.ledger.mapper import FactRegistry
from hub.ledger.reader import LedgerReader
from hub.participation.register import participants_after
from hub.people.connect import open_people
from hub.people.master_keys import MasterKeys
from hub.settings import load_settings
from hub.wiring.addresses import Addresses, parts_of
from hub.wiring.key_store import master_keys

_PAGE = 2_000


def try_changed(
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="From this day on (Dutch time).")],
    rules: Annotated[Path | None, typer.Option(help="A changed rules.yaml; the one in use by default.")] = None,
    *,
    machine: Annotated[bool, typer.Option("--json", help="Every match, as JSON for machines.")] = False,
) -> None:
    """Show what changed rules would have opened since a day, on the ledger as it is. Nothing is raised or recorded.

    Names no person: families are counted. "raised" is what the ledger has as well.
    """
    try:
        changed = configured(load_rules(rules))
    except (ConfigurationError, LookupError) as error:
        raise typer.BadParameter(str(error)) from None
    settings = load_settings()
    keys, day = master_keys(settings), since.replace(tzinfo=AMSTERDAM).astimezone(UTC)
    with parts_of(settings, nats=False, join=True) as addresses:
        found = asyncio.run(_try(addresses, keys, changed, day))
    if machine:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
    else:
        _print(found)


def _print(found: list[WouldRaise]) -> None:
    would, raised = Counter(each.rule for each in found), Counter(each.rule for each in found if each.raised)
    for rule, number in would.most_common():
        typer.echo(f"{rule}: {number}, of which {raised[rule]} were raised")
    typer.echo(f"{len(found)} matches would have opened, {sum(raised.values())} of them were raised.")


async def _try(
    addresses: Addresses, keys: MasterKeys, rules: tuple[ConfiguredRule, ...], since: datetime
) -> list[WouldRaise]:
    async with (
        asyncpg.create_pool(addresses.database_url, min_size=1, max_size=2) as pool,
        open_people(addresses.database_url, addresses.keys_database_url, keys, connections=1) as people,
    ):
        facts = await _history(LedgerReader(pool, FactRegistry(ALL_FACTS)))
        policy = _policy(participants_after(fact for fact, _ in facts), rules)

        async def ages(persons: Iterable[str], at: datetime) -> Mapping[str, AgeBand]:
            return await people.ages(pool, persons, at.astimezone(AMSTERDAM).date())

        found: list[WouldRaise] = []
        for number, history in enumerate(by_circle(facts), start=1):
            found += await try_rules(history, number, policy, ages, since)
        return sorted(found)


async def _history(reader: LedgerReader) -> list[tuple[Fact, tuple[str, ...]]]:
    facts: list[tuple[Fact, tuple[str, ...]]] = []
    position = 0
    while page := await reader.page(position, _PAGE):
        position = page[-1].position
        facts += [(each.fact, tuple(each.tags)) for each in page]
    return facts


def by_circle(facts: Iterable[tuple[Fact, tuple[str, ...]]]) -> list[list[Fact]]:
    """The facts of each circle of persons, in their order: those that any fact ties together."""
    known = list(facts)
    circle_of: dict[str, set[str]] = {}
    for _, tags in known:
        together = {tag.partition(":")[2] for tag in tags if tag.startswith("person:")}
        joined = together.union(*(circle_of[person] for person in together if person in circle_of))
        circle_of.update(dict.fromkeys(joined, joined))
    histories: dict[int, list[Fact]] = {}
    for fact, tags in known:
        person = next((tag.partition(":")[2] for tag in tags if tag.startswith("person:")), None)
        if person is not None:
            histories.setdefault(id(circle_of[person]), []).append(fact)
    return list(histories.values())


def _policy(there: Participants, rules: tuple[ConfiguredRule, ...]) -> Policy:
    disclosure = load_disclosure()
    return Policy(
        disclosure.shielding(there.organisations),
        load_catalogue(),
        rules,
        load_legal_bases(),
        there.professionals,
        disclosure,
        load_retention(),
    )
