"""The log for other logs: Logboek Dataverwerkingen records or OTLP spans, one JSON document a line (STANDARDS.md B5).

What was sealed is not exported: that is for the data protection officer alone. Which field is which stands in
``docs/disclosures.md``.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any, Final, Literal

import asyncpg
import msgspec

from hub.disclosures.line import Line
from hub.disclosures.ports import Wanted
from hub.disclosures.seal import milliseconds
from hub.disclosures.stored import COLUMNS, closed

Json = dict[str, Any]
Format = Literal["ldv", "otlp"]

READER: Final = "disclosure-log-export"
"""As whom the other log calls a person: its references cannot be linked with those of any organisation."""
SUBJECT_TYPE: Final = "samenloop-reference"
_NANOSECONDS: Final = 1_000_000
"""In a millisecond."""
_SERVER: Final = 2
"""OTLP's kind of a span that answers somebody."""
_OK: Final = 1
_LINES: Final = f"""
SELECT {", ".join(COLUMNS)} FROM disclosure_line
WHERE ($1::timestamptz IS NULL OR began >= $1) AND ($2::timestamptz IS NULL OR began < $2) ORDER BY id
"""  # noqa: S608 - our own column names


async def exported(connection: asyncpg.Connection, wanted: Wanted, chunk: int = 2000) -> AsyncIterator[Line]:
    """The lines of a period in the order of the log, without what was sealed. Raises what the database raises."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        async for record in connection.cursor(_LINES, wanted.since, wanted.until, prefetch=chunk):
            yield closed(tuple(record))


class Exporter:
    """Turns lines into JSON documents.

    ``activity``: URI of this processing in the register of GDPR art. 30; ``source``: the hub's URN; ``reference``: what
    the other log calls a person, by pseudonym.
    """

    def __init__(self, activity: str, source: str, reference: Callable[[str], str]) -> None:
        self._activity = activity
        self._resource = {"service.name": "samenloop", "service.instance.id": source}
        self._reference = reference

    def encoded(self, line: Line, form: Format) -> bytes:
        """One line, with its line break."""
        return msgspec.json.encode(self.ldv(line) if form == "ldv" else self.otlp(line)) + b"\n"

    def ldv(self, line: Line) -> Json:
        """A record of Logboek Dataverwerkingen 0.8; times in milliseconds since 1970 (UTC)."""
        parent = {} if line.parent is None else {"parent_span_id": line.parent.hex()}
        return {
            "trace_id": line.trace.hex(),
            "span_id": line.span.hex(),
            **parent,
            "status": "Ok",
            "name": line.operation,
            "start_time": milliseconds(line.began),
            "end_time": milliseconds(line.ended),
            "resource": self._resource,
            "attributes": self.attributes(line),
        }

    def otlp(self, line: Line) -> Json:
        """An OTLP export request in JSON, with one span; times in nanoseconds, as text."""
        span = {
            "traceId": line.trace.hex(),
            "spanId": line.span.hex(),
            **({} if line.parent is None else {"parentSpanId": line.parent.hex()}),
            "name": line.operation,
            "kind": _SERVER,
            "startTimeUnixNano": str(milliseconds(line.began) * _NANOSECONDS),
            "endTimeUnixNano": str(milliseconds(line.ended) * _NANOSECONDS),
            "attributes": _keyed(self.attributes(line)),
            "status": {"code": _OK},
        }
        scope = {"scope": {"name": "samenloop.disclosures"}, "spans": [span]}
        return {"resourceSpans": [{"resource": {"attributes": _keyed(self._resource)}, "scopeSpans": [scope]}]}

    def attributes(self, line: Line) -> Json:
        """Those of the core, then those of the draft extension for NEN 7513; what is absent is left out."""
        found: Json = {
            "dpl.core.processing_activity_id": self._activity,
            "dpl.core.data_subject_id": None if line.person is None else self._reference(line.person),
            "dpl.core.data_subject_id_type": None if line.person is None else SUBJECT_TYPE,
            "dpl.core.foreign_operation.processor": line.organisation,
            "nen7513.event_action_code": "R",
            "nen7513.event_outcome_indicator": "0",
            "nen7513.event_type_code": line.outcome,
            "nen7513.user_id": line.professional or line.organisation,
            "nen7513.alternate_user_id": line.organisation,
            "nen7513.user_is_requestor": True,
            "nen7513.responsible_user_id": line.principal or line.organisation,
            "nen7513.purpose_of_use": line.purpose,
            "nen7513.participant_object_id": [each.thing for each in line.shown],
            "nen7513.participant_object_permission_policy_set": [
                f"{each.ground} {each.profile}/{each.version}{' bare' if each.bare else ''}" for each in line.shown
            ],
        }
        return {name: value for name, value in found.items() if value is not None}


def _keyed(attributes: Json) -> list[Json]:
    return [{"key": name, "value": _value(value)} for name, value in attributes.items()]


def _value(value: object) -> Json:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [_value(each) for each in value]}}
    return {"stringValue": value}
