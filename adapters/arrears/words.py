"""What a code of a delivery means, for who sends the file: in Dutch and English, and what to do about it."""

from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # The file.
    "too-large": ("Het bestand is te groot.", "The file is too large."),
    "unreadable": ("Dit is niet te lezen.", "This cannot be read."),
    "not-utf-8": (
        "De tekens zijn niet te lezen. Sla het bestand op als CSV UTF-8.",
        "The characters cannot be read. Save the file as CSV UTF-8.",
    ),
    "no-lines": (
        "Er staat niets onder de kopregel. Is de uitdraai gelukt? Is er niets, bezorg dan niets.",
        "There is nothing below the header. Did the export succeed? If there is nothing, deliver nothing.",
    ),
    "column-missing": ("Deze kolom ontbreekt.", "This column is missing."),
    "column-repeated": ("Deze kolom staat er twee keer.", "This column is there twice."),
    # A line.
    "not-csv": ("De aanhalingstekens op deze regel kloppen niet.", "The quotes on this line do not match."),
    "wrong-number-of-cells": (
        "Deze regel heeft meer of minder cellen dan de kopregel.",
        "This line has more or fewer cells than the header.",
    ),
    "repeated": (
        "Een eerdere regel heeft hetzelfde dossier, dezelfde stap en dezelfde datum.",
        "An earlier line has the same record, stage and date.",
    ),
    # A cell.
    "missing": ("Hier moet iets staan.", "Something must stand here."),
    "name-unreadable": ("Een naam heeft letters.", "A name has letters."),
    "date-invalid": ("Schrijf een datum die bestaat als 2026-05-31.", "Write a date that exists as 2026-05-31."),
    "not-ja-or-nee": ("Schrijf ja of nee.", "Write ja (yes) or nee (no)."),
    "sex-unreadable": ("Schrijf v, m of niets.", "Write v (female), m (male) or nothing."),
    "postcode-invalid": ("Schrijf een postcode als 3072 AB.", "Write a postcode as 3072 AB."),
    "house-number-invalid": (
        "Schrijf alleen het huisnummer, zonder letter of toevoeging.",
        "Write the house number alone, without a letter or addition.",
    ),
    "not-in-list": ("Dit kan hier niet staan.", "This may not stand here."),
    "malformed": ("Dit heeft niet de vorm die hier hoort.", "This does not have the form that belongs here."),
    "after-date": ("Deze datum ligt na de datum van de regel.", "This date is after the date of the line."),
    "before-date": ("Deze datum ligt voor de datum van de regel.", "This date is before the date of the line."),
    "collection-step-missing": (
        "Zonder deze stap van de sociale incasso mag u niets doorgeven.",
        "Without this step of social collection you may pass nothing on.",
    ),
    "tenant-objects": (
        "De huurder maakt bezwaar: dan mag u niets doorgeven.",
        "The tenant objects: then you may pass nothing on.",
    ),
    "without-eviction": (
        "Deze datum hoort bij een dreigende ontruiming, niet bij achterstand.",
        "This date belongs to a threatened eviction, not to arrears.",
    ),
    "member-malformed": (
        "Schrijf elk gezinslid als relatie:achternaam:voornamen:geboren:geslacht.",
        "Write each member as relation:family name:given names:born:sex.",
    ),
    # What the hub said.
    "hub-unreachable": ("Het knooppunt was niet te bereiken.", "The hub could not be reached."),
    "hub-unreadable": (
        "Wat al bezorgd was is niet te lezen: klopt het adres?",
        "What was delivered before cannot be read: is the address right?",
    ),
    "idempotency-key-reused": (
        "De toestemming is eerder met dezelfde datum anders bezorgd. Vermeld de dag waarop opnieuw is geantwoord.",
        "The consent was delivered before, another one with the same date. Give the day of the new answer.",
    ),
    "corrected-too-often": (
        "Deze regel is te vaak verbeterd. Geef het dossier een nieuw nummer.",
        "This line was corrected too often. Give the record a new number.",
    ),
    # Why it stopped.
    "shut-out": (
        "Gestopt: de toegang is geweigerd. Vraag een nieuw token en bezorg het bestand opnieuw; niets wordt dubbel.",
        "Stopped: access was refused. Ask a new token and deliver the whole file again; nothing is stored twice.",
    ),
    "hub-away": (
        "Gestopt: het knooppunt antwoordt niet. Bezorg het bestand later opnieuw; niets wordt dubbel.",
        "Stopped: the hub does not answer. Deliver the whole file again later; nothing is stored twice.",
    ),
}


def words_of(code: str) -> tuple[str, ...]:
    """The Dutch sentence and the English one; none for a code of the hub that is not of this file's own kind."""
    return _WORDS.get(code, ())
