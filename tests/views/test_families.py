"""Families: found by any of their persons, merged when a link opens, always what the ledger says."""

from hub.domain.document import to_document
from hub.domain.facts import Fact
from tests.domain.builders import CJG, GP, SCHOOL, consent, exception, followup, handover, joins, serves
from tests.domain.builders import signal as concern
from tests.views.given import Shelf, families_of, signal


async def the_ledger_says(shelf: Shelf) -> None:
    """Every family in the view is what all its facts fold into, in order."""
    expected = families_of(await shelf.everything())
    queries = shelf.queries()
    rows = await shelf.as_admin("SELECT family, persons, state FROM view_family")
    assert {row["family"]: (frozenset(row["persons"]), row["state"]) for row in rows} == expected
    for id_, (persons, state) in expected.items():
        for person, family in (await queries.families(persons)).items():
            assert (person in persons, family.id, to_document(family.state)) == (True, id_, state)


async def test_a_family_is_found_by_each_of_its_persons(shelf: Shelf) -> None:
    await shelf.append(signal("s1", "p-mother", "p-tom"), signal("s2", "p-other"))
    queries = await shelf.settled()
    found = await queries.families(["p-mother", "p-tom", "p-other", "p-nobody"])
    assert {person: family.id for person, family in found.items()} == {
        "p-mother": "p-mother", "p-tom": "p-mother", "p-other": "p-other",
    }  # fmt: skip
    assert await queries.family("p-nobody") is None
    await the_ledger_says(shelf)


async def test_two_families_that_a_late_link_makes_one_are_folded_in_order(shelf: Shelf) -> None:
    before: list[Fact] = [
        signal("s1", "p-tom"),
        signal("s2", "p-noa", owner="gp"),
        signal("s3", "p-tom", "p-dad", owner="cjg"),
        signal("s4", "p-noa", "p-mother"),
    ]
    for fact in before:
        await shelf.append(fact)
        await shelf.projector().catch_up()
    await shelf.append(signal("s5", "p-mother", "p-dad", owner="police"), signal("s6", "p-noa"))
    queries = await shelf.settled()
    family = await queries.family("p-noa")
    assert family is not None
    assert (family.id, list(family.state.items)[:2]) == ("p-tom", ["s1", "s2"])
    await the_ledger_says(shelf)


async def test_a_fact_about_two_families_that_links_nobody_is_in_both(shelf: Shelf) -> None:
    await shelf.append(signal("s1", "p-tom"), signal("s2", "p-noa"))
    await shelf.append(consent(SCHOOL))
    queries = await shelf.settled(page=1)
    found = await queries.families(["p-tom", "p-noa"])
    assert [len(found[person].state.items) for person in ("p-tom", "p-noa")] == [1, 1]
    assert found["p-tom"].state.consents == found["p-noa"].state.consents != {}
    await the_ledger_says(shelf)


async def test_a_whole_case_is_the_same_in_pages_of_one_and_of_many(shelf: Shelf) -> None:
    hit = concern(SCHOOL, "domestic-violence", date="2014-10-10")
    await shelf.append(
        *serves(CJG, "p-tom", "p-noa", "p-opa"), hit, consent(SCHOOL),
        exception(SCHOOL, hit, recipients=("gp",), date="2014-10-11"),
        joins(GP, "p-opa", "p-mother", date="2014-10-12"), followup(CJG, "child-seen", date="2014-10-13"),
        handover(SCHOOL, CJG, "offered", "2014-10-14"), handover(SCHOOL, CJG, "accepted", "2014-10-15"),
    )  # fmt: skip
    await shelf.projector(page=1).catch_up()
    one = await shelf.contents()
    await the_ledger_says(shelf)
    await shelf.as_admin("TRUNCATE view_family, view_child, view_signal, view_position")
    await shelf.projector().catch_up()
    assert await shelf.contents() == one
