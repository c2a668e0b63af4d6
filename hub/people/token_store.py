"""Master keys sealed by a key in a PKCS#11 token: a hardware security module, a smart card, or SoftHSM for a test.

The sealed file is worth nothing without the token, and the token gives its key to nobody: whoever steals disks and
backups has neither. The token is asked when the hub starts and when it looks for rotated keys, so its speed does not
matter.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hub.people.cipher import NONCE_BYTES
from hub.people.errors import MasterKeysUnusableError
from hub.people.key_stores import FileMasterKeyStore
from hub.people.master_keys import MasterKeys

if TYPE_CHECKING:
    import pkcs11

_TAG_BITS: Final = 128
_PURPOSE: Final = b"samenloop master keys"
_one_at_a_time = threading.Lock()
"""A module serves one thread at a time."""


class Token:
    """A token with an AES key in it.

    Args:
        module: the manufacturer's library, such as `/usr/lib/softhsm/libsofthsm2.so`.
        label: of the token.
        pin: of its user.
        key: label of the key, of 256 bits, which must not be extractable.
    """

    def __init__(self, module: Path, label: str, pin: str, key: str) -> None:
        self._module = module
        self._label = label
        self._pin = pin
        self._key = key

    def __repr__(self) -> str:
        return f"Token({self._label!r}, {self._key!r})"

    def make_key(self) -> None:
        """Make the key in the token, when it has none of this label. Raises `MasterKeysUnusableError`."""
        import pkcs11

        with self._session(rw=True) as session:
            if any(True for _ in session.get_objects({pkcs11.Attribute.LABEL: self._key})):
                return
            hidden = {pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False}
            session.generate_key(pkcs11.KeyType.AES, 256, label=self._key, store=True, template=hidden)

    def seal(self, content: bytes) -> bytes:
        """A content sealed under the key (AES-256-GCM). Raises `MasterKeysUnusableError`."""
        nonce = os.urandom(NONCE_BYTES)
        with self._session() as session:
            return nonce + bytes(self._key_in(session).encrypt(content, **self._how(nonce)))

    def unseal(self, sealed: bytes) -> bytes:
        """The content again. Raises `MasterKeysUnusableError`."""
        nonce, sealed = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        with self._session() as session:
            return bytes(self._key_in(session).decrypt(sealed, **self._how(nonce)))

    def _key_in(self, session: "pkcs11.Session") -> Any:  # noqa: ANN401 - a key with whatever the module can do
        import pkcs11

        return session.get_key(object_class=pkcs11.ObjectClass.SECRET_KEY, label=self._key)

    def _how(self, nonce: bytes) -> dict[str, Any]:
        import pkcs11

        parameters = pkcs11.GCMParams(nonce, _PURPOSE, _TAG_BITS)
        return {"mechanism": pkcs11.Mechanism.AES_GCM, "mechanism_param": parameters}

    @contextmanager
    def _session(self, *, rw: bool = False) -> "Iterator[pkcs11.Session]":
        place = f"token {self._label}"
        try:
            import pkcs11
        except ImportError:
            raise MasterKeysUnusableError(place, "install samenloop[pkcs11]") from None
        with _one_at_a_time:
            try:
                token = pkcs11.lib(str(self._module)).get_token(token_label=self._label)
                with token.open(user_pin=self._pin, rw=rw) as session:
                    yield session
            except (pkcs11.PKCS11Error, OSError) as failed:
                raise MasterKeysUnusableError(place, type(failed).__name__) from None


class TokenMasterKeyStore(FileMasterKeyStore):
    """Master keys in a file that a token sealed, and that only its owner may read."""

    def __init__(self, path: Path, token: Token) -> None:
        super().__init__(path)
        self._token = token

    def create(self) -> MasterKeys:
        """Make the token's key and new master keys; see `FileMasterKeyStore.create`."""
        self._token.make_key()
        return super().create()

    def sealed(self, keys: MasterKeys) -> bytes:
        return self._token.seal(super().sealed(keys))

    def opened(self, content: bytes) -> MasterKeys:
        return super().opened(self._token.unseal(content))
