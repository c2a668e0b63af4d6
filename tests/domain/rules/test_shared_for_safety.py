"""shared-for-safety: whom an exception names hears of it once, and not of what another rule tells of it."""

from hub.domain.catalogue import Severity
from tests.domain.builders import CJG, GP, POLICE, TOM, exception, involved, signal
from tests.domain.rules.case import NEGLECT
from tests.domain.rules.test_cases import looked
from tests.domain.scenario import history

RULE = "shared-for-safety"


def test_a_recipient_with_nothing_of_its_own_is_told_and_nobody_else() -> None:
    given = history(
        [
            NEGLECT,
            involved(GP, TOM, date="2014-02-01"),
            exception(CJG, NEGLECT, recipients=("network",), date="2014-03-01"),
        ]
    )
    assert looked(given, RULE, "2014-03-01").told == {("network", RULE)}


def test_what_another_rule_tells_of_it_is_not_told_twice() -> None:
    threat = signal(POLICE, "threat", TOM, date="2014-03-01", severity=Severity.ACUTE)
    given = history([threat, exception(POLICE, threat, recipients=("network",), date="2014-03-01")])
    told = given.after(looked(given, "acute", "2014-03-01"))
    assert looked(told, RULE, "2014-03-01").told == set()


def test_a_second_exception_speaks_again_of_what_it_opens() -> None:
    first = exception(CJG, NEGLECT, recipients=("network",), date="2014-03-01")
    given = history([NEGLECT, first])
    given = given.after(looked(given, RULE, "2014-03-01"))
    more = signal(CJG, "parenting", TOM, date="2014-03-05")
    for fact in (more, exception(CJG, more, recipients=("network",), date="2014-03-05")):
        given.state.fold(fact)
    assert looked(given, RULE, "2014-03-05").told == {("network", RULE)}
