"""A file arrives at the hub line by line, once, whatever happens on the way."""

import io
import re
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from fastapi.responses import JSONResponse
from rich.console import Console

import adapters.arrears
from adapters import frame
from adapters.arrears.delivery import ArrearsAdapter, deliver, deliver_with_progress
from adapters.arrears.words import words_of
from adapters.frame import DeliveryReport, Stopped
from adapters.sending import ATTEMPTS, Sender, client_of
from tests.adapters.arrears_files import a_file, a_line
from tests.adapters.hub_stub import HubStub, serving

BEYOND_LINES = ("hub-unreachable", "hub-unreadable", "corrected-too-often", "idempotency-key-reused")
"""Codes that come of the hub's answers and stand in no line of the file."""
CONSENT = {"consent": "ja", "consent_on": "2013-06-01", "consent_recipients": "cjg|lzn"}


def outcomes(report: DeliveryReport) -> list[tuple[int, str]]:
    return [(line.line, line.outcome) for line in report.lines]


async def delivered_without_waiting(path: Path, hub: HubStub) -> DeliveryReport:
    """A delivery whose waits are not slept through; they are kept in ``hub.waits``."""

    async def pass_over(seconds: float) -> None:
        waits.append(seconds)

    waits: list[float] = []
    async with client_of(hub.url, "token") as client:
        report = await frame.deliver(ArrearsAdapter(), path, Sender(client, wait=pass_over))
    hub.__dict__["waits"] = waits
    return report


async def test_faultless_lines_are_published_and_the_others_named(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_line(**CONSENT), a_line(record="H-2", objection="ja"), a_line(record="H-3"))
    async with serving(HubStub()) as hub, client_of(hub.url, "t-1") as client:
        report = await deliver(path, client)
    assert outcomes(report) == [(2, "published"), (3, "refused"), (4, "published")]
    assert [at for at, _, _ in hub.arrived] == ["/v1/consents", "/v1/signals", "/v1/signals"]
    assert hub.tokens == {"Bearer t-1"}
    assert (report.lines[0].id, report.lines[0].subject) == ("id-2", "ref-tenant")
    assert not report.complete


async def test_without_the_collection_steps_nothing_leaves(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_line(reminder_on="", contact_on=""), a_line(record="H-2", objection="ja"))
    async with serving(HubStub()) as hub, client_of(hub.url, "token") as client:
        report = await deliver(path, client)
    assert report.count("refused") == 2
    assert hub.arrived == []


async def test_a_file_delivered_twice_carries_the_same_keys_and_stores_nothing_twice(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_line(**CONSENT), a_line(**CONSENT, stage="eviction-threat", date="2013-12-01"))
    async with serving(HubStub()) as hub, client_of(hub.url, "token") as client:
        first = await deliver(path, client)
        keys = [key for _, key, _ in hub.arrived]
        second = await deliver(path, client)
    assert [key for _, key, _ in hub.arrived] == keys * 2
    assert outcomes(first) == [(2, "published"), (3, "published")]
    assert outcomes(second) == [(2, "already-there"), (3, "already-there")]
    assert [line.id for line in second.lines] != [None, None]
    assert hub.listed == 0, "what was never corrected needs no look at what stands"


async def delivered(hub: HubStub, folder: Path, *lines: dict[str, str]) -> list[str]:
    """What became of each line of a file delivered to this hub."""
    async with client_of(hub.url, "token") as client:
        return [line.outcome for line in (await deliver(a_file(folder, *lines), client)).lines]


async def test_a_line_that_was_corrected_replaces_what_it_said_before_and_is_there_the_next_night(
    tmp_path: Path,
) -> None:
    wrong, right, other = a_line(), a_line(house_number="915"), a_line(record="H-2")
    async with serving(HubStub()) as hub:
        assert await delivered(hub, tmp_path, wrong, other) == ["published", "published"]
        assert await delivered(hub, tmp_path, right, other) == ["corrected", "already-there"]
        assert hub.standing() == ["id-2", "id-3"]
        arrived = len(hub.bodies("/v1/signals"))
        assert await delivered(hub, tmp_path, right, other) == ["already-there", "already-there"]
    assert len(hub.bodies("/v1/signals")) == arrived + 3, "the key of before, that of the correction, the other line"
    assert hub.standing() == ["id-2", "id-3"]


async def test_a_line_may_be_corrected_again_and_back_to_what_it_said_at_first(tmp_path: Path) -> None:
    async with serving(HubStub()) as hub:
        for number in ("914", "915", "916", "914", "914"):
            last = await delivered(hub, tmp_path, a_line(house_number=number))
        assert last == ["already-there"]
        (standing,) = hub.standing()
        bodies = {f"id-{place}": body for place, body in enumerate(hub._stored.values(), start=1)}
    assert bodies[standing]["subject"]["house_number"] == 914


async def test_what_somebody_took_back_themselves_is_not_sent_again_while_the_line_says_the_same(
    tmp_path: Path,
) -> None:
    async with serving(HubStub()) as hub:
        await delivered(hub, tmp_path, a_line())
        hub.take_back("id-1")
        assert await delivered(hub, tmp_path, a_line()) == ["already-there"]
        assert hub.standing() == []
        assert await delivered(hub, tmp_path, a_line(house_number="915")) == ["corrected"]
        assert hub.standing() == ["id-2"]


async def test_a_correction_that_was_cut_short_is_finished_by_the_next_delivery(tmp_path: Path) -> None:
    shut = [True]

    def cut(path: str, _: dict[str, Any]) -> JSONResponse | None:
        return JSONResponse({"code": "not-allowed"}, status_code=403) if path.endswith("_retract") and shut else None

    async with serving(HubStub(cut)) as hub:
        await delivered(hub, tmp_path, a_line())
        assert await delivered(hub, tmp_path, a_line(house_number="915")) == ["partly"]
        assert hub.standing() == ["id-1", "id-2"]
        shut.clear()
        assert await delivered(hub, tmp_path, a_line(house_number="915")) == ["already-there"]
    assert hub.standing() == ["id-2"]


async def test_a_consent_that_was_changed_without_another_date_is_refused_by_its_code(tmp_path: Path) -> None:
    async with serving(HubStub()) as hub, client_of(hub.url, "token") as client:
        await deliver(a_file(tmp_path, a_line(**CONSENT)), client)
        report = await deliver(a_file(tmp_path, a_line(**{**CONSENT, "consent_recipients": "cjg"})), client)
    (line,) = report.lines
    assert (line.outcome, [fault.code for fault in line.faults]) == ("partly", ["idempotency-key-reused"])


def refusing(path: str, body: dict[str, Any]) -> JSONResponse | None:
    if path != "/v1/consents":
        return None
    errors = [{"path": "$.recipients[0]", "code": "unknown-recipient", "message": "cjg-x is unknown"}]
    return JSONResponse({"code": "input-invalid", "errors": errors}, status_code=400)


async def test_a_signal_goes_although_its_consent_was_refused_which_leaves_it_sealed(tmp_path: Path) -> None:
    async with serving(HubStub(refusing)) as hub, client_of(hub.url, "token") as client:
        report = await deliver(a_file(tmp_path, a_line(**CONSENT)), client)
    (line,) = report.lines
    assert (line.outcome, line.id) == ("partly", "id-1")
    assert [(fault.field, fault.code) for fault in line.faults] == [("$.recipients[0]", "unknown-recipient")]
    assert "cjg-x" not in str(report.as_json())


async def test_what_passes_is_tried_again_after_what_the_hub_asks(tmp_path: Path) -> None:
    answers = [JSONResponse({"code": "too-busy"}, status_code=503, headers={"Retry-After": "7"})]
    async with serving(HubStub(lambda _path, _body: answers.pop() if answers else None)) as hub:
        report = await delivered_without_waiting(a_file(tmp_path, a_line()), hub)
    assert outcomes(report) == [(2, "published")]
    assert hub.__dict__["waits"] == [7.0]
    assert len({key for _, key, _ in hub.arrived}) == 1


async def test_a_delivery_stops_where_the_hub_stays_away_line_after_line(tmp_path: Path) -> None:
    gone = HubStub()
    async with serving(gone):
        pass
    path = a_file(tmp_path, a_line(objection="ja"), *(a_line(record=f"H-{number}") for number in range(20)))
    report = await delivered_without_waiting(path, gone)
    assert outcomes(report) == [(2, "refused"), (3, "failed"), (4, "failed")]
    assert [fault.code for line in report.lines[1:] for fault in line.faults] == ["hub-unreachable"] * 2
    assert len(gone.__dict__["waits"]) == 2 * (ATTEMPTS - 1)
    assert (report.stopped, report.complete) == ("hub-away", False)


async def test_one_line_that_fails_does_not_stop_a_delivery(tmp_path: Path) -> None:
    def failing(_: str, body: dict[str, Any]) -> JSONResponse | None:
        return JSONResponse({}, status_code=503) if body["source"]["record"] == "H-2" else None

    path = a_file(tmp_path, *(a_line(record=f"H-{number}") for number in range(1, 5)))
    async with serving(HubStub(failing)) as hub:
        report = await delivered_without_waiting(path, hub)
    assert [outcome for _, outcome in outcomes(report)] == ["published", "failed", "published", "published"]
    assert report.stopped is None


@pytest.mark.parametrize(("status", "code"), [(401, "token-expired"), (403, "organisation-suspended")])
async def test_a_delivery_stops_where_the_token_is_refused_and_sends_nothing_more(
    tmp_path: Path, status: int, code: str
) -> None:
    path = a_file(tmp_path, a_line(**CONSENT), a_line(record="H-2"))
    async with serving(HubStub(lambda _, __: JSONResponse({"code": code}, status_code=status))) as hub:
        report = await delivered_without_waiting(path, hub)
    assert outcomes(report) == [(2, "failed")]
    assert len(hub.arrived) == 1
    assert (report.stopped, report.as_json()["stopped"], report.complete) == ("shut-out", "shut-out", False)


@pytest.mark.parametrize("code", ["access-ended", "professional-away", "professional-unknown", "role-missing"])
async def test_a_professional_who_may_not_act_costs_the_lines_on_their_name_and_no_other(
    tmp_path: Path, code: str
) -> None:
    def refusing_one(_: str, body: dict[str, Any]) -> JSONResponse | None:
        left = body["professional"]["id"] == "p-left"
        return JSONResponse({"code": code}, status_code=403) if left else None

    lines = (a_line(record=f"H-{number}", professional_id="p-left" if number < 4 else "p-1") for number in range(1, 6))
    async with serving(HubStub(refusing_one)) as hub:
        report = await delivered_without_waiting(a_file(tmp_path, *lines), hub)
    assert [outcome for _, outcome in outcomes(report)] == ["refused"] * 3 + ["published"] * 2
    assert report.stopped is None


async def test_lines_on_which_the_hub_fails_by_itself_do_not_stop_a_delivery(tmp_path: Path) -> None:
    def failing(_: str, body: dict[str, Any]) -> JSONResponse | None:
        return JSONResponse({}, status_code=500) if body["source"]["record"] < "H-4" else None

    path = a_file(tmp_path, *(a_line(record=f"H-{number}") for number in range(1, 6)))
    async with serving(HubStub(failing)) as hub:
        report = await delivered_without_waiting(path, hub)
    assert [outcome for _, outcome in outcomes(report)] == ["failed"] * 3 + ["published"] * 2
    assert report.stopped is None


async def test_what_a_person_sees_says_in_two_languages_what_to_do(tmp_path: Path) -> None:
    printed = io.StringIO()
    path = a_file(tmp_path, a_line(house_number="12a"), a_line(record="H-2"))
    async with (
        serving(HubStub(lambda _, __: JSONResponse({"code": "token-expired"}, status_code=401))) as hub,
        client_of(hub.url, "token") as client,
    ):
        await deliver_with_progress(path, client, Console(file=printed, width=200))
    text = printed.getvalue()
    for sentence in (*words_of("house-number-invalid"), *words_of("shut-out")):
        assert sentence in text


def test_every_code_that_the_adapter_gives_has_words_in_two_languages() -> None:
    folder = Path(adapters.arrears.__file__).parent
    code = re.compile(r'(?:LineFault\([^,()]+, |fault\([^,()]+, )"([a-z0-9-]+)"')
    sources = [each.read_text(encoding="utf-8") for each in (*folder.glob("*.py"), folder.parent / "frame.py")]
    given = {found for source in sources for found in code.findall(source)}
    assert len(given) > 20
    told = (*given, *get_args(Stopped), *BEYOND_LINES)
    assert {each for each in told if len(words_of(each)) != 2} == set()


async def test_a_person_sees_counts_and_codes_and_no_names(tmp_path: Path) -> None:
    console = Console(file=io.StringIO(), width=100)
    path = a_file(tmp_path, a_line(), a_line(record="H-2", born="soon"))
    async with serving(HubStub()) as hub, client_of(hub.url, "token") as client:
        await deliver_with_progress(path, client, console)
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    assert "1 published" in printed
    assert "date-invalid" in printed
    assert not any(value in printed for value in ("Oosterhaven", "Mirte", "soon"))


async def test_an_answer_that_is_no_json_is_no_surprise(tmp_path: Path) -> None:
    def page(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403, text="<html>a proxy</html>")

    async with httpx.AsyncClient(transport=httpx.MockTransport(page), base_url="http://proxy") as client:
        report = await deliver(a_file(tmp_path, a_line()), client)
    assert [fault.code for fault in report.lines[0].faults] == ["http-403"]
