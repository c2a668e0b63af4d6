"""PostgreSQL and NATS started by the hub itself, for newcomers and for tests."""

from hub.embedded.errors import EmbeddedError
from hub.embedded.parts import EmbeddedParts, Parts

__all__ = ["EmbeddedError", "EmbeddedParts", "Parts"]
