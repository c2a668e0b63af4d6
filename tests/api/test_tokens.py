"""Who gets in: only the bearer of a token that our issuer signed for this hub, that counts now."""

import base64
import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from hub.api.auth import Tokens
from hub.api.issuer import MAX_LIFETIME, Issuer
from hub.api.jwks import JwkSet
from hub.api.problems import Problem
from tests.api.conftest import AUDIENCE, ISSUER, NOW, Clock

Headers = dict[str, str]
CLAIMS = {"iss": ISSUER, "azp": "school", "aud": AUDIENCE, "iat": NOW, "exp": NOW + 60, "jti": "t-1", "scope": ""}


def refusal(tokens: Tokens, token: str) -> str:
    """The code with which this token is refused."""
    with pytest.raises(Problem) as refused:
        tokens.verify(token)
    return refused.value.code


def signed(issuer: Issuer, claims: dict[str, Any], **header: Any) -> str:
    """A token with these claims under the issuer's own key; a header of None is left out."""
    kid = issuer.jwks()["keys"][0]["kid"]
    header = {name: value for name, value in {"kid": kid, **header}.items() if value is not None}
    return jwt.encode(claims, issuer._key, "RS256", headers=header)


def forged(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    """A token put together by hand."""
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


async def test_a_request_without_a_token_is_asked_for_one(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/samples")

    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")
    assert answer.headers["www-authenticate"] == 'Bearer realm="hub"'


async def test_a_token_lets_its_organisation_in(client: httpx.AsyncClient, school: Headers) -> None:
    answer = await client.get("/v1/samples", headers=school)

    assert answer.json()["organisations"][0] == "school-de-vliet"


async def test_a_token_in_the_query_is_not_looked_at(client: httpx.AsyncClient, school: Headers) -> None:
    token = school["authorization"].removeprefix("Bearer ")

    answer = await client.get("/v1/samples", params={"access_token": token})

    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")
    assert token not in answer.text


@pytest.mark.parametrize("value", ["Basic abc", "Bearer", "Bearer é", "Bearer a b", "Bearer " + "x" * 9000])
async def test_another_kind_of_authorization_is_refused(client: httpx.AsyncClient, value: str) -> None:
    answer = await client.get("/v1/samples", headers=[(b"authorization", value.encode())])

    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")
    assert answer.headers["www-authenticate"] == 'Bearer realm="hub", error="invalid_token"'


async def test_two_tokens_are_refused(client: httpx.AsyncClient, school: Headers) -> None:
    both = [("authorization", school["authorization"])] * 2

    assert (await client.get("/v1/samples", headers=both)).json()["code"] == "token-invalid"


@pytest.mark.parametrize("path", ["/v1/nothing-here", "/v1", "/v1/", "/v1/samples/", "/v1/openapi.json/x"])
async def test_everything_under_the_base_path_is_closed(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 401


def test_a_token_counts_until_it_expires_also_when_it_is_remembered(
    tokens: Tokens, issuer: Issuer, clock: Clock
) -> None:
    token = issuer.issue("school", lifetime=timedelta(minutes=5)).value
    assert tokens.verify(token).organisation == "school"

    clock.seconds += 300

    assert refusal(tokens, token) == "token-expired"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://another-hub.example/v1"},
        {"aud": None},
        {"iss": "https://another-issuer.example"},
        {"exp": None},
        {"jti": None},
        {"iat": NOW + 600},
        {"nbf": NOW + 600},
        {"exp": "NaN"},
        {"azp": "", "sub": "school"},
        {"azp": 7},
    ],
)
def test_a_token_with_another_claim_than_ours_is_refused(
    tokens: Tokens, issuer: Issuer, changes: dict[str, Any]
) -> None:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}

    assert tokens.verify(signed(issuer, CLAIMS)).organisation == "school"
    assert refusal(tokens, signed(issuer, claims)) == "token-invalid"


@pytest.mark.parametrize("header", [{"kid": "unknown"}, {"kid": None}, {"typ": "id+jwt"}])
def test_a_token_under_another_key_or_of_another_type_is_refused(
    tokens: Tokens, issuer: Issuer, header: dict[str, Any]
) -> None:
    assert refusal(tokens, signed(issuer, CLAIMS, **header)) == "token-invalid"


def test_a_token_that_nobody_signed_is_refused(tokens: Tokens, issuer: Issuer) -> None:
    kid = issuer.jwks()["keys"][0]["kid"]

    assert refusal(tokens, forged({"alg": "none", "kid": kid}, CLAIMS)) == "token-invalid"
    assert refusal(tokens, forged({"alg": "RS256", "kid": kid}, CLAIMS, b"x" * 384)) == "token-invalid"


def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(tokens: Tokens, issuer: Issuer) -> None:
    published = issuer.jwks()["keys"][0]
    secret = base64.urlsafe_b64decode(published["n"] + "==")

    token = jwt.encode(CLAIMS, secret, "HS256", headers={"kid": published["kid"]})

    assert refusal(tokens, token) == "token-invalid"


def test_a_stranger_who_takes_our_key_id_is_refused(tokens: Tokens, issuer: Issuer) -> None:
    stranger = generate_private_key(65537, 2048)
    token = jwt.encode(CLAIMS, stranger, "RS256", headers={"kid": issuer.jwks()["keys"][0]["kid"]})

    assert refusal(tokens, token) == "token-invalid"


def test_no_more_tokens_are_remembered_than_allowed(issuer: Issuer, clock: Clock) -> None:
    tokens = Tokens(JwkSet(issuer.jwks()), ISSUER, AUDIENCE, now=clock, remembered=3)

    for number in range(10):
        tokens.verify(issuer.issue(f"organisation-{number}").value)

    assert len(tokens._callers) == 3


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(seconds=-1), MAX_LIFETIME + timedelta(seconds=1)])
def test_a_token_lives_at_most_six_hours(issuer: Issuer, lifetime: timedelta) -> None:
    with pytest.raises(ValueError, match="six hours"):
        issuer.issue("school", lifetime=lifetime)


def test_a_key_that_others_may_read_is_not_used(key_file: Path, tmp_path: Path) -> None:
    exposed = tmp_path / "issuer.jwk"
    exposed.write_bytes(key_file.read_bytes())
    exposed.chmod(0o644)

    with pytest.raises(PermissionError, match="600"):
        Issuer.open(exposed, ISSUER, AUDIENCE)


def test_the_key_file_is_made_once_and_for_its_owner_only(key_file: Path) -> None:
    again = Issuer.open(key_file, ISSUER, AUDIENCE)

    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert again.jwks() == Issuer.open(key_file, ISSUER, AUDIENCE).jwks()
    assert [path.name for path in key_file.parent.iterdir()] == [key_file.name]
    assert set(again.jwks()["keys"][0]).isdisjoint({"d", "p", "q", "dp", "dq", "qi"})


def test_a_token_for_a_professional_names_it_and_acts_for_its_organisation(tokens: Tokens, issuer: Issuer) -> None:
    caller = tokens.verify(issuer.issue("cjg", professional="p-17").value)
    assert (caller.organisation, caller.professional) == ("cjg", "p-17")


def test_a_token_of_a_system_names_no_professional(tokens: Tokens, issuer: Issuer) -> None:
    assert tokens.verify(issuer.issue("cjg").value).professional is None
