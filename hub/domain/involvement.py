"""With whom an organisation is involved itself: its own reason to know (DOMAIN.md 5), which is never a ground."""

from hub.domain.circumstances import Circumstances
from hub.domain.items import Coordination, Signal, Watch
from hub.domain.organisations import Organisation


def involved_with(viewer: Organisation, circumstances: Circumstances) -> frozenset[str]:
    """The persons of the viewer's own active involvements, open concerns, accepted coordinations and watches.

    After an ended involvement only an own open safety concern counts. A directory entry does not. Active signals are
    those of ``Signal.active``.
    """
    now, catalogue = circumstances.now, circumstances.catalogue
    own = [item for item in circumstances.family.items.values() if item.owner == viewer.id]
    signals = [item for item in own if isinstance(item, Signal)]
    lasting = [signal for signal in signals if signal.active(now) and not signal.over(now)]
    if any(not signal.concern for signal in signals) and all(signal.concern for signal in lasting):
        lasting = [signal for signal in lasting if catalogue.is_safety(signal.category)]
    roles = (item for item in own if isinstance(item, Coordination | Watch) and item.step == "accepted")
    return frozenset(person for item in (*lasting, *roles) for person in item.about)
