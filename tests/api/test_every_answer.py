"""What holds for every answer, whatever was asked: headers, problems, and silence about the inside."""

import httpx
import pytest

from hub.api.envelope import HEADERS
from hub.api.version import API_VERSION
from tests.api.given import publishing, raw
from tests.api.sample import BSN, NAME

Headers = dict[str, str]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/samples", 200),
        ("GET", "/v1/openapi.json", 200),
        ("GET", "/health/live", 200),
        ("GET", "/nothing", 404),
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/samples", 405),
        ("POST", "/v1/samples", 400),
        ("GET", "/v1/samples?limit=0", 400),
    ],
)
async def test_every_answer_has_the_version_and_the_security_headers(
    wire: httpx.AsyncClient, school: Headers, method: str, path: str, status: int
) -> None:
    answer = await wire.request(method, path, headers=school)

    assert answer.status_code == status
    assert answer.headers["api-version"] == API_VERSION
    for name, value in HEADERS:
        assert answer.headers.get_list(name.decode()) == [value.decode()]
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "code"),
    [
        ("GET", "/v1/nothing", {}, 404, "not-found"),
        ("PUT", "/v1/samples", {}, 405, "method-not-allowed"),
        ("GET", "/v1/samples", {"accept": "text/html"}, 406, "not-acceptable"),
        ("GET", "/v1/samples", {"accept": "application/json;q=0, */*"}, 406, "not-acceptable"),
        ("GET", "/v1/samples/_stream", {"accept": "application/json"}, 406, "not-acceptable"),
    ],
)
async def test_every_error_is_a_problem(
    client: httpx.AsyncClient, school: Headers, method: str, path: str, headers: Headers, status: int, code: str
) -> None:
    answer = await client.request(method, path, headers={**school, **headers})

    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"urn:problem:samenloop:{code}"
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize(
    "accept",
    ["*/*", "application/*", "application/json", "text/html, application/json;q=0.1", "text/*;q=0.3, */*;q=0.1"],
)
async def test_an_accept_header_that_allows_json_gets_it(
    client: httpx.AsyncClient, school: Headers, accept: str
) -> None:
    assert (await client.get("/v1/samples", headers={**school, "accept": accept})).status_code == 200


async def test_a_wrong_method_names_the_right_ones(client: httpx.AsyncClient, school: Headers) -> None:
    answer = await client.put("/v1/samples", headers=school)

    assert answer.headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [("", "nl", "Niet gevonden"), ("nl-NL,en;q=0.5", "nl", "Niet gevonden"), ("de, en-GB", "en", "Not found")],
)
async def test_a_problem_speaks_dutch_unless_english_is_asked_for(
    client: httpx.AsyncClient, asked: str, language: str, title: str
) -> None:
    answer = await client.get("/nothing", headers={"accept-language": asked})

    assert (answer.headers["content-language"], answer.json()["title"]) == (language, title)


async def test_an_unexpected_error_says_nothing_of_the_inside(
    wire: httpx.AsyncClient, school: Headers, logged: pytest.LogCaptureFixture
) -> None:
    answer = await wire.post("/v1/samples", content=raw(category="breaks"), headers=publishing(school))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (500, "internal-error")
    assert answer.headers["api-version"] == API_VERSION
    assert f"correlation={problem['correlation']}" in logged.text
    assert "ValueError at sample.py" in logged.text
    for secret in (BSN, NAME, "already exists"):
        assert secret not in answer.text
        assert secret not in logged.text  # the client logs the address only


async def test_no_log_line_holds_anything_of_a_request(
    wire: httpx.AsyncClient, school: Headers, logged: pytest.LogCaptureFixture
) -> None:
    await wire.post("/v1/samples", content=raw(), headers=publishing(school))
    await wire.post("/v1/samples", content=raw(kind=NAME), headers=publishing(school))
    await wire.post("/v1/samples", content=raw(category="breaks"), headers=publishing(school))
    await wire.get(f"/v1/samples?limit={BSN}&access_token={NAME}", headers=school)
    await wire.get(f"/v1/{BSN}", headers={"authorization": f"Bearer {NAME}"})

    ours = [record for record in logged.records if not record.name.startswith("http")]  # httpx is the client
    lines = "\n".join(record.getMessage() for record in ours)
    assert "request-failed" in lines
    assert "token-refused code=token-invalid" in lines
    for secret in (BSN, NAME, school["authorization"][-40:]):
        assert secret not in lines


async def test_the_figures_name_routes_and_never_what_was_asked(client: httpx.AsyncClient, school: Headers) -> None:
    await client.post("/v1/samples", content=raw(), headers=publishing(school))
    await client.get(f"/v1/{BSN}", headers=school)
    await client.get("/v1/samples")

    figures = (await client.get("/metrics")).text

    assert 'hub_http_requests_total{method="POST",route="/v1/samples",status="201"} 1' in figures
    assert 'hub_http_requests_total{method="GET",route="unmatched",status="404"} 1' in figures
    assert 'hub_tokens_refused_total{code="token-missing"} 1' in figures
    assert BSN not in figures
    assert "school" not in figures
