"""A token for read-your-writes says nothing to anybody but the hub."""

import pytest

from hub.ledger.errors import InvalidWaitToken
from hub.ledger.wait import WaitTokens

KEY = bytes(range(32))


@pytest.mark.parametrize("position", [0, 1, 12345, 2**63 - 1])
def test_a_position_comes_back(position: int) -> None:
    tokens = WaitTokens(KEY)
    assert tokens.open(tokens.seal(position)) == position


def test_every_token_has_the_same_length_and_none_is_given_twice() -> None:
    tokens = WaitTokens(KEY)
    made = [tokens.seal(position) for position in (0, 7, 7, 2**62)]
    assert {len(token) for token in made} == {WaitTokens.LENGTH}
    assert len(set(made)) == 4


FROM_ANOTHER_HUB = WaitTokens(bytes(32)).seal(7)


@pytest.mark.parametrize(
    "token",
    ["", "x", "é" * 48, "A" * 48, pytest.param(FROM_ANOTHER_HUB, id="from another hub"), "=" * 48],
)
def test_what_this_hub_did_not_make_is_refused(token: str) -> None:
    with pytest.raises(InvalidWaitToken):
        WaitTokens(KEY).open(token)
