"""The commands of ``hub``: each opens what it needs, says what it does, and closes it again."""


def main() -> None:
    """The console script ``hub``."""
    from hub.cli.app import app

    app()
