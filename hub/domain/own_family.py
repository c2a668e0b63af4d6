"""A family as one organisation knows it by itself: what it stated, and nothing that anybody else did.

What is worked out over this tells the organisation nothing of others: it is the same whether others know the child or
not. The disclosure decision itself reads the whole, and can only be stricter.
"""

from hub.domain.authority import add_stated
from hub.domain.family import FamilyState


def own_family(family: FamilyState, organisation: str) -> FamilyState:
    """Of a family what this organisation stated, asked and decided, with every pseudonym as it was stated."""
    stated, own = family.as_stated, FamilyState()
    own.items = {id_: item for id_, item in stated.items.items() if item.owner == organisation}
    own.consents = {key: record for key, record in stated.consents.items() if key[0] == organisation}
    own.withdrawn = {key: record for key, record in stated.withdrawn.items() if key[0] == organisation}
    own.confirmed = {key: records for key, records in stated.confirmed.items() if key[0] == organisation}
    for (_, giver), records in own.confirmed.items():  # these were noted for it, and it agreed to them
        for other, consent in records:
            record = stated.consents.get((other, giver))
            if record is not None and record.consent == consent:
                own.consents[other, giver] = record
    kept = {record.consent for record in own.consents.values()}
    own.seconded = {consent: by for consent, by in stated.seconded.items() if consent in kept}
    own.exceptions = {id_: each for id_, each in stated.exceptions.items() if each.owner == organisation}
    own.members = {person: None for item in own.items.values() for person in item.about}
    own.undeterminable = {
        child: frozenset({organisation}) for child, sources in stated.undeterminable.items() if organisation in sources
    }
    add_stated(own.authority, own.items.values())
    return own
