"""Which store of master keys the settings name, and what is derived from them beside what each part derives."""

from hub.people.key_stores import EnvironmentMasterKeyStore, FileMasterKeyStore, MasterKeyStore
from hub.people.live_keys import LiveMasterKeys
from hub.people.master_keys import MasterKeys
from hub.people.token_store import Token, TokenMasterKeyStore
from hub.settings import Settings


def key_store(settings: Settings, *, make: bool = True) -> MasterKeyStore:
    """The store. Its keys are made here when the data folder is new and nothing else was named, unless not to ``make``.

    Raises ``MasterKeysUnusableError`` for a file that others may read or that is not what it should be.
    """
    if settings.master_keys is not None:
        return EnvironmentMasterKeyStore({"HUB_MASTER_KEYS": settings.master_keys.get_secret_value()})
    path = settings.master_key_file or settings.data_dir / "master.keys"
    token = _token(settings)
    store = FileMasterKeyStore(path) if token is None else TokenMasterKeyStore(path, token)
    if make and settings.master_key_file is None and not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # with servers of one's own nobody made it yet
        store.create()
    return store


def _token(settings: Settings) -> Token | None:
    if settings.pkcs11_module is None or settings.pkcs11_pin is None:
        return None
    pin = settings.pkcs11_pin.get_secret_value()
    return Token(settings.pkcs11_module, settings.pkcs11_token, pin, settings.pkcs11_key)


def live_keys(settings: Settings, *, make: bool = True) -> LiveMasterKeys:
    """The master keys of this hub, which follow a rotation. Raises as ``MasterKeyStore.load`` and ``key_store``."""
    return LiveMasterKeys.of(key_store(settings, make=make))


def master_keys(settings: Settings) -> MasterKeys:
    """The master keys of this hub as they are now. Raises as ``live_keys``."""
    return live_keys(settings).now


def disclosure_log_key(keys: MasterKeys) -> bytes:
    """The key under which the disclosure log keeps what was sealed."""
    return keys.derived("disclosure-log")
