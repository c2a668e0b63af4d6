"""offer-received: another organisation asks the recipient to coordinate, to watch, to take over or to interpret."""

from collections.abc import Iterator
from itertools import chain

from hub.domain.follow_up_codes import INTERPRETATION_GIVEN
from hub.domain.items import OFFER_STANDS, Handover, Item
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, _: Parameters) -> Iterator[Finding]:
    """One finding per open offer to the recipient. The offer itself is answered, so its message asks nothing more."""
    own = (each for each in view.follow_ups if each.owner == view.viewer.id)
    given = {each.of for each in own if each.code == INTERPRETATION_GIVEN}
    for item in chain(view.coordinations, view.watches, view.handovers, view.follow_ups):
        if _is_open_to(view, item) and item.id not in given:
            yield Finding(key=item.id, about=item.about, items=(item.id,), asks_nothing=True)


def _is_open_to(view: FamilyView, item: Item) -> bool:
    if item.offered_to != view.viewer.id or item.owner == view.viewer.id:
        return False
    taken = isinstance(item, Handover) and item.step == "accepted"
    return not taken and view.now < item.offered_at + OFFER_STANDS


OFFER_RECEIVED = Rule(
    id="offer-received",
    version=1,
    order=175,
    source="R annex, V6.3, Z4.2",
    looks_at=frozenset({"coordination", "watch", "handover", "follow-up"}),
    find=find,
    fires_nl="een andere organisatie vraagt u de regie te voeren, op een kind te letten, een gezin over te nemen of te "
    "duiden",
    fires_en="another organisation asks you to coordinate, to watch a child, to take over a family or to interpret",
    told_nl="aan wie het wordt gevraagd",
    told_en="who is asked",
    reason_nl="{organisations} vraagt u iets over dit gezin: de regie te voeren, op een kind te letten, het gezin over "
    "te nemen of te duiden. Aanvaard het of weiger het binnen 14 dagen; het staat in uw agenda.",
    reason_en="{organisations} asks something of you about this family: to coordinate, to watch a child, to take the "
    "family over or to interpret. Accept or decline it within 14 days; it is in your calendar.",
)
