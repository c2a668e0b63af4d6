"""What can go wrong with the disclosure log."""


class LogUnavailable(Exception):  # noqa: N818 - says what the log is
    """The lines of an answer could not be written in time: then the answer does not leave. No log, no answer."""

    code = "log-unavailable"
