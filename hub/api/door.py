"""The door: who comes in, as whom, and for which calls, by the register and the authorisation matrix.

Every endpoint under ``/v1`` is behind it (``hub.api.direct.include``): a call that the matrix does not name is refused.
What is decided here is decided again under the ledger's lock for whatever is written (``hub.commands.on_whose_name``).
"""

import logging
from collections.abc import Callable
from typing import NamedTuple, Protocol

from starlette.requests import Request

from hub.api.auth import Caller
from hub.api.problems import Problem
from hub.clock import DomainClock
from hub.domain.access import admitted, designated
from hub.domain.authorisation import Authorisation
from hub.domain.errors import ProfessionalMissing, Refusal
from hub.domain.organisations import Organisation
from hub.domain.participants import Participants
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole

log = logging.getLogger("hub.api")


class Actor(NamedTuple):
    """Who was let in: an organisation, its professional where the token names one, and the roles the call needs."""

    organisation: Organisation
    professional: str | None = None
    roles: frozenset[ProfessionalRole] = frozenset()


class Access(Protocol):
    """What the middleware and the endpoints ask of the door."""

    async def admit(self, caller: Caller, call: str) -> Actor:
        """Let a caller in for ``POST /v1/signals``. Raises a Problem or a Refusal that says why not."""
        ...

    def check(self, caller: Caller) -> None:
        """Raise what ``admit`` raises where this caller, once let in, has no access any more (long streams ask)."""
        ...


class Register(Protocol):
    """Who takes part, as ``hub.participation.register`` follows it."""

    @property
    def current(self) -> Participants:
        """The snapshot."""

    async def ensure_fresh(self) -> None:
        """Make the snapshot young enough to let somebody in on. Raises where that cannot be."""


class Door:
    """The door of a hub: the register says who, the matrix says what."""

    def __init__(
        self, register: Register, policy: Callable[[], Policy], clock: DomainClock, authorisation: Authorisation
    ) -> None:
        self._register = register
        self._policy = policy
        self._clock = clock
        self._authorisation = authorisation

    async def admit(self, caller: Caller, call: str) -> Actor:
        """See ``Access``. Every refusal is logged, by organisation and call; never by whose token it was.

        Raises Problem ``token-revoked`` or ``not-allowed``, or a Refusal of ``hub.domain.access``, or ``role-missing``.
        """
        await self._register.ensure_fresh()
        try:
            return self._decide(caller, call)
        except (Problem, Refusal) as refused:
            known = caller.organisation if self._policy().organisations.get(caller.organisation) else "-"
            log.info("access-refused code=%s organisation=%s call=%s", refused.code, known, call)
            raise

    def _decide(self, caller: Caller, call: str) -> Actor:
        organisation = admitted(self._policy(), caller.organisation)
        row = self._authorisation.get(call)
        if row is None or (row.organisations and row.organisations.isdisjoint(organisation.roles)):
            raise Problem("not-allowed")
        if caller.professional is None:
            if row.system == "never":
                raise ProfessionalMissing
        elif not row.roles:
            raise Problem("not-allowed")
        self._check(caller, row.roles)
        return Actor(organisation, caller.professional, row.roles)

    def check(self, caller: Caller) -> None:
        """See ``Access``."""
        admitted(self._policy(), caller.organisation)
        self._check(caller, frozenset())

    def _check(self, caller: Caller, roles: frozenset[ProfessionalRole]) -> None:
        """The professional whom the token names has access now, and the token itself was not revoked."""
        organisation, professional = caller.organisation, caller.professional
        if professional is not None:
            designated(self._policy(), organisation, professional, roles, self._clock.now())
        revoked = self._register.current.revoked_until(organisation, professional)
        if revoked is not None and caller.issued_at <= revoked.timestamp():
            raise Problem("token-revoked")


def actor_of(request: Request) -> Actor:
    """Who was let in for this request. Raises ``token-missing`` where the door did not look."""
    actor: Actor | None = request.scope.get("hub.actor")
    if actor is None:
        raise Problem("token-missing")
    return actor
