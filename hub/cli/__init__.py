"""The commands of ``hub``: each opens what it needs, says what it does, and closes it again."""


def main() -> None:
    """The console script ``hub``."""
    from hub.cli.app import commands
    from hub.cli.failures import told

    with told():
        commands()()
