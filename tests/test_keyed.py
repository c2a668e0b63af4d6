"""A keyed hash is HMAC-SHA256, whatever the key."""

import hmac

from hypothesis import example, given
from hypothesis import strategies as st

from hub.keyed import KeyedHash


@given(st.binary(max_size=200), st.binary(max_size=300))
@example(b"k" * 64, b"")
@example(b"k" * 65, b"content")
def test_it_is_what_the_library_gives(key: bytes, content: bytes) -> None:
    keyed, expected = KeyedHash(key), hmac.digest(key, content, "sha256")
    assert [keyed.digest(content), keyed.digest(content)] == [expected, expected]
    assert keyed.is_of(expected, content)
    assert not keyed.is_of(expected, content + b"x")


def test_it_does_not_show_its_key() -> None:
    assert "secret" not in repr(KeyedHash(b"secret"))
