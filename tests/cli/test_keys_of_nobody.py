"""Master keys where there are none yet: made for a new hub, and never by a command that only looks at them."""

from pathlib import Path

import pytest

from hub.cli.keys import show
from hub.people.errors import MasterKeysMissingError
from hub.settings import Settings
from hub.wiring.key_store import master_keys


def test_a_new_hub_with_servers_of_its_own_makes_the_folder_of_its_keys(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "data")

    made = master_keys(settings)

    assert made == master_keys(settings)
    assert settings.data_dir.stat().st_mode & 0o777 == 0o700


def test_where_there_are_no_keys_showing_them_says_so_and_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_DATA_DIR", str(tmp_path))

    with pytest.raises(MasterKeysMissingError):
        show(machine=True)

    assert list(tmp_path.iterdir()) == []
