"""Where the parts are: addresses from the settings, or of embedded parts that the command itself starts and stops."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import msgspec
from pydantic import SecretStr

from hub.embedded import EmbeddedParts, FolderInUseError, running_parts
from hub.migrate import migrate_now
from hub.settings import Settings


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """Connection addresses of one hub, with passwords in them: never log one."""

    database_url: str
    keys_database_url: str
    reader_database_url: str
    nats_url: str

    def __repr__(self) -> str:
        return "Addresses(...)"


@contextmanager
def parts_of(settings: Settings, *, nats: bool = True, durable: bool = True, join: bool = False) -> Iterator[Addresses]:
    """The addresses for a command, for as long as it runs.

    Without ``HUB_DATABASE_URL`` an embedded PostgreSQL is started, and migrated, in the data folder; without
    ``HUB_NATS_URL`` an embedded NATS. ``durable`` False is for a ledger that is thrown away. With ``join``
    the parts of a hub that runs in the data folder are used as they are, for a command that is soon done. Raises
    ``EmbeddedError`` with what to do about it.
    """
    if settings.database_url is not None and settings.keys_database_url is not None and settings.nats_url is not None:
        yield Addresses(
            database_url=settings.database_url.get_secret_value(),
            keys_database_url=settings.keys_database_url.get_secret_value(),
            reader_database_url=(settings.reader_database_url or settings.database_url).get_secret_value(),
            nats_url=settings.nats_url.get_secret_value(),
        )
        return
    wanted = nats and settings.nats_url is None
    with ExitStack() as stack:
        own, parts = True, None
        try:
            parts = stack.enter_context(EmbeddedParts(settings.data_dir, nats=wanted, durable=durable))
        except FolderInUseError:
            own, parts = False, running_parts(settings.data_dir, nats=wanted) if join else None
            if parts is None:
                raise
        if own and settings.database_url is None:
            migrate_now(parts.owner_database_url, parts.owner_keys_database_url)
        yield Addresses(
            database_url=_set(settings.database_url) or parts.database_url,
            keys_database_url=_set(settings.keys_database_url) or parts.keys_database_url,
            reader_database_url=_set(settings.reader_database_url)
            or _set(settings.database_url)
            or parts.reader_database_url,
            nats_url=_set(settings.nats_url) or parts.nats_url,
        )


def _set(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
