"""The canonical form under which exactly stated demographics find the same person again.

Exact means: nothing is guessed. Spelling that differs only in case, spacing, Unicode form or typographic marks is the
same; anything else is somebody else. A wrong link is worse than a missed one: two people may bear one name and have
been born on one day, so between organisations demographics are exact only with the address. What one organisation
states twice in all the same words is the same person to it, however little it states.
"""

import unicodedata

from hub.people.subject import Subject

_ALIKE = str.maketrans(
    dict.fromkeys(("\u2018", "\u2019", "\u02bc", "\u0060", "\u00b4"), "'")
    | dict.fromkeys(("\u2010", "\u2011", "\u2012", "\u2013"), "-")
)
_SEPARATOR = "\x1f"
_WHOLE_DATE = len("YYYY-MM-DD")
_PLACEHOLDER = "-01-01"
"""As which the register writes a birth date of which only the year is known."""


def canonical_name(name: str) -> str:
    """A name without differences of case, spacing, Unicode form and kinds of apostrophe or hyphen; accents stay."""
    if name.isascii():  # most are, and of what is alike only the backtick is among them
        return " ".join(name.replace("`", "'").lower().split())
    # Case folding can leave a form that is not composed, hence once more.
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.translate(_ALIKE)).casefold())
    return " ".join(name.translate(_ALIKE).lower().split())


def canonical_postcode(postcode: str) -> str:
    """`1234 ab` as `1234AB`."""
    return postcode.replace(" ", "").upper()


def canonical_demographics(subject: Subject) -> str | None:
    """One text that is equal for equal demographics, or None when they are not enough to know a person by.

    Sex is left out, because not everybody states it; a contradiction is seen when two statements are compared.
    """
    if subject.family_name is None or subject.given_names is None or subject.born is None:
        return None
    if subject.postcode is None or subject.house_number is None:
        return None
    given_names = canonical_name(subject.given_names)
    if _are_abbreviated(given_names) or len(subject.born) < _WHOLE_DATE or subject.born.endswith(_PLACEHOLDER):
        return None
    address = canonical_postcode(subject.postcode), str(subject.house_number)
    return _SEPARATOR.join([canonical_name(subject.family_name), given_names, subject.born, *address])


def canonical_statement(subject: Subject) -> str | None:
    """One text that is equal for statements in the same words; None for an expected child and for a BSN alone."""
    if subject.family_name is None or subject.given_names is None or subject.born is None:
        return None
    stated = (
        canonical_name(subject.family_name),
        canonical_name(subject.given_names),
        canonical_name(subject.partner_name or ""),
        subject.born,
        "" if subject.sex in {None, "unknown"} else subject.sex,
        canonical_postcode(subject.postcode or ""),
        str(subject.house_number or ""),
        "".join(character for character in subject.phone or "" if character.isdigit()),
    )
    return _SEPARATOR.join(stated)


def _are_abbreviated(given_names: str) -> bool:
    return "." in given_names or all(len(part) == 1 for part in given_names.split())
