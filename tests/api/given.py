"""Bodies that tests start from."""

import json
from typing import Any

from tests.api.sample import BSN, NAME


def signal(**changes: Any) -> dict[str, Any]:
    """A sample signal in which nothing is wrong; ``changes`` replace fields, and None leaves one out."""
    whole = {
        "kind": "concern",
        "category": "domestic-violence",
        "occurred_at": "2014-10-10T21:30:00Z",
        "subject": {"bsn": BSN},
        "household": [{"relation": "child", "subject": {"family_name": NAME, "born": "2010-07-09"}}],
        "kindcheck": "named",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def raw(**changes: Any) -> bytes:
    """The same as it is sent."""
    return json.dumps(signal(**changes)).encode()


def publishing(caller: dict[str, str], **more: str) -> dict[str, str]:
    """The headers with which a client publishes."""
    return {**caller, "content-type": "application/json", "idempotency-key": "k-1", **more}
