"""One row of the table of problems."""

from typing import NamedTuple


class Text(NamedTuple):
    """One problem in one language: the title of its kind and a sentence on what to do."""

    title: str
    detail: str


class Kind(NamedTuple):
    """One row of the table: the HTTP status and the words in Dutch and English."""

    status: int
    nl: Text
    en: Text


def kind(status: int, nl: tuple[str, str], en: tuple[str, str]) -> Kind:
    """A row, from its words."""
    return Kind(status, Text(*nl), Text(*en))
