"""What linkage makes of one statement: asked before the ledger's lock, settled under it."""

from hub.domain.facts.identity import Likely
from hub.domain.found_out import FoundOut
from hub.people.linkage.comparison import Comparison, Level
from hub.people.linkage.matcher import Answer, Question
from hub.people.linkage.rules import Fit

JUST_RECORDED = "just-recorded"
"""Why a link waits although every condition holds: the other came in at the same moment, its family was not read."""


class Linkage:
    """A question with its answer, and what was found out once its person was bound. Settled anew at every binding."""

    __slots__ = ("answer", "found", "question")

    def __init__(self, question: Question, answer: Answer) -> None:
        self.question = question
        self.answer = answer
        self.found: FoundOut | None = None

    def __repr__(self) -> str:
        return f"Linkage({self.answer.judgement.outcome})"

    @property
    def same_as(self) -> str | None:
        """The known person that this is by every condition of the rules, as it stood before the lock."""
        judgement = self.answer.judgement
        return judgement.fits[0].candidate.person if judgement.outcome == "same" else None

    def settle(self, person: str, answer: Answer) -> None:
        """Find out, for a bound person, from the answer under the lock.

        Only the one of before the lock can be linked at once, because its family is read with the command.
        """
        judgement = answer.judgement
        if judgement.outcome == "new":
            self.found = None
            return
        best = judgement.fits[0]
        if judgement.outcome == "same" and best.candidate.person == self.same_as:
            reasons = reasons_of(best.comparison)
            self.found = FoundOut(person=person, same_as=best.candidate.person, reasons=reasons)
            return
        failing = tuple(condition.value for condition in judgement.failing) or (JUST_RECORDED,)
        self.found = FoundOut(person=person, likely=tuple(map(_likely, judgement.fits)), failing=failing)


def reasons_of(comparison: Comparison) -> tuple[str, ...]:
    """How far two persons agree, as codes that may stand in a fact: `given:equal`, `born:swapped`."""
    return tuple(f"{field}:{level.value}" for field, level in comparison.levels() if level is not Level.MISSING)


def _likely(fit: Fit) -> Likely:
    return Likely(person=fit.candidate.person, reasons=reasons_of(fit.comparison))
