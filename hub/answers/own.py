"""Answers that disclose nothing: they say what the caller itself stated or recorded, or fixed words."""

import msgspec


class Own(msgspec.Struct, frozen=True):
    """The mark of such an answer. Everything else that an endpoint sends is a ``hub.disclosures.told.Told``."""
