"""Tokens of an external provider, by its public keys: real tokens of a real provider in a process of its own."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.api.jwks import AT_MOST_EVERY, RemoteKeys
from hub.bootstrap import Hub, open_hub
from hub.commands.organisations import OrganisationRequest
from hub.domain.organisations import OPERATOR
from hub.settings import Settings
from tests.api.provider import AUDIENCE, SECRET
from tests.api.whole.conftest import ORGANISATIONS, SettableClock, addresses_of
from tests.conftest import Databases

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider."""
    command = [sys.executable, "-m", "tests.api.provider"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "AUTHLIB_INSECURE_TRANSPORT": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        yield address
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
async def hub(database: Databases, nats_url: str, hub_folder: Path, provider: str) -> AsyncIterator[Hub]:
    """A hub that trusts this provider and nobody else."""
    settings = Settings(data_dir=hub_folder, jwks_url=f"{provider}/jwks", issuer=provider, audience=AUDIENCE)
    async with open_hub(settings, addresses_of(database, nats_url), SettableClock()) as made:
        for each in ORGANISATIONS[:2]:
            await made.desk.submit(OrganisationRequest(organisation=each), organisation=OPERATOR, key=each.id)
        yield made


async def token_of(provider: str, client: str) -> str:
    """An access token that the provider gives this client."""
    async with httpx.AsyncClient(base_url=provider) as asking:
        answer = await asking.post(
            "/token", data={"grant_type": "client_credentials", "scope": "samenloop"}, auth=(client, SECRET)
        )
        token: str = answer.raise_for_status().json()["access_token"]
        return token


async def code_for(hub: Hub, token: str) -> str | None:
    """With what a call with this token is refused, or None."""
    transport = httpx.ASGITransport(hub.app)
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.test", headers=headers) as client:
        answer = await client.get("/v1/signals")
        return None if answer.status_code == 200 else str(answer.json()["code"])


def look_was_long_ago(hub: Hub) -> None:
    """As if the keys were last looked up some time ago."""
    assert hub.keys is not None
    hub.keys._asked -= AT_MOST_EVERY + 1


async def test_a_token_of_the_provider_lets_its_client_in_and_one_of_the_built_in_issuer_does_not(
    hub: Hub, provider: str
) -> None:
    assert await code_for(hub, await token_of(provider, "school")) is None
    assert await code_for(hub, await token_of(provider, "nobody")) == "organisation-unknown"
    assert await code_for(hub, hub.issuer.issue("school").value) == "token-invalid"


async def test_a_token_for_another_audience_or_of_another_issuer_is_refused(
    hub: Hub, provider: str, database: Databases, nats_url: str, hub_folder: Path
) -> None:
    assert await code_for(hub, await token_of(provider, "elsewhere-school")) == "token-invalid"
    mistaken: Any = Settings(
        data_dir=hub_folder,
        jwks_url=f"{provider}/jwks",
        issuer="https://issuer.example",
        audience=AUDIENCE,
    )
    async with open_hub(mistaken, addresses_of(database, nats_url), SettableClock()) as other:
        assert await code_for(other, await token_of(provider, "school")) == "token-invalid"


async def test_keys_that_the_provider_rotates_are_followed_at_once_and_the_old_ones_forgotten(
    hub: Hub, provider: str
) -> None:
    old = await token_of(provider, "school")
    assert await code_for(hub, old) is None
    async with httpx.AsyncClient(base_url=provider) as asking:
        await asking.post("/rotate")
    new = await token_of(provider, "school")

    assert await code_for(hub, new) == "token-invalid"  # the provider was asked a moment ago
    look_was_long_ago(hub)
    assert await code_for(hub, new) is None
    assert await code_for(hub, old) == "token-invalid"


async def test_forged_tokens_make_nobody_ask_the_provider_more_than_once_in_a_while(hub: Hub, provider: str) -> None:
    asked = 0

    async def count(request: httpx.Request) -> None:
        nonlocal asked
        asked += 1

    now = [0.0]
    async with httpx.AsyncClient(event_hooks={"request": [count]}) as client:
        keys = RemoteKeys(f"{provider}/jwks", client, lambda: now[0])
        for _ in range(5):
            await keys.renew()
        assert asked == 1
        now[0] = AT_MOST_EVERY
        assert await keys.renew()
        assert asked == 2


async def test_while_the_provider_is_away_the_known_keys_go_on_counting(
    database: Databases, nats_url: str, hub: Hub, provider: str
) -> None:
    token = await token_of(provider, "school")
    assert hub.keys is not None
    hub.keys._url = "http://127.0.0.1:9/jwks"
    look_was_long_ago(hub)

    assert not await hub.keys.renew()
    assert await code_for(hub, token) is None


@pytest.mark.parametrize(
    "answered", [b"", b"[]", b'{"keys": 7}', b'{"keys": [7]}', b'{"keys": [{"kty": "RSA", "kid": "k"}]}']
)
async def test_what_is_no_set_of_keys_changes_nothing(answered: bytes) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=answered))
    async with httpx.AsyncClient(transport=transport) as client:
        assert not await RemoteKeys("http://provider.test/jwks", client).renew()
