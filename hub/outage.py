"""What an operator reads of something that is away: that it is, now and then that it still is, and that it is back."""

import logging


class Outage:
    """Something that is tried again and again, and fails for as long as something else is away.

    Each failure counts; the first, the second, the fourth, the eighth and so on leave a line, so that the log of a
    night without a database is read in one look. ``what`` is delayed; ``of`` says whose or which, and names no person.
    """

    def __init__(self, log: logging.Logger, what: str, of: str = "") -> None:
        self._log = log
        self._what = what
        self._of = f" {of}" if of else ""
        self.failed = 0
        """How often in a row."""

    def goes_on(self, error: BaseException) -> None:
        """It failed again."""
        self.failed += 1
        if self.failed & (self.failed - 1) == 0:
            kind = type(error).__name__
            self._log.warning("%s-delayed%s error=%s times=%d", self._what, self._of, kind, self.failed)

    def is_over(self) -> None:
        """It worked, as it does nearly always."""
        if self.failed:
            self._log.warning("%s-resumed%s times=%d", self._what, self._of, self.failed)
            self.failed = 0
