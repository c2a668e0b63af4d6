"""W3C Trace Context: a valid traceparent is gone on with, anything else begins a trace of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.disclosures.trace import Trace, continued

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


def test_a_valid_one_is_gone_on_with_below_the_callers_span() -> None:
    trace = continued([f"00-{TRACE}-{PARENT}-01".encode()])
    assert trace.trace.hex() == TRACE
    assert trace.parent is not None
    assert trace.parent.hex() == PARENT
    assert trace.span not in {trace.parent, b"\0" * 8}
    assert trace.header() == f"00-{TRACE}-{trace.span.hex()}-01".encode()


def test_a_later_version_may_say_more() -> None:
    assert continued([f"01-{TRACE}-{PARENT}-01-more".encode()]).trace.hex() == TRACE


@pytest.mark.parametrize(
    "values",
    [
        [],
        [b""],
        [f"00-{TRACE}-{PARENT}".encode()],
        [f"00-{TRACE}-{PARENT}-01-more".encode()],
        [f"ff-{TRACE}-{PARENT}-01".encode()],
        [f"00-{'0' * 32}-{PARENT}-01".encode()],
        [f"00-{TRACE}-{'0' * 16}-01".encode()],
        [f"00-{TRACE.upper()}-{PARENT}-01".encode()],
        [f"00-{TRACE}-{PARENT}-01".encode()] * 2,
    ],
)
def test_anything_else_begins_a_trace(values: list[bytes]) -> None:
    trace = continued(values)
    assert trace.trace.hex() != TRACE
    assert trace.parent is None


@given(st.lists(st.binary(max_size=80), max_size=2))
def test_always_the_answer_names_a_valid_span(values: list[bytes]) -> None:
    trace = continued(values)
    again = continued([trace.header()])
    assert (again.trace, again.parent) == (trace.trace, trace.span)


def test_a_span_below_is_of_the_same_trace() -> None:
    above = Trace.new()
    below = above.below()
    assert (below.trace, below.parent) == (above.trace, above.span)
    assert below.span != above.span
