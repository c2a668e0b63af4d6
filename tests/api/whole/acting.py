"""Professionals of the organisations of a whole hub: designated, away, leaving, refused, and whom to call."""

from typing import Any

from tests.api.whole.conftest import Whole
from tests.api.whole.given import Json, consent, involvement

TEAM = "/v1/organisations/{}/professionals"


async def designate(whole: Whole, who: str, code: str, *roles: str, **more: Any) -> None:
    """The organisation's administrator designates a professional."""
    await whole.post(who, TEAM.format(who), {"id": code, "roles": roles or ["reporter"], **more})


async def changes(whole: Whole, who: str, code: str, how: str, status: int = 200, **body: Any) -> Json:
    """The organisation's administrator says that a professional is away, back, leaves or is confirmed."""
    return await whole.post(who, f"{TEAM.format(who)}/{code}/_{how}", body, status)


async def refusal(whole: Whole, who: str, path: str = "/v1/signals") -> str | None:
    """The code with which this caller is refused, or None."""
    answer = await whole.clients[who].get(path)
    return None if answer.status_code == 200 else str(answer.json()["code"])


async def seen_together(whole: Whole) -> tuple[Json, Json]:
    """School and CJG are involved with a child, and may know of each other."""
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    return await whole.publish("school", involvement()), await whole.publish("cjg", involvement())


async def reached(whole: Whole, viewer: str, of: str) -> list[Json]:
    """The professionals of an organisation whom this viewer is told to call."""
    (entry, *_) = (await whole.get(viewer, "/v1/notifications"))["notifications"]
    match = await whole.get(viewer, entry["links"]["match"])
    (there,) = [each for each in match["reach"] if each["organisation"].get("id") == of]
    return list(there.get("professionals", []))
