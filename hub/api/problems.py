"""What a client is told when something is wrong: RFC 9457 problem details, from one table of stable codes.

A problem never repeats what was submitted: a body, a query and a path may all hold the BSN of a child.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from hub.api.access_problems import ACCESS
from hub.api.problem_kind import Kind
from hub.api.problem_kind import kind as _kind
from hub.domain.errors import Fault

Language = Literal["nl", "en"]


KINDS: Final[Mapping[str, Kind]] = {
    **ACCESS,
    # What is wrong with the request itself.
    "not-json": _kind(
        400,
        ("Geen geldige JSON", "De inhoud is geen JSON in UTF-8 volgens RFC 8259."),
        ("Not valid JSON", "The body is not JSON in UTF-8 as RFC 8259 has it."),
    ),
    "input-invalid": _kind(
        400,
        ("Ongeldige invoer", "Onder errors staat alles wat niet klopt, met de plaats."),
        ("Invalid input", "Everything that is wrong is listed under errors, with its place."),
    ),
    "request-invalid": _kind(
        400,
        ("Ongeldig verzoek", "Dit verzoek is zo niet te verwerken."),
        ("Invalid request", "This request cannot be handled as it stands."),
    ),
    "idempotency-key-missing": _kind(
        400,
        ("Idempotency-Key ontbreekt", "Geef elk bericht een eigen Idempotency-Key, en bij een herhaling dezelfde."),
        ("Idempotency-Key is missing", "Give every message its own Idempotency-Key, and a repeat the same one."),
    ),
    "idempotency-key-malformed": _kind(
        400,
        ("Idempotency-Key onjuist", "De sleutel is eenmaal 1 tot 128 zichtbare ASCII-tekens, zonder spaties."),
        ("Idempotency-Key is malformed", "The key is, once, 1 to 128 visible ASCII characters without spaces."),
    ),
    "idempotency-key-reused": _kind(
        409,
        ("Idempotency-Key al gebruikt", "Deze sleutel hoort bij een ander bericht van uw organisatie."),
        ("Idempotency-Key was used before", "This key belongs to another message of your organisation."),
    ),
    "wait-invalid": _kind(
        400,
        ("Onbekend wait-kenmerk", "Stuur wait precies zoals het in een antwoord van deze hub stond, of laat het weg."),
        ("Unknown wait token", "Send wait exactly as an answer of this hub gave it, or leave it out."),
    ),
    "page-invalid": _kind(
        400,
        ("Onbekend paginakenmerk", "Stuur before precies zoals next in een antwoord van deze hub, of laat het weg."),
        ("Unknown page token", "Send before exactly as next in an answer of this hub, or leave it out."),
    ),
    # Who calls.
    "token-missing": _kind(
        401,
        ("Niet aangemeld", "Stuur een toegangstoken mee in de header Authorization: Bearer."),
        ("Not authenticated", "Send an access token in the header Authorization: Bearer."),
    ),
    "token-invalid": _kind(
        401,
        ("Toegangstoken ongeldig", "Dit toegangstoken geldt hier niet; vraag een nieuw token aan."),
        ("Access token is invalid", "This access token is not valid here; ask for a new one."),
    ),
    "token-expired": _kind(
        401,
        ("Toegangstoken verlopen", "Dit toegangstoken is verlopen; vraag een nieuw token aan."),
        ("Access token has expired", "This access token has expired; ask for a new one."),
    ),
    "token-revoked": _kind(
        401,
        ("Toegangstoken ingetrokken", "Dit toegangstoken is ingetrokken."),
        ("Access token was revoked", "This access token was revoked."),
    ),
    # How it was asked.
    "method-not-allowed": _kind(
        405,
        ("Methode niet toegestaan", "Gebruik een methode die de header Allow noemt."),
        ("Method not allowed", "Use a method that the header Allow names."),
    ),
    "not-acceptable": _kind(
        406,
        ("Geen passende vorm", "Het antwoord bestaat niet in een vorm die de header Accept toelaat."),
        ("Not acceptable", "The answer does not exist in a form that the header Accept allows."),
    ),
    "body-too-slow": _kind(
        408,
        ("Inhoud kwam te langzaam", "De inhoud was niet op tijd compleet; stuur het verzoek opnieuw."),
        ("Body came too slowly", "The body was not complete in time; send the request again."),
    ),
    "body-too-large": _kind(
        413,
        ("Inhoud te groot", "De inhoud, of een regel daarvan, is groter dan hier mag."),
        ("Body too large", "The body, or a line of it, is larger than allowed here."),
    ),
    "media-type-unsupported": _kind(
        415,
        (
            "Mediatype niet ondersteund",
            "Stuur de inhoud zonder compressie en met het Content-Type uit de specificatie.",
        ),
        ("Unsupported media type", "Send the body without compression, with the Content-Type of the specification."),
    ),
    "too-many-requests": _kind(
        429,
        ("Te veel verzoeken", "Wacht zo lang als de header Retry-After zegt."),
        ("Too many requests", "Wait as long as the header Retry-After says."),
    ),
    "internal-error": _kind(
        500,
        ("Interne fout", "Er ging hier iets mis. Noem correlation als u het meldt."),
        ("Internal error", "Something went wrong here. Quote correlation when you report it."),
    ),
    "unavailable": _kind(
        503,
        ("Tijdelijk niet beschikbaar", "Stuur hetzelfde verzoek later opnieuw."),
        ("Temporarily unavailable", "Send the same request again later."),
    ),
    "ledger-unavailable": _kind(
        503,
        (
            "Register tijdelijk niet bereikbaar",
            "Of uw bericht is opgeslagen is onbekend; stuur het opnieuw met dezelfde Idempotency-Key.",
        ),
        (
            "Ledger temporarily out of reach",
            "Whether your message was stored is unknown; send it again with the same Idempotency-Key.",
        ),
    ),
    "log-unavailable": _kind(
        503,
        (
            "Inzagelogboek niet bereikbaar",
            "Zonder logregel gaat er geen antwoord uit. Herhaal het met dezelfde Idempotency-Key; het kan vastliggen.",
        ),
        (
            "Disclosure log out of reach",
            "Without its line no answer leaves. Repeat it with the same Idempotency-Key; it may have been stored.",
        ),
    ),
    # What the domain refuses (hub.domain.errors); a test holds this list complete.
    "signal-invalid": _kind(
        400,
        ("Signaal niet vast te leggen", "Onder errors staat alles wat er niet klopt; er is niets opgeslagen."),
        ("Signal cannot be recorded", "Everything that is wrong is listed under errors; nothing was stored."),
    ),
    "command-invalid": _kind(
        400,
        ("Opdracht niet uit te voeren", "Onder errors staat alles wat er niet klopt; er is niets opgeslagen."),
        ("Command cannot be carried out", "Everything that is wrong is listed under errors; nothing was stored."),
    ),
    "safety-not-assessed": _kind(
        409,
        ("Veiligheid niet beoordeeld", "Leg eerst voor elk kind een latere beoordeling vast die veilig luidt."),
        ("Safety was not assessed", "First record a later assessment that says safe, for every child."),
    ),
    "not-found": _kind(
        404,
        ("Niet gevonden", "Hier is niets waarvan u mag weten."),
        ("Not found", "There is nothing here that you may know of."),
    ),
    "not-allowed": _kind(
        403,
        ("Niet toegestaan", "De rol van uw organisatie laat deze handeling niet toe."),
        ("Not allowed", "Your organisation's role does not allow this act."),
    ),
    "nobody-watching": _kind(
        409,
        (
            "Niemand let op de kinderen",
            "Er is een open veiligheidszorg en niemand let op. Bevestig het einde of wijs eerst iemand aan.",
        ),
        (
            "Nobody watches the children",
            "A safety concern is open and nobody has accepted to watch. Confirm the end, or name a watcher first.",
        ),
    ),
    "coordinator-exists": _kind(
        409,
        ("Er is al een regisseur", "Een andere professional voert hier de regie; draag die over in plaats van erbij."),
        (
            "There is a coordinator already",
            "Another professional coordinates here; hand it over instead of adding one.",
        ),
    ),
    "review-awaited": _kind(
        409,
        ("Eerst samen terugkijken", "Iemand maakte bezwaar tegen een einde; let op dit kind tot u samen terugkeek."),
        ("Look back together first", "Somebody objected to an end; keep watching this child until that was reviewed."),
    ),
    "not-decided-yet": _kind(
        409,
        ("Nog niet beslist", "Op dit verzoek is nog niet beslist; daarna is de uitkomst er."),
        ("Not decided yet", "This request was not decided yet; its outcome comes after that."),
    ),
    "same-professional": _kind(
        409,
        ("Tweede professional nodig", "Hierover beslissen twee professionals samen; u was de eerste."),
        ("Second professional needed", "Two professionals decide on this together; you were the first."),
    ),
    "already-done": _kind(
        409,
        ("Al gedaan", "Dit is eerder beëindigd, beantwoord of besloten."),
        ("Already done", "This has ended, been answered or been decided before."),
    ),
}

MEDIA_TYPE: Final = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457's word
    """A request that gets an error answer. ``code`` is a row of the table; headers are added to the answer."""

    def __init__(self, code: str, faults: Iterable[Fault] = (), headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.readable: object | None = None
        """Of a malformed body, what can be read of it all the same: to name what is wrong with its content too."""


class ProblemDetails(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The body of every error answer (RFC 9457): ``code`` is stable, the words are not."""

    type: str
    status: int
    title: str
    detail: str
    code: str
    errors: tuple[Fault, ...] = ()
    correlation: str | None = None


def details(
    code: str, language: Language, faults: Iterable[Fault] = (), correlation: str | None = None
) -> ProblemDetails:
    """The problem with this code in this language.

    Raises KeyError for a code without a row; tests/api/test_problem_table.py keeps that from happening.
    """
    row = KINDS[code]
    text = row.nl if language == "nl" else row.en
    return ProblemDetails(
        type=f"urn:problem:samenloop:{code}",
        status=row.status,
        title=text.title,
        detail=text.detail,
        code=code,
        errors=tuple(faults),
        correlation=correlation,
    )


def language_of(accept_language: str) -> Language:
    """Dutch, unless the header Accept-Language puts English before it."""
    for part in accept_language.lower().split(","):
        tag = part.partition(";")[0].strip()[:2]
        if tag in ("nl", "en"):
            return "en" if tag == "en" else "nl"
    return "nl"
