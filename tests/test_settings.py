"""Settings: where they come from, and what is refused."""

from datetime import timedelta
from pathlib import Path

import pydantic
import pytest

import hub
from hub.settings import Settings, environment_for_servers, load_settings

DATABASE = "postgresql://samenloop_app:geheim@db/samenloop"


def test_without_settings_the_hub_brings_its_own_servers() -> None:
    settings = load_settings()
    assert settings.uses_embedded_database
    assert settings.uses_embedded_nats


def test_a_variable_with_the_prefix_sets_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_PORT", "9999")
    monkeypatch.setenv("HUB_POLL_INTERVAL", "PT0.25S")
    settings = load_settings()
    assert settings.port == 9999
    assert settings.poll_interval == timedelta(milliseconds=250)


@pytest.mark.parametrize("variable", ["HUB_SECRETS_DIR", "CREDENTIALS_DIRECTORY"])
def test_a_secret_can_be_a_file(variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("database_url", "keys_database_url"):
        (tmp_path / f"hub_{name}").write_text(f"{DATABASE}\n")
    monkeypatch.setenv(variable, str(tmp_path))
    settings = load_settings()
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == DATABASE


def test_one_database_without_the_other_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", DATABASE)
    with pytest.raises(pydantic.ValidationError, match="HUB_KEYS_DATABASE_URL"):
        load_settings()


def test_a_reader_may_not_sleep_longer_than_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_POLL_INTERVAL", "PT2S")
    with pytest.raises(pydantic.ValidationError, match="poll_interval"):
        load_settings()


def test_no_password_is_shown() -> None:
    settings = Settings(database_url=pydantic.SecretStr(DATABASE), keys_database_url=pydantic.SecretStr(DATABASE))
    assert "geheim" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_servers_get_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", DATABASE)
    assert DATABASE not in environment_for_servers().values()


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description is not None
    assert description.endswith(".")


def test_every_setting_does_something() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(hub.__file__).parent.rglob("*.py")]
    read = {name for name in Settings.model_fields if any(f"settings.{name}" in source for source in sources)}
    assert set(Settings.model_fields) == read
