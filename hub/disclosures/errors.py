"""What can go wrong with the disclosure log."""


class LogUnavailable(Exception):  # noqa: N818 - says what the log is
    """The log could not be written or read in time. No log, no answer: what it should have had does not leave."""

    code = "log-unavailable"
