"""A message is the same message however its moments are written, and another one when one of them is another moment."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from hub.commands.desk import HubCommand
from hub.commands.request import Asked
from hub.commands.signals import PublishRequest, Source
from hub.people.subject import Subject

MOMENTS = st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1 < moment.year < 9999)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def canonical(occurred_at: datetime, system: str = "RMS", found: tuple[str, ...] = (), address: str = "") -> bytes:
    request = PublishRequest(
        kind="involvement",
        occurred_at=occurred_at,
        state="started",
        subject=Subject(family_name="Zonderland", given_names="Pleun", born="2018-07-09"),
        source=Source(system=system, record="1"),
    )
    command = HubCommand(
        request=request,
        asked=Asked(
            organisation="school", id="s-1", professional=None, roles=frozenset(), family=address or None, persons=found
        ),
        key="k",
        subjects=[],
        contents=[],
        handles=(),
        family=(*([address] if address else ()), *found),
        thing=None,
    )
    return command.canonical()


@given(MOMENTS, OFFSETS)
def test_the_offset_in_which_a_moment_is_written_makes_no_other_message(moment: datetime, offset: timezone) -> None:
    assert canonical(moment.astimezone(offset)) == canonical(moment)


@given(MOMENTS, MOMENTS, OFFSETS)
def test_another_moment_is_another_message(one: datetime, other: datetime, offset: timezone) -> None:
    assert (canonical(one.astimezone(offset)) == canonical(other)) == (one == other)


def test_words_that_look_like_a_moment_are_words() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert canonical(moment, "2026-01-01T12:00:00+02:00") != canonical(moment, "2026-01-01T10:00:00Z")


def test_the_first_moment_there_is_has_a_form_too() -> None:
    assert canonical(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))))


def test_whom_the_hub_found_makes_no_other_message_and_whom_the_address_names_does() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert canonical(moment, found=("p-1",)) == canonical(moment) == canonical(moment, found=("p-2", "p-3"))
    assert canonical(moment, address="p-1") != canonical(moment, address="p-2")
