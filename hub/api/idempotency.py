"""The Idempotency-Key: a repeat of the same message gets the same answer, for ever (ARCHITECTURE.md 2)."""

import re
from typing import Final

from starlette.requests import Request

from hub.api.problems import Problem

HEADER: Final = "Idempotency-Key"
_FORM: Final = re.compile(rb"[\x21-\x7e]{1,128}")
PARAMETER: Final = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "The same for every attempt of one message, another for another one. Never anything about a person.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
}
"""The header as the specification shows it."""


def idempotency_key(request: Request) -> str:
    """The key of this request: 1 to 128 visible ASCII characters.

    Raises Problem: ``idempotency-key-missing`` or ``idempotency-key-malformed`` (also when there are two).
    """
    found: list[bytes] = [value for name, value in request.scope["headers"] if name == b"idempotency-key"]
    if not found:
        raise Problem("idempotency-key-missing")
    if len(found) > 1 or not _FORM.fullmatch(found[0]):
        raise Problem("idempotency-key-malformed")
    return found[0].decode("ascii")
