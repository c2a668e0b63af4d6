"""Taking an organisation in."""

from hub.domain.errors import Fault, InvalidCommand
from hub.domain.facts.organisations import OrganisationRegistered
from hub.domain.organisations import Organisation
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded


class RegisterOrganisation(HubSlice):
    """Register an organisation, or replace its particulars."""

    def __init__(self, situation: Situation, policy: Policy, actor: str, organisation: Organisation) -> None:
        super().__init__(situation, policy, actor)
        self.registered = organisation

    def execute(self) -> None:
        """Raises ``InvalidCommand`` for a principal that does not take part."""
        new = self.registered
        if new.publishes_through is not None and new.publishes_through not in self.policy.organisations:
            raise InvalidCommand(Fault("publishes_through", "organisation-unknown", "No such organisation."))
        self.record(
            OrganisationRegistered(
                recorded_at=self.now,
                organisation=new.id,
                name=new.name,
                sector=new.sector,
                roles=tuple(sorted(new.roles)),
                oin=new.oin,
                shielded=new.shielded,
                publishes_through=new.publishes_through,
                phone=new.phone,
            )
        )
        self.outcome = Recorded(id=new.id)
