"""A batch: line by line, in order, a wrong line alone, and bounded."""

import codecs
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from hub.api.ndjson import MEDIA_TYPE
from tests.api.given import raw
from tests.api.sample import BSN, NAME

Headers = dict[str, str]


async def sent(client: httpx.AsyncClient, caller: Headers, body: Any, **headers: str) -> list[dict[str, Any]]:
    """The answers to a batch, one per line."""
    answer = await client.post(
        "/v1/samples/_batch", content=body, headers={**caller, "content-type": MEDIA_TYPE, **headers}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA_TYPE)
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_each_line_is_answered_in_its_place(wire: httpx.AsyncClient, school: Headers) -> None:
    lines = [raw(), raw(kind=NAME), b"", b"{", raw(category="last-watcher"), raw(category="breaks"), raw()]

    answers = await sent(wire, school, b"\r\n".join(lines))

    assert [(one["line"], one["status"]) for one in answers] == [
        (1, 201),
        (2, 400),
        (4, 400),
        (5, 409),
        (6, 500),
        (7, 201),
    ]
    codes = [one.get("problem", {}).get("code") for one in answers]
    assert codes == [None, "input-invalid", "not-json", "nobody-watching", "internal-error", None]
    assert answers[0]["answer"] == {"id": "s1", "organisation": "school-de-vliet", "key": "1"}
    assert BSN not in json.dumps(answers)
    assert NAME not in json.dumps(answers)


async def test_a_byte_order_mark_at_the_beginning_costs_no_line(wire: httpx.AsyncClient, school: Headers) -> None:
    answers = await sent(wire, school, codecs.BOM_UTF8 + b"\n".join([raw(), raw(), codecs.BOM_UTF8 + raw()]))

    assert [(one["line"], one["status"]) for one in answers] == [(1, 201), (2, 201), (3, 400)]


async def test_a_line_that_is_too_long_is_refused_alone(wire: httpx.AsyncClient, school: Headers) -> None:
    lines = [raw(), b"x" * 513, b"y" * 200_000, raw()]

    answers = await sent(wire, school, b"\n".join(lines))

    assert [one["status"] for one in answers] == [201, 413, 413, 201]


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
async def test_lines_may_come_in_pieces_of_any_size(wire: httpx.AsyncClient, school: Headers, size: int) -> None:
    whole = b"\n".join([raw(), b"x" * 600, raw(), b""])

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(whole), size):
            yield whole[start : start + size]

    answers = await sent(wire, school, pieces())

    assert [(one["line"], one["status"]) for one in answers] == [(1, 201), (2, 413), (3, 201)]


async def test_a_batch_with_too_many_lines_ends_with_a_problem_and_says_where(
    wire: httpx.AsyncClient, school: Headers
) -> None:
    answers = await sent(wire, school, (raw() + b"\n") * 1001)

    assert [one["status"] for one in answers[:-1]] == [201] * 1000
    assert (answers[-1]["line"], answers[-1]["problem"]["code"]) == (1001, "body-too-large")


async def test_a_client_that_reads_nothing_before_it_has_sent_all_is_served(
    wire: httpx.AsyncClient, school: Headers
) -> None:
    """httpx is one; the answers of a long batch exceed what the sockets between hold."""
    answers = await sent(wire, school, (raw(kind="x", category=None) + b"\n") * 1000)

    assert len(answers) == 1000


async def test_an_empty_batch_gets_an_empty_answer(wire: httpx.AsyncClient, school: Headers) -> None:
    assert await sent(wire, school, b"") == []


async def test_a_batch_needs_its_content_type(client: httpx.AsyncClient, school: Headers) -> None:
    answer = await client.post("/v1/samples/_batch", json=[], headers=school)

    assert (answer.status_code, answer.json()["code"]) == (415, "media-type-unsupported")
