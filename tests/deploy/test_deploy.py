"""What deploy/ says about the hub is what the hub knows."""

import re
from pathlib import Path

import pytest
import yaml

from hub.settings import Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SETTINGS = {f"HUB_{name.upper()}" for name in Settings.model_fields} | {"HUB_SECRETS_DIR"}
SPOKEN_OF = [DEPLOY / "compose.yaml", DEPLOY / "README.md", *sorted(DEPLOY.glob("systemd/*.service"))]


@pytest.mark.parametrize("file", SPOKEN_OF, ids=lambda file: file.name)
def test_every_setting_that_is_named_exists(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    urls = {name.upper() for name in re.findall(r"\bhub_[a-z_]*url\b", text)}
    named = set(re.findall(r"\bHUB_[A-Z0-9_]+", text)) | urls
    assert named <= SETTINGS


def test_only_migrations_get_the_owners_password() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    holders = {
        name for name, service in services.items() if any("hub_owner" in it for it in service.get("secrets", []))
    }
    assert holders == {"migrate"}
    units = {unit.stem for unit in DEPLOY.glob("systemd/*.service") if "hub_owner" in unit.read_text(encoding="utf-8")}
    assert units == {"samenloop-migrate"}


def test_every_secret_is_explained() -> None:
    secrets = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["secrets"]
    explained = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert {name for name in secrets if f"`{name}`" not in explained} == set()


def test_no_address_of_a_registry_is_named() -> None:
    lock = (DEPLOY.parent / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock
