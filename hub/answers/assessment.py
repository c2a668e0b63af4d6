"""The consent aid as it is told, in words: may this be shared now, and if not, what would make it so (DOMAIN.md 3, 4).

An own answer: it says what the organisation itself stated and what the law asks, and nothing of others.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import msgspec

from hub.answers.notices import NO_REPORT, Notice, Words
from hub.answers.own import Own
from hub.domain.assessing import CHILD, Asked, Question, Verdict, ages_as_stated, assess
from hub.domain.circumstances import Circumstances
from hub.domain.family import FamilyState
from hub.domain.own_family import own_family
from hub.domain.policy import Policy

CAPACITIES: Final[Mapping[str, Words]] = {
    "self": Words(nl="deze persoon zelf", en="this person"),
    "authority": Words(nl="wie het gezag heeft", en="who holds authority"),
    "representative": Words(nl="de vertegenwoordiger", en="the representative"),
}
STATES: Final[Mapping[str, Words]] = {
    "given": Words(nl="heeft toestemming gegeven", en="gave consent"),
    "refused": Words(nl="heeft geweigerd", en="refused"),
    "unanswered": Words(nl="heeft niet geantwoord", en="did not answer"),
    "unreachable": Words(nl="is niet bereikt", en="could not be reached"),
    "not-asked": Words(nl="is nog niet gevraagd", en="was not asked yet"),
    "withdrawn": Words(nl="heeft toestemming ingetrokken", en="withdrew consent"),
    "not-yet": Words(nl="gaf toestemming die later ingaat", en="gave a consent that begins later"),
    "ended": Words(nl="gaf toestemming die is afgelopen", en="gave a consent that has ended"),
    "not-for-this": Words(nl="gaf toestemming, maar niet hiervoor", en="gave consent, but not for this"),
    "not-for-recipient": Words(nl="gaf toestemming, maar niet voor deze ontvanger", en="gave it for others"),
}
OBSTACLES: Final[Mapping[str, Words]] = {
    "consent": Words(
        nl="Er ontbreekt toestemming. Vraag die aan wie hieronder staat.",
        en="Consent is lacking. Ask it of those named below.",
    ),
    "authority-unknown": Words(
        nl="Wie het gezag over dit kind heeft, heeft u niet opgegeven, of is niet te bepalen: dan kan niemand voor het "
        "kind toestemmen.",
        en="You did not state who holds authority over this child, or it cannot be determined: then nobody can consent "
        "for the child.",
    ),
    "only-exception": Words(
        nl="Toestemming vragen is hier onveilig. Alleen een veiligheidsuitzondering maakt delen mogelijk.",
        en="Asking consent is unsafe here. Only a safety exception makes sharing possible.",
    ),
    "recipient-may-not-receive": Words(
        nl="De sector van deze ontvanger mag dit niet ontvangen, met of zonder toestemming.",
        en="The sector of this recipient may not receive this, with or without consent.",
    ),
}
GROUNDS: Final[Mapping[str, Words]] = {
    "consent": Words(nl="Ja: er is toestemming.", en="Yes: there is consent."),
    "exception": Words(nl="Ja: op grond van uw veiligheidsuitzondering.", en="Yes: by your safety exception."),
}
TESTS: Final[Mapping[str, Words]] = {
    "outweighs": Words(
        nl="Weegt de schade die u wilt voorkomen zwaarder dan het geheim?",
        en="Does the harm outweigh confidentiality?",
    ),
    "not-otherwise": Words(
        nl="Is het niet op een andere manier te voorkomen?", en="Can it not be averted in another way?"
    ),
    "consent-sought": Words(
        nl="Is alles gedaan om toestemming te krijgen, of is vragen onveilig?",
        en="Was everything done to get consent, or is asking unsafe?",
    ),
    "least": Words(nl="Deelt u het minste, met de minsten?", en="Do you share the least, with the fewest?"),
}
VEILIG_THUIS: Final = Words(
    nl="Ja, melden bij Veilig Thuis mag altijd, ook zonder toestemming, als dat nodig is om geweld of mishandeling te "
    "stoppen of een redelijk vermoeden te laten onderzoeken (Wmo 2015, artikel 5.2.6). Bij acute of structurele "
    "onveiligheid is melden de norm (stap 4 en 5 van de meldcode). Deze vraag aan de hub is geen melding.",
    en="Yes, you may always report to Veilig Thuis, without consent too, where that is needed to end violence or abuse "
    "or to have a suspicion looked into (Wmo 2015, article 5.2.6). In acute or structural unsafety reporting is the "
    "norm (steps 4 and 5 of the meldcode). Asking the hub is no report.",
)


class NeededAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One consent that is needed. ``giver`` and ``about`` are own references; without one it is the child itself."""

    capacity: str
    state: str
    text: Words
    giver: str | None = None
    about: str | None = None


class VerdictAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of one own signal, or of one that is not recorded yet: whether it may be shared with this recipient now."""

    may_share: bool
    text: Words
    signal: str | None = None
    ground: str | None = None
    lacks: tuple[str, ...] = ()
    consents: tuple[NeededAnswer, ...] = ()


class TestAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four tests of a safety exception."""

    code: str
    text: Words


class AssessmentAnswer(Own, frozen=True, kw_only=True, omit_defaults=True):
    """Whether this may be shared now, as far as you stated it yourself; the hub's own decision can only be stricter."""

    may_share: bool
    verdicts: tuple[VerdictAnswer, ...]
    tests: tuple[TestAnswer, ...]
    """What a safety exception would take, where consent is lacking."""
    may_report_to_veilig_thuis: bool
    veilig_thuis: Words
    notices: tuple[Notice, ...] = ()


def assessment(
    question: Question,
    organisation: str,
    known: tuple[str, FamilyState] | None,
    policy: Policy,
    now: datetime,
    reference: Callable[[str], str],
) -> AssessmentAnswer:
    """The answer for an organisation; ``known`` is the child by pseudonym with its family, where the hub has one.

    ``reference`` is how the organisation calls a person that it stated.
    """
    family = FamilyState() if known is None else own_family(known[1], organisation)
    stated = () if known is None else [each for each in known[1].pseudonyms_of(known[0]) if each in family.members]
    question = msgspec.structs.replace(question, child=stated[0] if stated else CHILD)
    ages = ages_as_stated(question, family.items)
    where = Circumstances(
        family, ages, policy.catalogue, now, policy.organisations, policy.disclosure, question.purpose
    )
    return _in_words(assess(question, organisation, where, policy.organisations), reference)


def _in_words(verdicts: tuple[Verdict, ...], reference: Callable[[str], str]) -> AssessmentAnswer:
    told = tuple(_verdict(each, reference) for each in verdicts)
    open_ = all(each.may_share for each in told)
    sealed = not open_ and any("recipient-may-not-receive" not in each.lacks for each in told)
    return AssessmentAnswer(
        may_share=open_,
        verdicts=told,
        tests=tuple(TestAnswer(code=code, text=text) for code, text in TESTS.items()) if sealed else (),
        may_report_to_veilig_thuis=True,
        veilig_thuis=VEILIG_THUIS,
        notices=(NO_REPORT,),
    )


def _verdict(verdict: Verdict, reference: Callable[[str], str]) -> VerdictAnswer:
    text = OBSTACLES[verdict.lacks[0]] if verdict.ground is None else GROUNDS[verdict.ground]
    return VerdictAnswer(
        may_share=verdict.ground is not None,
        text=text,
        signal=verdict.item,
        ground=verdict.ground,
        lacks=verdict.lacks,
        consents=tuple(_needed(each, reference) for each in verdict.asked),
    )


def _needed(asked: Asked, reference: Callable[[str], str]) -> NeededAnswer:
    who, how = CAPACITIES[asked.capacity], STATES[asked.state]
    return NeededAnswer(
        capacity=asked.capacity,
        state=asked.state,
        text=Words(nl=f"{who.nl} {how.nl}", en=f"{who.en} {how.en}"),
        giver=None if asked.giver == CHILD else reference(asked.giver),
        about=None if asked.about == CHILD else reference(asked.about),
    )
