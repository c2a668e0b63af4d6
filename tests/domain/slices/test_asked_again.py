"""The register is asked again: the moment is over whatever it says, and who was erased stays unknown."""

from dataclasses import replace

from hub.commands.deadlines import DeadlineCommand
from hub.commands.population import AskAgainCommand, RegisterAsked
from hub.domain.facts import DeadlineReached, DeadlinesSet, PersonForgotten, PersonRegistered
from hub.domain.facts.matches import Deadline
from hub.domain.slices.population import POPULATION, AskedAgain, Told
from tests.domain.builders import FATHER, MOTHER, SCHOOL, TOM, involved, on
from tests.domain.registering import registers
from tests.domain.scenario import POLICY, Decided, history

DUE = Deadline(id=f"{POPULATION}:{TOM}:20140201T000000", rule=POPULATION, due=on("2014-02-01"))
GIVEN = (
    involved(SCHOOL, TOM, date="2013-12-01", household=()),
    DeadlinesSet(recorded_at=on("2014-01-01"), persons=(TOM,), deadlines=(DUE,)),
)


def test_where_no_number_is_found_the_moment_is_over_and_waits_no_longer() -> None:
    command = AskAgainCommand(
        due=DeadlineCommand(deadline=DUE, persons=(TOM,)), about=(), asked=RegisterAsked(places=())
    )
    past = history(*GIVEN)
    assert DUE.id in past.state.deadlines
    deciding = command.slice(replace(past._situation("2014-02-01", (), {}), policy=POLICY))
    deciding.execute()
    assert Decided(deciding, None, untouched=False).only(DeadlineReached).persons == (TOM,)
    assert DUE.id not in deciding.state.deadlines


def test_of_who_was_erased_meanwhile_nothing_is_recorded_anew() -> None:
    past = history(*GIVEN, PersonForgotten(recorded_at=on("2014-01-15"), person=MOTHER))
    said = (
        registers(TOM, "2014-02-01", parents=(FATHER, MOTHER)),
        registers(MOTHER, "2014-02-01", children=(TOM,)),
        registers(FATHER, "2014-02-01", children=(TOM,)),
    )
    decided = past.when(AskedAgain, None, DUE, (TOM,), Told(asked_about=(TOM,), facts=said), on="2014-02-01")
    assert decided.only(PersonRegistered).person == FATHER
