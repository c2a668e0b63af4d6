"""HEAD does what GET does and sends no content (RFC 9110, 9.3.2)."""

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import involvement


@pytest.mark.parametrize("path", ["/health/live", "/v1/openapi.json", "/v1/signals", "/v1/notifications", "/web/login"])
async def test_head_has_the_status_and_headers_of_get_and_no_content(whole: Whole, path: str) -> None:
    client = whole.clients["school"]
    got, head = await client.get(path), await client.head(path)

    assert (got.status_code, head.status_code, head.content) == (200, 200, b"")
    changing = {"traceresponse", "traceparent", "date"}
    assert {name: value for name, value in head.headers.items() if name not in changing} == {
        name: value for name, value in got.headers.items() if name not in changing
    }


async def test_head_is_refused_as_get_is(whole: Whole) -> None:
    assert (await whole.visitor.head("/v1/signals")).status_code == 401
    assert (await whole.clients["school"].head("/v1/signals/unknown")).status_code == 404


async def test_head_of_a_signal_leaves_its_line_in_the_log_as_get_does(whole: Whole) -> None:
    mine = await whole.publish("school", involvement())
    before = len(await whole.lines("school"))

    await whole.clients["school"].head(f"/v1/signals/{mine['id']}")

    assert len(await whole.lines("school")) == before + 1


async def test_of_a_stream_there_is_no_head(whole: Whole) -> None:
    refused = await whole.clients["school"].head("/v1/notifications/_stream")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
    assert (await whole.clients["school"].put("/v1/signals")).headers["allow"] == "GET, HEAD, POST"
