"""Persons and bodies that tests of the whole hub start from; every person is invented."""

from typing import Any

Json = dict[str, Any]

MOTHER: Json = {"family_name": "Zonderland", "given_names": "Mirthe", "born": "1990-05-14", "bsn": "999990019"}
CHILD: Json = {"family_name": "Zonderland", "given_names": "Pleun", "born": "2018-07-09"}
STRANGER: Json = {"family_name": "Onbekendman", "given_names": "Abel", "born": "2019-01-02"}


def involvement(**changes: Any) -> Json:
    """An involvement with the child, its mother named with authority."""
    return _stated(
        {
            "kind": "involvement",
            "state": "started",
            "occurred_at": "2026-11-20T09:00:00Z",
            "subject": CHILD,
            "household": [{"relation": "parent", "subject": MOTHER, "authority": True}],
            "professional": {"id": "p-1", "name": "A. Voorbeeld", "phone": "+31100000009", "email": "a@school.example"},
            **changes,
        }
    )


def concern(category: str = "school-absence", severity: str = "serious", **changes: Any) -> Json:
    """A concern about the child."""
    return involvement(kind="concern", category=category, severity=severity, state=None, **changes)


HELPERS = ("sector:school", "sector:youth-health-care", "sector:wijkteam", "sector:police", "sector:womens-shelter")


def consent(answer: str = "given", recipients: tuple[str, ...] = HELPERS, **changes: Any) -> Json:
    """The mother answers for herself and the child."""
    giver = {"subject": MOTHER, "capacity": "authority", "answer": answer, "on": "2026-11-20"}
    return _stated({"givers": [giver], "about": [CHILD], "recipients": list(recipients), **changes})


def exception(items: list[str], recipients: tuple[str, ...] = ("cjg",), **changes: Any) -> Json:
    """A safety exception over own items."""
    words = {"outweighs": "w", "not-otherwise": "w", "consent-sought": "w", "least": "w"}
    return _stated(
        {
            "items": items,
            "recipients": list(recipients),
            "risk": "een-risico-in-woorden",
            "tests": words,
            "review_on": "2027-01-10",
            "professional": {"id": "p-1"},
            **changes,
        }
    )


def _stated(body: Json) -> Json:
    return {name: value for name, value in body.items() if value is not None}
