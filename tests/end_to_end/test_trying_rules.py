"""``hub rules try`` on a ledger that a hub wrote: what a changed rule would have raised, raising nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from hub.configuration import load
from tests.api.whole.given import concern, involvement
from tests.conftest import Databases
from tests.end_to_end.processes import Place, ended_by_term, external
from tests.end_to_end.test_commands import done
from tests.outbound.server import OwnNats

TODAY = datetime.now(UTC)


@pytest.fixture
def place(tmp_path: Path, database: Databases) -> Iterator[Place]:
    server = OwnNats(tmp_path / "nats")
    server.start()
    yield external(tmp_path / "hub", database, server.url)
    server.kill()


def absences(place: Place, number: int) -> None:
    """A school tells of one pupil so many times that it stays away."""
    done(
        place.hub("organisation", "add", "school", "--name", "School", "--sector", "school", "--phone", "+31100000000")
    )
    done(place.hub("professional", "add", "school", "p-1", "--role", "reporter", "--name", "P. Visser"))
    token = done(place.hub("token", "--organisation", "school", "--professional", "p-1"))
    days = [f"{TODAY - timedelta(days=2 + day):%Y-%m-%d}T09:00:00Z" for day in range(number + 1)]
    told = [involvement(household=None, occurred_at=days[0])]
    told += [concern(household=None, occurred_at=day) for day in days[1:]]
    with place.running("serve") as (server, line):
        for place_in_order, body in enumerate(told):
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"absence-{place_in_order}"}
            url = f"{line.rpartition(' ')[2]}/v1/signals"
            answer = httpx.post(url, json=body, headers=headers, timeout=60)
            assert answer.status_code == 201, answer.text
        assert ended_by_term(server) == 0


def tried(place: Place, *arguments: str) -> list[tuple[str, str, bool]]:
    """(rule, recipient, whether the ledger has it) of patterns that would have opened."""
    since = f"{TODAY - timedelta(days=1):%Y-%m-%d}"
    found: list[dict[str, Any]] = json.loads(done(place.hub("rules", "try", "--since", since, "--json", *arguments)))
    return [(each["rule"], each["recipient"], each["raised"]) for each in found if each["rule"] == "repetition"]


def with_times(folder: Path, times: int) -> Path:
    """The rules as shipped, but for how often the same concern makes a pattern."""
    rules = yaml.safe_load((Path(load.__file__).parent / "rules.yaml").read_text(encoding="utf-8"))
    (repetition,) = [each for each in rules["rules"] if each["rule"] == "repetition"]
    repetition["parameters"]["times"]["value"] = times
    changed = folder / "changed.yaml"
    changed.write_text(yaml.safe_dump(rules), encoding="utf-8")
    return changed


def test_a_changed_rule_is_tried_on_the_ledger_as_it_is_and_raises_nothing(place: Place, tmp_path: Path) -> None:
    absences(place, 2)
    before = json.loads(place.hub("verify", "--json").stdout)["facts"]

    assert tried(place) == []
    assert tried(place, "--rules", str(with_times(tmp_path, 2))) == [("repetition", "school", False)]

    assert json.loads(place.hub("verify", "--json").stdout)["facts"] == before


def test_what_the_rules_raised_is_found_again_by_trying_them(place: Place) -> None:
    absences(place, 3)
    assert tried(place) == [("repetition", "school", True)]
