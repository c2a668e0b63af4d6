"""The list of commands answers at once, and every command in it is there."""

import subprocess
import sys

import pytest

from hub.cli.app import COMMANDS, GROUPS, Later

HEAVY = ("fastapi", "sqlalchemy", "asyncpg", "nats", "hub.bootstrap")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_list_can_be_called(name: str) -> None:
    function, summary = COMMANDS[name]
    command = Later(name.rpartition(" ")[2], function, summary).load()
    assert command.callback is not None
    assert command.help


def test_a_command_of_two_words_belongs_to_a_group() -> None:
    assert {name.partition(" ")[0] for name in COMMANDS if " " in name} == set(GROUPS)


def test_the_list_imports_nothing_that_only_a_command_needs() -> None:
    listed = (
        "import sys; from hub.cli.app import commands; commands()(['--help'], standalone_mode=False); "
        f"print([each for each in {HEAVY} if each in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True).stdout
    assert "organisation" in printed
    assert printed.splitlines()[-1] == "[]"
