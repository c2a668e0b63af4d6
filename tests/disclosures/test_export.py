"""The log for other logs: the shape of Logboek Dataverwerkingen and of OTLP, and never what was sealed."""

from datetime import timedelta
from typing import Any

import asyncpg
import msgspec
import pytest

from hub.disclosures.asking import Asking
from hub.disclosures.export import Exporter, Format, exported
from hub.disclosures.line import Line, lines_of
from hub.disclosures.ports import Wanted
from hub.disclosures.trace import Trace
from hub.disclosures.trail import Trail
from tests.conftest import Databases
from tests.disclosures.given import CHILD, NOON, line, logging_to

ACTIVITY, SOURCE = "urn:nld:oin:0:verwerking:verwijsindex", "urn:nld:oin:0:systeem:samenloop"
MILLISECONDS = 1_795_262_400_000


def exporter() -> Exporter:
    return Exporter(ACTIVITY, SOURCE, lambda person: f"ref-{person[-1]}")


def document(one: Line, form: Format) -> Any:
    encoded = exporter().encoded(one, form)
    assert encoded.endswith(b"\n")
    assert encoded.count(b"\n") == 1
    return msgspec.json.decode(encoded)


def about_nobody() -> Line:
    asking = Asking(organisation="cjg", operation="POST /v1/families/_search", began=NOON, trace=Trace.new())
    (only,) = lines_of(asking, Trail([None]), NOON)
    return only


def test_a_record_of_logboek_dataverwerkingen() -> None:
    one = line("s1")
    record = document(one, "ldv")
    assert record["trace_id"] == one.trace.hex()
    assert record["span_id"] == one.span.hex()
    assert "parent_span_id" not in record
    assert (record["start_time"], record["end_time"]) == (MILLISECONDS, MILLISECONDS)
    assert (record["status"], record["name"]) == ("Ok", "GET /v1/matches/{id}")
    core = {name: value for name, value in record["attributes"].items() if name.startswith("dpl.core.")}
    assert core == {
        "dpl.core.processing_activity_id": ACTIVITY,
        "dpl.core.data_subject_id": "ref-c",
        "dpl.core.data_subject_id_type": "samenloop-reference",
        "dpl.core.foreign_operation.processor": "cjg",
    }
    assert record["attributes"]["nen7513.user_id"] == "p-17"
    assert record["attributes"]["nen7513.participant_object_permission_policy_set"] == ["consent inspectorate/1"]


def test_an_otlp_span_says_the_same() -> None:
    one = msgspec.structs.replace(line("s1"), parent=b"12345678")
    (resource,) = document(one, "otlp")["resourceSpans"]
    ((span,),) = (scope["spans"] for scope in resource["scopeSpans"])
    assert (span["traceId"], span["parentSpanId"]) == (one.trace.hex(), b"12345678".hex())
    assert span["startTimeUnixNano"] == f"{MILLISECONDS}000000"
    said = {each["key"]: each["value"] for each in span["attributes"]}
    assert said["dpl.core.data_subject_id"] == {"stringValue": "ref-c"}
    assert said["nen7513.user_is_requestor"] == {"boolValue": True}
    assert said["nen7513.participant_object_id"] == {"arrayValue": {"values": [{"stringValue": "s1"}]}}


@pytest.mark.parametrize("form", ["ldv", "otlp"])
def test_neither_says_what_was_sealed_nor_a_pseudonym(form: Format) -> None:
    encoded = exporter().encoded(line("s1", sealed="sealed-item"), form)
    assert b"sealed-item" not in encoded
    assert CHILD.encode() not in encoded


@pytest.mark.parametrize("form", ["ldv", "otlp"])
def test_a_line_about_nobody_names_no_data_subject(form: Format) -> None:
    assert b"data_subject" not in exporter().encoded(about_nobody(), form)


async def test_a_period_is_exported_in_the_order_of_the_log(database: Databases) -> None:
    days = [NOON + timedelta(days=number) for number in range(4)]
    async with logging_to(database) as log:
        await log.append([line(f"s{number}", at=day) for number, day in enumerate(days)])
    connection = await asyncpg.connect(database.reader_url)
    wanted = Wanted(since=days[1], until=days[3])
    found = [each async for each in exported(connection, wanted, chunk=1)]
    everything = [each async for each in exported(connection, Wanted())]
    await connection.close()
    assert [each.shown[0].thing for each in found] == ["s1", "s2"]
    assert all(each.sealed == () for each in everything)
    assert len(everything) == 4
