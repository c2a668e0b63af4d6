"""An item keeps the profile under which it was recorded (DOMAIN.md 5.7)."""

from typing import Any

import msgspec

from hub.configuration.load import load_disclosure
from hub.domain.facts import ConsentRecorded, SignalRecorded
from hub.domain.family import FamilyState
from hub.domain.profiles import DisclosureRules
from hub.domain.slices.base import HubSlice
from hub.ledger.ports import Context
from tests.domain.builders import AGES, CJG, TOM, consent, involved, on
from tests.domain.scenario import POLICY

SHIPPED = load_disclosure()
YOUTH_ACT = msgspec.structs.replace(SHIPPED, records_under=SHIPPED.profile_of("jeugdwet-7.1", 1))


def recording(rules: DisclosureRules) -> Any:
    context = Context(FamilyState(), (TOM,), on("2013-05-01"), AGES, lambda: "id")
    return HubSlice(context, msgspec.structs.replace(POLICY, disclosure=rules), CJG.id)


def test_what_is_recorded_now_carries_the_profile_in_force_into_fact_and_item() -> None:
    slice_ = recording(YOUTH_ACT)
    fact = involved(CJG, date="2013-05-01")
    slice_.record(fact)
    slice_.record(consent(CJG))
    signal, given = (tagged.decision for tagged in slice_.collect_events())
    assert isinstance(signal, SignalRecorded)
    assert (signal.profile, signal.profile_version) == ("jeugdwet-7.1", 1)
    assert isinstance(given, ConsentRecorded)
    item = slice_.state.items[fact.signal]
    assert (item.profile, item.profile_version) == ("jeugdwet-7.1", 1)


def test_what_was_recorded_before_keeps_its_own_when_another_comes_in_force() -> None:
    before = recording(SHIPPED)
    fact = involved(CJG, date="2013-05-01")
    before.record(fact)
    state = before.state
    after = recording(YOUTH_ACT)
    after.state = state
    after.record(involved(CJG, date="2013-05-02"))
    assert [(item.profile, item.profile_version) for item in state.items.values() if item.kind == "involvement"] == [
        ("inspectorate", 1),
        ("jeugdwet-7.1", 1),
    ]
