"""Why, in words for a steward: every level of every field, and every condition, in Dutch and English."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Said(NamedTuple):
    """One thing in both languages."""

    nl: str
    en: str


FIELDS: Final[Mapping[str, Said]] = {
    "given": Said("eerste voornaam", "first given name"),
    "others": Said("verdere voornamen", "further given names"),
    "surname": Said("achternaam", "surname"),
    "born": Said("geboortedatum", "birth date"),
    "sex": Said("geslacht", "sex"),
    "address": Said("adres", "address"),
    "phone": Said("telefoonnummer", "phone number"),
    "street": Said("straat", "street"),
    "town": Said("plaats", "town"),
}
LEVELS: Final[Mapping[str, Said]] = {
    "equal": Said("gelijk", "equal"),
    "class": Said("dezelfde naam, anders gespeld", "the same name, spelled differently"),
    "near": Said("bijna gelijk, wellicht een tikfout", "nearly equal, perhaps a typing error"),
    "sound": Said("klinkt gelijk", "sounds alike"),
    "nickname": Said("kan een roepnaam zijn", "may be a name that the other is called by"),
    "initial": Said("alleen de voorletter, die klopt", "an initial only, which fits"),
    "other": Said("staat bij de ander op een andere plaats", "stands in another place with the other"),
    "partner": Said(
        "één van de achternamen is gelijk, eigen of van de partner", "one surname is equal, own or partner's"
    ),
    "partner-near": Said("één van de achternamen is bijna gelijk", "one surname is nearly equal"),
    "swapped": Said("dag en maand zijn verwisseld", "day and month are exchanged"),
    "slip": Said("één cijfer verschilt", "one digit differs"),
    "partial": Said("wat ervan bekend is klopt", "what is known of it fits"),
    "year": Said("dezelfde dag van een ander jaar", "the same day of another year"),
    "same-year": Said("hetzelfde jaar, een andere dag", "the same year, another day"),
    "half": Said("postcode of huisnummer is gelijk", "postcode or house number is equal"),
    "different": Said("verschilt", "differs"),
}
CONDITIONS: Final[Mapping[str, Said]] = {
    "given": Said(
        "De eerste voornaam is niet met zekerheid dezelfde.", "The first given name is not certainly the same."
    ),
    "others": Said("De verdere voornamen verschillen of ontbreken.", "The further given names differ or are missing."),
    "born": Said("De geboortedatum is niet met zekerheid dezelfde.", "The birth date is not certainly the same."),
    "sex": Said("Het geslacht verschilt.", "The sex differs."),
    "surname": Said("De achternaam verschilt.", "The surname differs."),
    "rare": Said(
        "Wat overeenkomt kan toeval zijn bij zoveel personen.",
        "What agrees may be a coincidence among so many persons.",
    ),
    "only": Said("Meer dan één persoon past even goed.", "More than one person fits as well."),
    "just-recorded": Said("Beide kwamen tegelijk binnen.", "Both came in at the same moment."),
}


def said_of(code: str) -> tuple[str, str, Said]:
    """Field, level and words of a reason such as ``born:swapped``."""
    field, _, level = code.partition(":")
    name, how = FIELDS[field], LEVELS[level]
    return field, level, Said(f"{name.nl}: {how.nl}", f"{name.en}: {how.en}")
