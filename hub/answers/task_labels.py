"""What each kind of task asks, in words, and where it is done."""

from collections.abc import Mapping
from typing import Final

from hub.answers.notices import Words
from hub.domain.tasks import Kind

LABELS: Final[Mapping[Kind, Words]] = {
    Kind.ANSWER: Words(nl="Beantwoord de notificatie", en="Answer the notification"),
    Kind.REQUEST: Words(nl="Reageer op een verzoek van de familie", en="Respond to a request of the family"),
    Kind.COORDINATION_OFFER: Words(nl="U bent gevraagd voor de regie", en="You are asked to coordinate"),
    Kind.WATCH_OFFER: Words(nl="U bent gevraagd op een kind te letten", en="You are asked to watch a child"),
    Kind.HANDOVER_OFFER: Words(nl="Een warme overdracht is u aangeboden", en="A handover is offered to you"),
    Kind.INTERPRETATION: Words(nl="U bent gevraagd om te duiden", en="You are asked to interpret"),
    Kind.FIRST_CONTACT: Words(nl="Eerste contact na een warme overdracht", en="First contact after a handover"),
    Kind.FAMILY_PLAN: Words(nl="Leg het gezinsplan vast", en="Record the family plan"),
    Kind.REFERRAL: Words(nl="Kijk of uw verwijzing is aangekomen", en="See whether your referral arrived"),
    Kind.REFERRAL_WHEN_UNSAFE: Words(
        nl="Kijk of uw verwijzing is aangekomen: er is een open zorg over veiligheid",
        en="See whether your referral arrived: a safety concern is open",
    ),
    Kind.REPORT: Words(nl="Bevestig de melding bij Veilig Thuis", en="Confirm the report to Veilig Thuis"),
    Kind.INFORMING: Words(nl="Informeer wie u nog niet inlichtte", en="Inform those whom you have not told"),
    Kind.REVIEW: Words(nl="Kijk samen terug", en="Look back together"),
    Kind.CONCERN_EXPIRES: Words(
        nl="Uw zorg verloopt: bevestig of sluit haar", en="Your concern expires: confirm or close it"
    ),
    Kind.CONSENT_ENDS: Words(nl="Een toestemming loopt af", en="A consent ends"),
    Kind.CONSENT_NOTED: Words(
        nl="Bevestig een toestemming die een ander voor u vroeg", en="Confirm a consent that another asked for you"
    ),
    Kind.EXCEPTION_CONFIRM: Words(nl="Bevestig een veiligheidsuitzondering", en="Confirm a safety exception"),
    Kind.EXCEPTION_OUTSIDE: Words(
        nl="Beoordeel een veiligheidsuitzondering van een andere organisatie",
        en="Decide on a safety exception of another organisation",
    ),
    Kind.LOOK_REVIEW: Words(nl="Beoordeel de eerste inzage van een collega", en="Judge the first look of a colleague"),
    Kind.REQUEST_DECISION: Words(nl="Beslis op een verzoek van de familie", en="Decide on a request of the family"),
    Kind.ACCESS_CONFIRM: Words(
        nl="Bevestig dat een collega toegang nodig heeft, of meld het vertrek",
        en="Confirm that a colleague needs access, or say that they left",
    ),
    Kind.EXCEPTION_REVIEW: Words(nl="Bekijk een veiligheidsuitzondering opnieuw", en="Review a safety exception"),
}
"""What each kind of task asks."""

ACTS: Final[Mapping[Kind, str]] = {
    Kind.ANSWER: "/v1/notifications/{thing}/_answer",
    Kind.REQUEST: "/v1/requests/{thing}",
    Kind.COORDINATION_OFFER: "/v1/families/{reference}/coordinator",
    Kind.WATCH_OFFER: "/v1/families/{reference}/watchers",
    Kind.HANDOVER_OFFER: "/v1/handovers/{thing}/_accept",
    Kind.INTERPRETATION: "/v1/families/{reference}/facts",
    Kind.FIRST_CONTACT: "/v1/handovers/{thing}/_complete",
    Kind.FAMILY_PLAN: "/v1/families/{reference}/facts",
    Kind.REFERRAL: "/v1/families/{reference}/facts",
    Kind.REFERRAL_WHEN_UNSAFE: "/v1/families/{reference}/facts",
    Kind.REPORT: "/v1/signals/{thing}/_report",
    Kind.INFORMING: "/v1/signals/{thing}/_inform",
    Kind.REVIEW: "/v1/families/{reference}/reviews",
    Kind.CONCERN_EXPIRES: "/v1/families/{reference}/facts",
    Kind.CONSENT_ENDS: "/v1/consents",
    Kind.CONSENT_NOTED: "/v1/consents/{thing}/_confirm",
    Kind.EXCEPTION_CONFIRM: "/v1/safety-exceptions/{thing}/_confirm",
    Kind.EXCEPTION_REVIEW: "/v1/safety-exceptions/{thing}/_review",
    Kind.EXCEPTION_OUTSIDE: "/v1/safety-exceptions/{thing}/_confirm",
    Kind.REQUEST_DECISION: "/v1/requests/{thing}/_decide",
    Kind.ACCESS_CONFIRM: "/v1/organisations/{reference}/professionals/{thing}/_confirm",
    Kind.LOOK_REVIEW: "/v1/looks/{thing}/_review",
}
"""Where to act: ``{thing}`` is what it is about, ``{reference}`` the viewer's own of the person, or itself."""
