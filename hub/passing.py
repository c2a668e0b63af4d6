"""Telling what passes by itself (a lost connection) from what does not (a fact that cannot be folded)."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hub.ledger.connect import may_pass


def passes(error: Exception) -> bool:
    """Whether trying again later may help without anybody changing anything."""
    if isinstance(error, PoolTimeout):
        return True
    if isinstance(error, DBAPIError):
        driver = error.orig.__cause__ if error.orig is not None else None
        return error.connection_invalidated or (isinstance(driver, Exception) and may_pass(driver))
    return may_pass(error)
