"""Fixed words that answers and pages must say, in Dutch and English."""

from typing import Final

import msgspec

from hub.domain.catalogue import Catalogue
from hub.domain.organisations import Organisation


class Words(msgspec.Struct, frozen=True):
    """One text in both languages."""

    nl: str
    en: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Something the reader must know, with a stable code."""

    code: str
    text: Words


NO_REPORT: Final = Notice(
    code="no-report-to-veilig-thuis",
    text=Words(
        nl="Dit is geen melding bij Veilig Thuis en geen noodoproep. Direct gevaar: bel 112. Veilig Thuis: 0800-2000, "
        "dag en nacht. Leg vast of u heeft gemeld: ja, op welke datum; van plan; of nee, en waarom niet.",
        en="This is no report to Veilig Thuis and no emergency call. Immediate danger: call 112. Veilig Thuis: "
        "0800-2000, day and night. Record whether you reported: yes, on which date; intended; or no, and why not.",
    ),
)
"""On every acute or violence screen and answer (DOMAIN.md 4)."""

PURPOSE_LIMIT: Final = Notice(
    code="no-use-in-decisions",
    text=Words(
        nl="Gebruik dit niet voor een besluit over uitkering, huur, schuld of vervolging: dat is een doorbreking van "
        "het doel.",
        en="Do not use this in a decision on benefit, tenancy, debt or prosecution: that is a breach of purpose.",
    ),
)
"""On every answer to an enforcing or contracting sector (DOMAIN.md 5.4)."""

SHARING_ENDED: Final = Notice(
    code="sharing-ended",
    text=Words(
        nl="Het delen is gestopt. Dat zegt niets over de veiligheid van het kind.",
        en="Sharing has ended. This says nothing about the child's safety.",
    ),
)
"""On every end notice (DOMAIN.md 4)."""

THROUGH_THE_HUB: Final = Words(
    nl="een organisatie, bereikbaar via de hub", en="an organisation, reach it through the hub"
)
"""How a shielded organisation shows (DOMAIN.md 5.5)."""


def notices_for(viewer: Organisation, *, urgent: bool, ended: bool = False) -> tuple[Notice, ...]:
    """The notices on one answer: ``urgent`` for what is acute or violence, ``ended`` for what is taken back."""
    chosen = (
        (urgent, NO_REPORT),
        (ended, SHARING_ENDED),
        (viewer.enforcing, PURPOSE_LIMIT),
    )
    return tuple(notice for wanted, notice in chosen if wanted)


def is_urgent(severity: str | None, category: str | None, catalogue: Catalogue) -> bool:
    """Whether a concern is acute, or about violence or abuse."""
    return severity == "acute" or catalogue.is_violence(category)
