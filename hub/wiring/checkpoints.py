"""The checkpoints of this hub: where they go and what signs them, for who takes them and for who verifies."""

from pathlib import Path

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.disclosures.verify import log_head
from hub.ledger.checkpoint import Checkpointer, FileSink
from hub.people.master_keys import MasterKeys
from hub.settings import Settings


def checkpoint_key(keys: MasterKeys) -> Ed25519PrivateKey:
    """The key that signs checkpoints, derived from the master keys."""
    return Ed25519PrivateKey.from_private_bytes(keys.derived("checkpoint"))


def checkpoint_path(settings: Settings) -> Path:
    """Where checkpoints go."""
    folder = settings.checkpoint_dir or settings.data_dir / "checkpoints"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "checkpoints.jsonl"


def checkpointer(pool: asyncpg.Pool, keys: MasterKeys, settings: Settings) -> Checkpointer:
    """What takes checkpoints of the ledger and of the disclosure log."""
    return Checkpointer(
        pool,
        checkpoint_key(keys),
        FileSink(checkpoint_path(settings)),
        log_head=log_head,
    )
