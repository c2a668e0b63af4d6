"""Requests of the family that tests start from, and the ways through them."""

import re
from typing import Any

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, Json

REQUESTS = "/v1/requests"
FATHER: Json = {"family_name": "Zonderland", "given_names": "Bram", "born": "1988-02-02", "bsn": "999990020"}
TOLD = [{"addressee": "mother", "on": "2026-11-20"}]
RANDOM = re.compile(r'"(id|wait|request)":"[^"]+"')


def asks(kind: str = "access", subject: Json = MOTHER, **changes: Any) -> Json:
    """What somebody asks about themselves."""
    body = {
        "kind": kind,
        "subject": subject,
        "requesters": [{"capacity": "self"}],
        "received_on": "2026-11-20",
        "verified": "in-person",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}


def for_child(kind: str = "access", by: Json = MOTHER, **changes: Any) -> Json:
    """What a parent asks about a child."""
    parent = {"capacity": "representative", "subject": by}
    return asks(kind, **{"subject": CHILD, "requesters": [parent], "authority_shown": True, **changes})


async def taken_in(whole: Whole, body: Json) -> str:
    """A request is taken in; its identifier."""
    return str((await whole.post("decider", REQUESTS, body))["id"])


async def granted(whole: Whole, id_: str, **fields: Any) -> Json:
    body = {"decision": "granted", **fields}
    return await whole.post("decider", f"{REQUESTS}/{id_}/_decide", body, 200)


async def refused(whole: Whole, id_: str, *reasons: str, **fields: Any) -> Json:
    body = {"decision": "refused", "reasons": reasons, **fields}
    return await whole.post("decider", f"{REQUESTS}/{id_}/_decide", body, 200)


async def outcome(whole: Whole, id_: str) -> Json:
    return await whole.get("decider", f"{REQUESTS}/{id_}/outcome")


def masked(content: bytes) -> str:
    """An answer without what is random in it."""
    return RANDOM.sub(r'"\1":""', content.decode())


def names(recorded: Json) -> list[str]:
    return [each["organisation"] for each in recorded["recorded"]]
