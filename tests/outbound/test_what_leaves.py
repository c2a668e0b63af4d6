"""What an event says, and above all what it does not."""

import json
from urllib.parse import urlsplit

import asyncpg
import jsonschema
import msgspec
import pytest

from hub.domain.facts import (
    ALL_FACTS,
    AccessTold,
    AdviceGiven,
    MatchRaised,
    MatchWithdrawn,
    OwnerAsked,
    RequestReminded,
    SharingTold,
)
from hub.outbound.cloudevent import EXPLANATIONS, RAISED, WITHDRAWN, decode, encode, outgoing, schema
from hub.outbound.connection import NatsConnection
from hub.outbound.jetstream import JetStreamNotifications, StreamShape
from hub.outbound.subjects import organisation_of, token
from tests.conftest import Databases
from tests.outbound.given import PERSON, SOURCE, a_relay, event, raised, record, withdrawn


def test_a_notification_is_a_thin_event_of_the_dutch_profile() -> None:
    fact = raised()
    assert json.loads(encode(event(fact))) == {
        "id": fact.notification,
        "source": SOURCE,
        "specversion": "1.0",
        "type": "nl.jeugdigen.samenloop.notificatie-geplaatst.v1",
        "time": "2014-10-10T12:30:00Z",
        "datacontenttype": "application/json",
        "data": {"notification": fact.notification, "lane": "acute", "answer_by": "2014-10-10T13:30:00Z"},
    }


def test_a_withdrawal_says_only_that_something_was_withdrawn() -> None:
    fact = withdrawn()
    said = json.loads(encode(event(fact)))
    assert said["type"] == "nl.jeugdigen.samenloop.notificatie-ingetrokken.v1"
    assert said["data"] == {"notification": fact.notification}


def test_a_match_without_a_notification_tells_nobody_and_no_other_fact_does() -> None:
    assert outgoing(raised(notification=None), SOURCE) is None
    speaking = {kind for kind in ALL_FACTS if "notification" in kind.__struct_fields__ and "Answered" not in str(kind)}
    telling = {MatchRaised, MatchWithdrawn, OwnerAsked, RequestReminded, AccessTold, SharingTold}
    assert speaking - {AdviceGiven} == telling


def test_every_event_fits_its_schema_and_every_type_is_explained() -> None:
    for fact in (raised(), withdrawn()):
        jsonschema.validate(json.loads(encode(event(fact))), schema())
    assert set(EXPLANATIONS) == {RAISED, WITHDRAWN}


@pytest.mark.parametrize("change", [{"specversion": "0.3"}, {"source": "https://hub"}, {"type": "other"}, {"id": 7}])
def test_what_is_no_such_event_is_not_read(change: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(json.dumps({**json.loads(encode(event())), **change}).encode())


async def test_no_subject_header_or_payload_in_nats_names_a_person_rule_family_or_match(
    pool: asyncpg.Pool,
    database: Databases,
    jetstream: JetStreamNotifications,
    connection: NatsConnection,
    shape: StreamShape,
) -> None:
    facts: list[MatchRaised | MatchWithdrawn] = [raised("gp.rotterdam"), withdrawn()]
    await a_relay(pool, database, jetstream).catch_up(await record(pool, facts))
    context = (await connection.client()).jetstream()
    for sequence, fact in enumerate(facts, start=1):
        message = await context.get_msg(shape.name, sequence)
        assert message.headers is not None
        assert set(message.headers) == {"Nats-Msg-Id", "Content-Type", "Nats-Expected-Stream"}
        assert message.headers["Nats-Msg-Id"] == fact.notification
        everything = f"{message.subject} {message.headers} {(message.data or b'').decode()}"
        for secret in (PERSON, fact.match, "violence-at-home", "sharing-ended"):
            assert secret not in everything
        assert str(message.subject) == f"{shape.subjects}.{token(fact.recipient)}"


@pytest.mark.parametrize("organisation", ["school", "gp.rotterdam", "a=b", "a b", "*", ">", "José", "A_-9", "x/y\\z"])
def test_every_organisation_has_a_token_of_its_own_that_nats_accepts(organisation: str) -> None:
    name = token(organisation)
    assert organisation_of(name) == organisation
    assert not set(name) & set(" .*>/\\\t\r\n")


async def test_no_log_line_holds_a_password_or_an_address(caplog: pytest.LogCaptureFixture, nats_url: str) -> None:
    caplog.set_level(0)
    connection = NatsConnection(nats_url, "test")
    client = await connection.client()
    password = urlsplit(nats_url).password
    assert password
    await connection.stop()
    assert password not in caplog.text + repr(client) + repr(connection) + str(client.servers)
