"""A program that runs embedded servers in a folder, tells their addresses, and waits: something to kill."""

import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from hub.embedded import EmbeddedError, EmbeddedParts


def main(folder: Path) -> None:
    """Start, write the addresses as one line of JSON, wait for a signal."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background of a shell
    try:
        with EmbeddedParts(folder) as parts:
            sys.stdout.write(json.dumps(asdict(parts)) + "\n")
            sys.stdout.flush()
            signal.pause()
    except EmbeddedError as error:
        sys.stdout.write(json.dumps({"code": error.code, "message": str(error)}) + "\n")
        sys.exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
