"""The problems of who may come in at all: organisation, professional, role (``hub.domain.access``)."""

from collections.abc import Mapping
from typing import Final

from hub.api.problem_kind import Kind, kind

ACCESS: Final[Mapping[str, Kind]] = {
    "organisation-unknown": kind(
        403,
        ("Organisatie neemt niet deel", "De organisatie van dit toegangstoken staat niet in het register."),
        ("Organisation does not take part", "The organisation of this access token is not in the register."),
    ),
    "organisation-suspended": kind(
        403,
        ("Deelname opgeschort", "Uw organisatie heeft nu geen toegang; wat voor u bestemd is, blijft staan."),
        ("Part is suspended", "Your organisation has no access now; what is meant for you waits."),
    ),
    "organisation-ended": kind(
        403,
        ("Deelname beëindigd", "Uw organisatie neemt niet meer deel."),
        ("Part has ended", "Your organisation takes part no longer."),
    ),
    "professional-unknown": kind(
        403,
        ("Professional niet aangewezen", "Uw organisatie heeft deze professional niet aangewezen."),
        ("Professional not designated", "Your organisation has not designated this professional."),
    ),
    "professional-away": kind(
        403,
        (
            "Professional is afwezig",
            "Zolang een professional afwezig is, is er geen toegang; de beheerder meldt de terugkeer.",
        ),
        (
            "Professional is away",
            "There is no access while a professional is away; the administrator says who is back.",
        ),
    ),
    "access-not-confirmed": kind(
        403,
        ("Toegang niet bevestigd", "De toegang is na vier maanden niet opnieuw bevestigd; vraag het uw beheerder."),
        ("Access not confirmed", "The access was not confirmed again after four months; ask your administrator."),
    ),
    "access-ended": kind(
        403,
        ("Toegang beëindigd", "Deze professional werkt niet meer bij de organisatie."),
        ("Access has ended", "This professional has left the organisation."),
    ),
    "professional-missing": kind(
        403,
        (
            "Professional ontbreekt",
            "Dit staat op naam van een professional: gebruik diens token, of noem de professional in het bericht.",
        ),
        (
            "Professional is missing",
            "This stands on the name of a professional: use a token of theirs, or name them in the message.",
        ),
    ),
    "role-missing": kind(
        403,
        ("Rol ontbreekt", "De professional heeft de rol niet die voor deze handeling nodig is."),
        ("Role is missing", "The professional does not hold the role that this act needs."),
    ),
    "second-professional-needed": kind(
        403,
        ("Tweede professional nodig", "Dit beslist een tweede professional, die niet de eerste is."),
        ("A second professional is needed", "This is decided by a second professional, who is not the first."),
    ),
}
