"""What the clients of a replay remember: identifiers of what they made, and their own references to persons."""


class Memory:
    """Implements ``hub.demo.requests.Made``."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._references: dict[tuple[str, str], str] = {}

    def keep_id(self, key: str, id_: str) -> None:
        """The hub gave this identifier to what the case calls ``key``."""
        self._ids[key] = id_

    def keep_reference(self, organisation: str, person: str, reference: str) -> None:
        """The organisation's own reference to a person of the case."""
        self._references[(organisation, person)] = reference

    def id_of(self, key: str) -> str:
        """See ``Made``."""
        return self._ids[key]

    def reference_of(self, organisation: str, person: str) -> str:
        """See ``Made``."""
        return self._references[(organisation, person)]

    def person_of(self, organisation: str, reference: str) -> str | None:
        """The person of the case that an organisation's reference stands for, where its client was told so."""
        for (owner, person), known in self._references.items():
            if owner == organisation and known == reference:
                return person
        return None
