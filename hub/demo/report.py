"""The replay in print: by day which rule spoke, why, to whom; beside it what happened then; then what was expected."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hub.demo.acts import Act, Consent, ExceptionEnd, ExceptionReview
from hub.demo.case import Answer, Case
from hub.demo.follow_up import FollowUp
from hub.demo.outcome import Notification, Raised

_REGISTERED: Final = {
    "yes": "geregistreerd / registered",
    "no": "niet geregistreerd / not registered",
    "not-connected": "niet aangesloten / not connected",
    "unknown": "onbekend / unknown",
}
_QUIET: Final = (Consent, ExceptionReview, ExceptionEnd)
_STEPS: Final = {
    "proposed": "gevraagd / asked to coordinate",
    "accepted": "aanvaard / accepted",
    "declined": "niet aanvaard / declined",
    "ended": "beëindigd / ended",
}
_REACHED: Final = {
    "duty-contact": "naar het dienstcontact / to the duty contact",
    "manager": "naar de leidinggevende / to the manager",
    "process-coordinator": "naar de procescoördinator / to the process coordinator",
}
_ANSWERS: Final = {
    "given": "toestemming gegeven / consent given",
    "refused": "toestemming geweigerd / consent refused",
}


def print_report(
    case: Case,
    notifications: Iterable[Notification],
    raised: Iterable[Raised],
    answer: Answer,
    console: Console,
    followed: FollowUp,
) -> None:
    """Print the whole replay."""
    console.rule(f"{case.title_nl} / {case.title_en} ({_ANSWERS[answer]})")
    console.print(_days(case, tuple(notifications)))
    console.print(_expected(case, tuple(raised)))
    console.print(_followed(case, followed))
    registered = ", ".join(case.organisations[each].name for each in case.reality.registered)
    console.print(f"Toen / Then: {registered}.", markup=False)
    for sentence in (case.reality.summary_nl, case.reality.summary_en, case.reality.ended_nl, case.reality.ended_en):
        console.print(sentence, markup=False)


def told_by_rule(notifications: Iterable[Notification]) -> Iterator[tuple[str, tuple[Notification, ...]]]:
    """The notifications of one day by rule, rules in the order in which they first spoke."""
    listed = tuple(notifications)
    for rule in dict.fromkeys(each.rule for each in listed):
        yield rule, tuple(each for each in listed if each.rule == rule)


def _days(case: Case, notifications: tuple[Notification, ...]) -> Table:
    table = Table("dag / day", "toen / then", "nu verteld / told now", show_lines=True)
    told = {on: tuple(each) for on, each in groupby(notifications, key=lambda each: each.on)}
    acts = {on: tuple(each) for on, each in groupby((act for _, act in case.timeline()), key=lambda act: act.date)}
    for on in sorted({*told, *acts}):
        then = [line for act in acts.get(on, ()) if (line := _then(case, act)) is not None]
        now = list(_told(case, told.get(on, ())))
        if then or now:
            table.add_row(on.isoformat(), "\n".join(then), "\n".join(now))
    return table


def _then(case: Case, act: Act) -> str | None:
    """What an organisation knew that day and whether it registered it; nothing for what only the hub asks of it."""
    if isinstance(act, _QUIET) or act.what is None:
        return None
    registered = "" if act.sisa is None else f" ({_REGISTERED[act.sisa]})"
    return f"{escape(case.organisations[act.by].name)}: {escape(act.what)}{registered}"


def _told(case: Case, notifications: tuple[Notification, ...]) -> Iterator[str]:
    for rule, spoken in told_by_rule(notifications):
        yield f"[bold]{rule}[/bold]"
        yield from dict.fromkeys(f"  {escape(each.reason_nl)}" for each in spoken if each.reason_nl)
        for each in spoken:
            about = ", ".join(each.about)
            items = ", ".join(dict.fromkeys(f"{item.owner}/{item.ground}" for item in each.items))
            resting = f"; {items}" if items else ""
            yield f"  → {escape(case.organisations[each.to].name)} ({escape(about + resting)})"


def _followed(case: Case, followed: FollowUp) -> Table:
    """What happens after a match: asked, silent, and whom the silence reaches."""
    name = {each: organisation.name for each, organisation in case.organisations.items()}
    table = Table("opvolging / follow-up", "wie / who", "wanneer / when", show_lines=True)
    for asked in followed.coordination:
        step = _STEPS[asked.step]
        table.add_row(f"regie {step}", escape(name[asked.coordinator]), asked.on.isoformat())
    for silent in followed.unanswered:
        counts = f"{silent.acute} acuut / acute, {silent.violence} geweld / violence, {silent.ordinary} overig / other"
        table.add_row(f"onbeantwoord / unanswered: {counts}", escape(name[silent.organisation]), f"{silent.first}, ...")
    for reached in followed.escalated:
        what = f"{_REACHED[reached.reached]} ({reached.rule})"
        table.add_row(what, escape(name[reached.organisation]), reached.on.isoformat())
    return table


def _expected(case: Case, raised: tuple[Raised, ...]) -> Table:
    table = Table("verwacht / expected", "uiterlijk / by", "gemeld / raised", "aan / told", show_lines=True)
    sentences = {each.id: f"{each.what_nl}\n{each.what_en}" for each in case.expected}
    for each in raised:
        told = ", ".join(case.organisations[to].name for to in each.told)
        table.add_row(escape(sentences[each.id]), each.by.isoformat(), _verdict(each), escape(told))
    return table


def _verdict(raised: Raised) -> str:
    if raised.raised_on is not None:
        return f"[green]{raised.raised_on.isoformat()}[/green]{_ahead(raised.raised_on, raised.by)}"
    if raised.required:
        return "[red]niet / not raised[/red]"
    return "niet, vraagt toestemming / no, needs consent"


def _ahead(raised_on: date, by: date) -> str:
    days = (by - raised_on).days
    return f"\n{days} dagen eerder / days ahead" if days else ""
