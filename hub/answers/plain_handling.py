"""How the hub handles what is recorded, for the family, in plain Dutch and English (B1; GDPR 13, 14 and 15(1))."""

from collections.abc import Mapping
from typing import Final

from hub.answers.notices import Words

HANDLING: Final = (
    Words(
        nl="Waarom: zodat organisaties die een kind of gezin helpen, dat van elkaar weten. Zo kunnen zij samen helpen. "
        "Het mag niet worden gebruikt om te beslissen over een uitkering, een huurhuis, een schuld of een straf.",
        en="Why: so that organisations that help a child or a family know of each other. Then they can help together. "
        "It may not be used to decide about a benefit, a rented home, a debt or a punishment.",
    ),
    Words(
        nl="Van wie: van de organisatie die erbij staat. Wie bij een gezin hoort, komt ook uit de basisregistratie "
        "personen van de overheid.",
        en="From whom: from the organisation that is named with it. Who belongs to a family also comes from the "
        "population register of the government.",
    ),
    Words(
        nl="Wie het krijgt: alleen organisaties die met u te maken hebben, als er toestemming is of als iemand gevaar "
        "loopt. Wie iets zag, staat op dit blad. Het gaat niet naar andere landen.",
        en="Who gets it: only organisations that have to do with you, if there is consent or if somebody is in danger. "
        "Who saw something is listed on this page. It does not go to other countries.",
    ),
    Words(
        nl="Hoe lang: iets geldt hooguit twee jaar. Daarna bewaren wij vijf jaar alleen de datum, het soort zorg en "
        "het kind. Als een kind 23 jaar wordt, stopt het eerder.",
        en="How long: something counts for two years at most. After that we keep only the date, the kind of concern "
        "and the child, for five years. If a child turns 23, it ends sooner.",
    ),
    Words(
        nl="Geen computer beslist over u. De computer stuurt berichten als dingen samenkomen. Mensen beslissen wat er "
        "gebeurt. Er worden geen cijfers of scores van u gemaakt.",
        en="No computer decides about you. The computer sends messages when things come together. People decide what "
        "happens. No marks or scores are made of you.",
    ),
    Words(
        nl="U mag vragen om iets te verbeteren, weg te halen of minder te laten zien. U mag ook bezwaar maken tegen "
        "wat is opgeschreven, en uw toestemming stoppen. Dat kan op elk moment.",
        en="You may ask to correct something, to remove it or to show less of it. You may also object to what was "
        "written down, and stop your consent. You can do that at any moment.",
    ),
)
"""The same on every record, whatever is in it."""

KINDCHECK: Final[Mapping[str, Words]] = {
    "named": Words("gevraagd naar kinderen: die zijn genoemd", "asked about children: they were named"),
    "none": Words("gevraagd naar kinderen: die zijn er niet", "asked about children: there are none"),
    "unknown": Words("gevraagd naar kinderen: nog niet bekend", "asked about children: not known yet"),
}
"""What the question about children (kindcheck) came to, with a signal about an adult."""
