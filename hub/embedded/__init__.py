"""PostgreSQL and NATS started by the hub itself, for newcomers and for tests."""

from hub.embedded.errors import EmbeddedError, FolderInUseError
from hub.embedded.parts import EmbeddedParts, Parts, running_parts

__all__ = ["EmbeddedError", "EmbeddedParts", "FolderInUseError", "Parts", "running_parts"]
