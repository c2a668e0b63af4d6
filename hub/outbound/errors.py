"""What can go wrong on the way out. None of these touches intake: the ledger is its own outbox."""


class OutboundError(Exception):
    """Base of what this package raises on its own account. All of these may pass: try again."""

    code = "outbound-failed"


class StreamUnavailable(OutboundError):  # noqa: N818 - says what the stream is
    """The stream did not answer in time or refused. Whether a message was stored is then unknown: send it again."""

    code = "stream-unavailable"


class TurnLost(OutboundError):  # noqa: N818 - says what happened
    """Another process relays now, or a rebuild was asked for: take a turn again and read the position anew."""

    code = "relay-turn-lost"


class StreamWentBack(OutboundError):  # noqa: N818 - says what happened
    """The stream gave a sequence that it had given before, so it lost messages it had acknowledged."""

    code = "stream-went-back"

    def __init__(self, kept: int) -> None:
        super().__init__(f"the stream kept no more than {kept} messages")
        self.kept = kept
        """The sequence up to which the stream is whole."""
