"""The words of what a family is told, in plain Dutch and English (B1): short sentences, no words of the trade."""

from collections.abc import Mapping
from typing import Final

from hub.answers.notices import Words

RECEIVED: Final = Words(
    nl="Wij hebben uw verzoek ontvangen. U krijgt op tijd antwoord. Lukt dat niet, dan leest u voor die dag waarom. "
    "Dit bericht zegt niet of er iets is opgeschreven.",
    en="We have received your request. You will get an answer in time. If we cannot, you will read why before that "
    "day. This message does not say whether anything has been written down.",
)
"""The acknowledgement: the same in all cases (DOMAIN.md 12)."""

ABOUT_YOU: Final = Words(nl="Wat er over u is opgeschreven", en="What has been written down about you")
ABOUT_ANOTHER: Final = Words(
    nl="Wat er is opgeschreven over de persoon voor wie u vraagt",
    en="What has been written down about the person for whom you ask",
)

SOMETHING: Final = Words(
    nl="Hieronder staat wat wij u kunnen laten zien.", en="Below is everything that we can show you."
)
NOTHING: Final = Words(nl="Er is niets dat wij u kunnen laten zien.", en="There is nothing that we can show you.")
"""Nothing recorded, everything withheld and refused to protect somebody: one text for all three."""
NOT_ENTITLED: Final = Words(
    nl="U kunt dit niet vragen, of niet alleen. Is een kind jonger dan 12 jaar? Dan vraagt een ouder met gezag. Van 12 "
    "tot en met 15 jaar vragen het kind en een ouder met gezag samen. Vanaf 16 jaar vraagt iemand zelf.",
    en="You cannot ask this, or not alone. Is a child younger than 12? Then a parent with authority asks. From 12 to "
    "15 the child and a parent with authority ask together. From 16 somebody asks by themselves.",
)
NOT_IDENTIFIED: Final = Words(
    nl="Wij weten niet zeker wie u bent. Laat een geldig identiteitsbewijs zien. Dan kijken wij opnieuw.",
    en="We are not sure who you are. Show a valid identity document. Then we will look again.",
)
UNFOUNDED: Final = Words(
    nl="U heeft dit al vaker gevraagd. Er is niets veranderd. Daarom kijken wij niet opnieuw.",
    en="You have asked this several times. Nothing has changed. So we will not look again.",
)

GRANTED: Final[Mapping[str, Words]] = {
    "correction": Words(
        nl="U heeft gelijk gekregen. De organisatie die dit opschreef, maakt het goed. Tot dan ziet niemand het.",
        en="We agree with you. The organisation that wrote this down puts it right. Until then nobody sees it.",
    ),
    "objection": Words(
        nl="U heeft gelijk gekregen. De organisatie die dit opschreef, haalt het weg. Tot dan ziet niemand het.",
        en="We agree with you. The organisation that wrote this down removes it. Until then nobody sees it.",
    ),
    "restriction": Words(
        nl="Wat is opgeschreven, laten wij aan niemand meer zien. Alleen als iemand gevaar loopt, kan dat anders zijn. "
        "U hoort het voordat dit stopt.",
        en="What has been written down is shown to nobody any more. Only if somebody is in danger this can be "
        "different. You will hear it before this stops.",
    ),
    "erasure": Words(
        nl="Wat wij kunnen wissen, wissen wij. Wat wij volgens de wet moeten bewaren, laten wij aan niemand meer zien. "
        "Alleen als iemand gevaar loopt, kan dat anders zijn.",
        en="What we can erase, we erase. What the law makes us keep is shown to nobody any more. Only if somebody is "
        "in danger this can be different.",
    ),
}
"""By kind. Erased and restricted instead are one text: which of the two would tell what is recorded."""

REFUSED: Final = Words(
    nl="Wij doen niet wat u vraagt. Wij hebben uw belang afgewogen tegen dat van anderen en tegen de wet.",
    en="We do not do what you ask. We have weighed your interest against that of others and against the law.",
)

YOUR_RIGHTS: Final = (
    Words(
        nl="Klopt er iets niet? Vraag de gemeente om het te verbeteren. Noem het kenmerk dat erbij staat.",
        en="Is something wrong? Ask the municipality to correct it. Name the reference that stands with it.",
    ),
    Words(
        nl="Bent u het niet eens met dit besluit? U kunt binnen zes weken bezwaar maken bij de gemeente.",
        en="Do you disagree with this decision? You can object to the municipality within six weeks.",
    ),
    Words(
        nl="U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens.",
        en="You can also complain to the Dutch Data Protection Authority (Autoriteit Persoonsgegevens).",
    ),
    Words(
        nl="Een organisatie ziet altijd wat zij zelf opschreef. Dat staat niet in de lijst van wie iets zag.",
        en="An organisation always sees what it wrote down itself. That is not in the list of who saw something.",
    ),
)
"""On every outcome. A decision of the municipality is one in the sense of the Awb (UAVG 34)."""

KINDS: Final[Mapping[str, Words]] = {
    "involvement": Words("Deze organisatie helpt of begeleidt.", "This organisation helps or guides."),
    "concern": Words("Deze organisatie maakt zich zorgen.", "This organisation is concerned."),
    "membership": Words("Hoort bij een gezin.", "Belongs to a family."),
    "follow-up": Words("Er is iets gedaan.", "Something was done."),
    "coordination": Words("Wie de hulp bij elkaar houdt.", "Who keeps the help together."),
    "watch": Words("Wie let op de veiligheid van het kind.", "Who keeps an eye on the safety of the child."),
    "handover": Words("De hulp gaat naar een andere organisatie.", "The help goes to another organisation."),
    "consent": Words("Een antwoord op de vraag om toestemming.", "An answer to the question for consent."),
    "exception": Words(
        "Er is gedeeld zonder toestemming, omdat iemand gevaar liep. Dat is gestopt.",
        "It was shared without consent, because somebody was in danger. That has stopped.",
    ),
    "directory": Words("Ingeschreven als leerling of patiënt.", "Registered as a pupil or a patient."),
}
"""What an entry of the record is."""

CODES: Final[Mapping[str, Words]] = {
    "attention": Words("aandacht nodig", "needs attention"),
    "serious": Words("ernstig", "serious"),
    "acute": Words("direct gevaar", "immediate danger"),
    "child": Words("als kind", "as a child"),
    "parent": Words("als ouder", "as a parent"),
    "partner": Words("als partner", "as a partner"),
    "ex-partner": Words("als ex-partner", "as a former partner"),
    "other-adult": Words("als andere volwassene", "as another adult"),
    "given": Words("toestemming gegeven", "consent given"),
    "refused": Words("geen toestemming", "no consent"),
    "unanswered": Words("nog geen antwoord", "no answer yet"),
    "unreachable": Words("niet bereikt", "could not be reached"),
    "not-asked": Words("niet gevraagd", "not asked"),
    "appointment-completed": Words("een afspraak ging door", "an appointment took place"),
    "referral-made": Words("verwezen naar andere hulp", "referred to other help"),
    "referral-arrived": Words("daar aangekomen", "arrived there"),
    "contact-restored": Words("weer contact", "in contact again"),
    "safety-assessment-safe": Words("gekeken naar veiligheid: veilig", "looked at safety: safe"),
    "safety-assessment-unsafe": Words("gekeken naar veiligheid: niet veilig", "looked at safety: not safe"),
    "safety-plan": Words("een plan voor veiligheid", "a plan for safety"),
    "family-plan": Words("een plan met het gezin", "a plan with the family"),
    "child-seen": Words("het kind gezien", "saw the child"),
    "member-spoken-with": Words("gesproken", "spoken with"),
    "not-scaled-up-help-accepted": Words("hulp aangenomen", "help accepted"),
    "family-directs-itself": Words("het gezin houdt het zelf bij elkaar", "the family keeps it together itself"),
    "kindcheck-named": Words("gevraagd naar kinderen", "asked about children"),
    "family-told": Words("aan het gezin verteld", "told to the family"),
}
"""Codes that an entry may have; one without words is left out."""

SAW: Final = Words("Zag gegevens.", "Saw data.")
PUBLISHED: Final = Words(
    "Gaf zelf iets door en zag wat anderen deelden.", "Passed something on and saw what others shared."
)
WAS_TOLD: Final = Words("Kreeg een bericht.", "Got a message.")
CHECKED: Final = Words("Controleerde wie iets heeft gezien.", "Checked who saw something.")
HANDLED: Final = Words("Behandelde een verzoek.", "Handled a request.")

GROUNDS: Final[Mapping[str, Words]] = {
    "consent": Words("Er was toestemming.", "There was consent."),
    "exception": Words("Omdat iemand gevaar liep.", "Because somebody was in danger."),
    "profile": Words(
        "U bent geïnformeerd dat deze organisatie betrokken is.",
        "You were informed that this organisation is involved.",
    ),
    "review": Words(
        "Om te beoordelen of delen zonder toestemming terecht was.",
        "To judge whether sharing without consent was right.",
    ),
    "supervision": Words("Toezicht op het gebruik.", "Supervision of the use."),
    "rights": Words("Om een verzoek te behandelen.", "To handle a request."),
}
"""On which ground it was shown."""
