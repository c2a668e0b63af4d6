"""The commands as a user meets them: what they do, how they end, and the one line that says what is wrong."""

import asyncio
import json
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from hub.ledger.clock_mark import claim_clock
from tests.adapters.arrears_files import a_file, a_line
from tests.conftest import Databases
from tests.end_to_end.processes import Place, ended_by_term, external
from tests.outbound.server import OwnNats


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[OwnNats]:
    server = OwnNats(tmp_path / "nats")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def place(tmp_path: Path, database: Databases, nats: OwnNats) -> Place:
    return external(tmp_path / "hub", database, nats.url)


LOGGED = re.compile(r"\d{4}-\d{2}-\d{2}T\S+ INFO ")


def done(finished: "subprocess.CompletedProcess[str]") -> str:
    """What a command that must succeed wrote."""
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def complaint(finished: "subprocess.CompletedProcess[str]") -> str:
    """The one line of a command that must fail, beside what a process logs of its beginning."""
    assert finished.returncode == 1, finished.stdout + finished.stderr
    said = [line for line in finished.stderr.splitlines() if line and not LOGGED.match(line)]
    assert len(said) == 1, finished.stderr
    assert said[0].startswith("hub: ")
    return said[0]


def add_corporation(place: Place) -> None:
    arguments = ("woonstad", "--name", "Woonstad", "--sector", "housing-corporation", "--phone", "+31100000000")
    assert "woonstad" in done(place.hub("organisation", "add", *arguments))
    acts = ("woonstad", "p-1", "--role", "reporter", "--name", "P. Visser")
    assert "p-1" in done(place.hub("professional", "add", *acts))


def test_a_small_hub_from_its_first_organisation_to_the_proof_that_nothing_was_altered(
    place: Place, tmp_path: Path
) -> None:
    add_corporation(place)
    token = tmp_path / "token"
    token.write_text(done(place.hub("token", "--organisation", "woonstad")))
    file = a_file(tmp_path, a_line())

    with place.running("serve") as (server, line):
        url = line.rpartition(" ")[2]
        arguments = ("import", str(file), "--partner", "arrears", "--url", url, "--token-file", str(token), "--json")
        first = json.loads(done(place.hub(*arguments)))
        again = json.loads(done(place.hub(*arguments)))
        signals = _own_signals(url, token.read_text())
        assert ended_by_term(server) == 0

    assert [line["id"] for line in first["lines"]] == [line["id"] for line in again["lines"]] == [signals[0]["id"]]
    assert len(signals) == 1
    assert "in the stream" in done(place.hub("relay"))
    assert "in the stream" in done(place.hub("relay", "--rebuild"))
    assert json.loads(done(place.hub("rebuild", "--json")))["equal"]
    proof = json.loads(done(place.hub("verify", "--json")))
    assert proof["intact"]
    assert proof["proven"]
    assert proof["checkpoints"] >= 1
    assert "Nothing was altered." in done(place.hub("verify"))


def test_the_disclosure_log_is_exported_and_that_is_logged_too(place: Place, tmp_path: Path) -> None:
    add_corporation(place)
    token = done(place.hub("token", "--organisation", "woonstad", "--professional", "p-1"))
    with place.running("serve") as (server, line):
        search = {"subject": {"bsn": "999990342"}, "purpose": "arrears", "reason": "r"}
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{line.rpartition(' ')[2]}/v1/families/_search"
        assert httpx.post(url, json=search, headers=headers, timeout=60).json() == {"families": []}
        assert ended_by_term(server) == 0
    file = tmp_path / "log.ndjson"

    assert "2 lines" in place.hub("disclosures", "export", "--output", str(file)).stderr
    spans = done(place.hub("disclosures", "export", "--format", "otlp")).splitlines()

    first, second = map(json.loads, file.read_text().splitlines())
    assert (first["name"], second["name"]) == ("POST /v1/families/_search", "hub disclosures export")
    assert first["attributes"]["nen7513.purpose_of_use"] == "arrears"
    assert len(spans) == 3
    assert all("resourceSpans" in json.loads(each) for each in spans)
    assert place.hub("disclosures", "export", "--since", "2020-01-01", "--until", "2020-12-31").stdout == ""


def test_verify_says_that_the_disclosure_log_was_altered(place: Place, database: Databases) -> None:
    add_corporation(place)
    place.hub("disclosures", "export")

    async def alter() -> None:
        vandal = await asyncpg.connect(database.admin_url)
        await vandal.execute("ALTER TABLE disclosure_line DISABLE TRIGGER ALL")
        await vandal.execute("UPDATE disclosure_line SET organisation = 'nobody'")
        await vandal.close()

    unproven = place.hub("verify")
    assert unproven.returncode == 2, "no worker ran, so no checkpoint says what the tables should hold"
    assert "Not proven" in unproven.stdout
    assert "Nothing was altered" not in unproven.stdout
    assert not json.loads(place.hub("verify", "--json").stdout)["proven"]
    asyncio.run(alter())
    verified = place.hub("verify")
    assert verified.returncode == 1
    assert "The disclosure log is NOT what was recorded." in verified.stdout
    assert "lines-altered" in verified.stdout


def _own_signals(url: str, token: str) -> list[Any]:
    answer = httpx.get(f"{url}/v1/signals", headers={"Authorization": f"Bearer {token}"}, timeout=60)
    found: list[Any] = answer.raise_for_status().json()["signals"]
    return found


def test_a_worker_ends_when_it_is_asked_to(place: Place) -> None:
    with place.running("work") as (worker, line):
        assert line == "Samenloop works."
        assert ended_by_term(worker) == 0


def test_a_server_without_worker_leaves_the_views_to_others(place: Place) -> None:
    with place.running("serve", "--no-worker") as (server, line):
        url = line.rpartition(" ")[2]
        assert httpx.get(f"{url}/health/ready", timeout=60).status_code == 200
        assert ended_by_term(server) == 0


def test_migrating_again_changes_nothing(place: Place, database: Databases) -> None:
    owner = {"HUB_OWNER_DATABASE_URL": database.owner_url, "HUB_OWNER_KEYS_DATABASE_URL": database.keys_owner_url}
    assert done(place.hub("migrate", **owner)) == done(place.hub("migrate", **owner))


def test_a_hub_on_the_real_clock_refuses_the_ledger_of_a_demonstration(place: Place, database: Databases) -> None:
    async def mark() -> None:
        async with asyncpg.create_pool(database.app_url, min_size=1, max_size=1) as pool:
            await claim_clock(pool, "stepped")

    asyncio.run(mark())
    assert "stepped clock" in complaint(place.hub("serve"))


def test_a_hub_refuses_a_database_that_other_keys_filled(place: Place) -> None:
    add_corporation(place)
    (place.folder / "master.keys").rename(place.folder / "other.keys")
    assert "HUB_MASTER_KEY_FILE" in complaint(place.hub("serve"))


def test_a_port_that_is_taken_is_one_line(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"127.0.0.1:{port} is in use" in complaint(place.hub("serve", HUB_PORT=port))


def test_a_database_that_is_not_there_is_one_line(place: Place, tmp_path: Path) -> None:
    nowhere = f"postgresql://hub:s3cret@/samenloop?host={tmp_path}"
    said = complaint(place.hub("serve", HUB_DATABASE_URL=nowhere))
    assert "HUB_DATABASE_URL" in said
    assert "s3cret" not in said


def test_a_database_without_tables_asks_for_migration(place: Place, database: Databases) -> None:
    said = complaint(place.hub("serve", HUB_DATABASE_URL=database.keys_app_url))
    assert "hub migrate" in said


def test_a_setting_that_cannot_be_used_is_named_without_its_value(place: Place) -> None:
    said = complaint(place.hub("serve", HUB_PORT="s3cret"))
    assert "HUB_PORT" in said
    assert "s3cret" not in said


def test_half_of_the_databases_is_one_line(place: Place) -> None:
    alone = {name: value for name, value in place.environment.items() if name != "HUB_KEYS_DATABASE_URL"}
    assert "HUB_KEYS_DATABASE_URL" in complaint(Place(place.folder, alone).hub("serve"))


def test_a_data_folder_in_use_is_one_line(tmp_path: Path, parts: Any) -> None:
    taken = tmp_path / "file"
    taken.write_text("not a folder")
    alone = Place(tmp_path, {"PATH": "/usr/bin:/bin", "HUB_DATA_DIR": str(taken), "HUB_PORT": "0"})
    assert "HUB_DATA_DIR" in complaint(alone.hub("serve"))


def test_a_token_for_a_day_is_refused_with_the_reason(place: Place) -> None:
    finished = place.hub("token", "--organisation", "woonstad", "--hours", "24")
    assert finished.returncode == 2
    assert "at most six hours" in " ".join(finished.stderr.replace("│", " ").split())
    assert "Traceback" not in finished.stderr


def test_an_unknown_format_is_refused_with_the_known_ones(place: Place, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_line())
    finished = place.hub("import", str(file), "--partner", "unknown")
    assert finished.returncode == 2
    assert "arrears" in finished.stderr


def test_every_command_explains_itself(place: Place) -> None:
    said = done(place.hub("--help"))
    for command in ("serve", "work", "demo", "token", "verify", "rebuild", "migrate", "relay", "import", "bench"):
        assert command in said


def test_an_operator_shuts_an_organisation_and_a_professional_out_of_a_hub_that_serves(place: Place) -> None:
    add_corporation(place)
    add_professional = ("professional", "add", "woonstad", "p-2", "--role", "reporter", "--deputy", "p-1")
    assert "p-2" in done(place.hub(*add_professional))
    tokens = {
        code: done(place.hub("token", "--organisation", "woonstad", "--professional", code)) for code in ("p-1", "p-2")
    }

    with place.running("serve") as (server, line):
        url = line.rpartition(" ")[2]
        assert _refusal(url, tokens["p-2"]) is None
        done(place.hub("professional", "leave", "woonstad", "p-2", "--successor", "p-1"))
        assert _refused_within_the_bound(url, tokens["p-2"]) == "access-ended"
        assert _refusal(url, tokens["p-1"]) is None
        done(place.hub("organisation", "suspend", "woonstad", "--reason", "contract-lapsed"))
        assert _refused_within_the_bound(url, tokens["p-1"]) == "organisation-suspended"
        done(place.hub("organisation", "resume", "woonstad"))
        done(place.hub("organisation", "revoke-tokens", "woonstad"))
        assert _refused_within_the_bound(url, tokens["p-1"], "token-revoked") == "token-revoked"
        assert ended_by_term(server) == 0

    shown = json.loads(done(place.hub("organisation", "show", "woonstad", "--json")))
    assert {each["code"]: each["state"] for each in shown["professionals"]} == {"p-1": "active", "p-2": "left"}
    assert shown["state"] == "active"


def _refusal(url: str, token: str) -> str | None:
    """The code with which this token is refused, or None."""
    answer = httpx.get(f"{url}/v1/signals", headers={"Authorization": f"Bearer {token}"}, timeout=60)
    return None if answer.status_code == 200 else answer.json()["code"]


def _refused_within_the_bound(url: str, token: str, code: str | None = None) -> str | None:
    """The refusal that another process learns of by itself: asked until it comes, the register's bound being short."""
    for _ in range(1000):
        refused = _refusal(url, token)
        if refused is not None and code in {None, refused}:
            return refused
    return None
