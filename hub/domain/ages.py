"""Age bands: the only form in which an age enters a decision or a fact.

The borders are those at which somebody else decides, is informed, or may be signalled about. Young children have a
border of their own at four, because youth health care sees them most until then (report Rotterdam 3.2).
"""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NO_DATE = "not a date YYYY-MM-DD, YYYY-MM or YYYY"
_DECEMBER = 12


class AgeBand(StrEnum):
    """How old somebody is, as coarsely as the rules need it."""

    EXPECTED = "expected"
    """Not born yet."""
    UNDER_FOUR = "under-four"
    UNDER_TWELVE = "under-twelve"
    """4 to 11. Those with authority consent (Jeugdwet 7.3.15)."""
    ABOUT_TWELVE = "about-twelve"
    """11 or 12: a partial birth date leaves it open. Everybody is asked who is on either side, and nobody is passed."""
    TWELVE_TO_FIFTEEN = "twelve-to-fifteen"
    """The youth and those with authority consent (Jeugdwet 7.3.4)."""
    SIXTEEN_SEVENTEEN = "sixteen-seventeen"
    """The youth alone consents (Jeugdwet 7.3.5)."""
    EIGHTEEN_TO_TWENTY_TWO = "eighteen-to-twenty-two"
    """Of age, and still a `jeugdige` of the reference index (Jeugdwet 7.1.1.1)."""
    ADULT = "adult"
    """From the 23rd birthday."""
    UNKNOWN = "unknown"
    """No birth date is known. A decision counts this the strictest way it can."""

    @property
    def is_child(self) -> bool:
        """Whether this is certainly a child in the sense of the index: expected, or not yet 23 (Jeugdwet 7.1.1.1)."""
        return self not in {AgeBand.ADULT, AgeBand.UNKNOWN}

    @property
    def is_minor(self) -> bool:
        """Whether this is certainly somebody under 18, or expected."""
        return self.is_child and self is not AgeBand.EIGHTEEN_TO_TWENTY_TWO

    @property
    def is_of_age(self) -> bool:
        """Whether this is certainly somebody of 18 or older."""
        return self in {AgeBand.EIGHTEEN_TO_TWENTY_TWO, AgeBand.ADULT}


_FIRST_AGES = (
    (23, AgeBand.ADULT),
    (18, AgeBand.EIGHTEEN_TO_TWENTY_TWO),
    (16, AgeBand.SIXTEEN_SEVENTEEN),
    (12, AgeBand.TWELVE_TO_FIFTEEN),
    (4, AgeBand.UNDER_TWELVE),
    (0, AgeBand.UNDER_FOUR),
)

# Of two bands that a partial birth date leaves open, the one that asks most: at 12 to 15 everybody has to consent who
# has to below and above it; everywhere else the younger band protects more.
_STRICTEST_FIRST = (
    AgeBand.TWELVE_TO_FIFTEEN,
    AgeBand.UNDER_FOUR,
    AgeBand.UNDER_TWELVE,
    AgeBand.SIXTEEN_SEVENTEEN,
    AgeBand.EIGHTEEN_TO_TWENTY_TWO,
    AgeBand.ADULT,
)


def born_between(born: str) -> tuple[date, date]:
    """The first and last day on which somebody can have been born who was born on `born`.

    `born` is `YYYY-MM-DD`, or a partial date `YYYY-MM` or `YYYY` as the population register has them.

    Raises:
        ValueError: this is not such a date, or there is no such day. The message does not repeat it.
    """
    shape = _DATE.fullmatch(born)
    if shape is None:
        raise ValueError(_NO_DATE)
    year, month, day = shape.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(_NO_DATE) from None
    if day:
        return first, first
    last_month = int(month or _DECEMBER)
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def years_old(born: date, on: date) -> int:
    """Completed years of age on a day; negative before birth.

    Who was born on 29 February completes a year, where there is no such day, on 1 March (chosen: the later, and so the
    more protective, of both days).
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def band(born: str | None, on: date, *, due: str | None = None) -> AgeBand:
    """The age band on a day of somebody born on `born`, or expected on `due` (`YYYY-MM-DD`).

    A partial birth date counts the strictest way (DOMAIN.md 3.1). An expected child counts as born from its due date;
    nobody who is known to be expected falls out of view because a birth was not reported.

    Raises:
        ValueError: a date cannot be read.
    """
    stated = born or due
    return band_between(*born_between(stated), on) if stated else AgeBand.UNKNOWN


def band_between(earliest: date, latest: date, on: date) -> AgeBand:
    """The age band on a day of somebody born between two days; the strictest of those that leaves open."""
    if earliest > on:
        return AgeBand.EXPECTED
    oldest = _band_of(earliest, on)
    if earliest == latest:
        return oldest
    youngest = _band_of(min(latest, on), on)
    if oldest is AgeBand.TWELVE_TO_FIFTEEN and youngest is not oldest:
        return AgeBand.ABOUT_TWELVE
    return min(oldest, youngest, key=_STRICTEST_FIRST.index)


def _band_of(born: date, on: date) -> AgeBand:
    age = years_old(born, on)
    return next(candidate for first_age, candidate in _FIRST_AGES if age >= first_age)
