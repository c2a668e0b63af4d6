"""The list of commands. Each is imported when it is called: ``hub --help`` and a typing error are answered at once."""

from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

COMMANDS: Final = {
    "serve": ("hub.cli.run:serve", "Serve the API and the pages."),
    "work": ("hub.cli.run:work", "Keep views, deadlines, checkpoints and the relay to JetStream going."),
    "demo": ("hub.cli.demonstrate:demo", "Replay a case through the real API on a stepped clock."),
    "token": ("hub.cli.operate:token", "Issue an access token of the built-in issuer."),
    "verify": ("hub.cli.proof:verify", "Prove that ledger and disclosure log are what was recorded."),
    "erase": ("hub.cli.operate:erase", "Apply retention and destroy the keys of whom the ledger forgets, now."),
    "rebuild": ("hub.cli.operate:rebuild", "Build every view anew and compare it with the live one."),
    "migrate": ("hub.cli.operate:migrate", "Bring both databases to the schema of this version."),
    "relay": ("hub.cli.run:relay", "Publish to JetStream what it does not have yet."),
    "statistics": ("hub.cli.statistics:statistics", "Print use and effect of a quarter, small cells withheld."),
    "import": ("hub.cli.deliver:import_file", "Deliver a legacy partner's file through the API."),
    "bench": ("hub.cli.figures:bench", "Measure the figures of docs/performance.md."),
    "bench-linkage": ("hub.cli.linkage:bench_linkage", "Measure linkage without a BSN: errors, reviews, speed."),
    "export-schemas": ("hub.cli.schemas:export_schemas", "Write schemas/ and docs/rules anew from the code."),
    "rules try": ("hub.cli.rules:try_changed", "Show what changed rules would have raised, raising nothing."),
    "organisation add": ("hub.cli.partners:add_organisation", "Register an organisation, or replace its particulars."),
    "organisation show": ("hub.cli.partners:show_organisation", "Show an organisation and its professionals."),
    "organisation suspend": ("hub.cli.partners:suspend_organisation", "Shut an organisation out until further notice."),
    "organisation resume": ("hub.cli.partners:resume_organisation", "Let a suspended organisation in again."),
    "organisation end": ("hub.cli.partners:end_organisation", "End the part of an organisation."),
    "organisation revoke-tokens": ("hub.cli.partners:revoke_tokens", "Make tokens issued until now count no longer."),
    "disclosures export": ("hub.cli.disclosures:export", "Write the disclosure log for another log, a line each."),
    "keys show": ("hub.cli.keys:show", "Show the versions of the master keys."),
    "keys rotate": ("hub.cli.keys:rotate", "Rotate a master key while the hub runs."),
    "keys retire": ("hub.cli.keys:retire", "Let go of a wrapping key under which nothing is wrapped any more."),
    "professional add": ("hub.cli.partners:add_professional", "Designate a professional (meldingsbevoegde)."),
    "professional confirm": ("hub.cli.partners:confirm_professional", "Confirm access for another four months."),
    "professional away": ("hub.cli.partners:send_professional_away", "Say that a professional is away."),
    "professional back": ("hub.cli.partners:take_professional_back", "Say that a professional is back."),
    "professional leave": ("hub.cli.partners:let_professional_leave", "A professional leaves: access ends now."),
}
"""Name (a group's commands have two words), where the function is, and what the list of commands says of it."""
GROUPS: Final = {
    "organisation": "Organisations that take part.",
    "professional": "Professionals who act for them.",
    "keys": "The master keys, and rotating them.",
    "rules": "The rules by which signals converge (docs/rules).",
    "disclosures": "The disclosure log: who was shown what of whom.",
}


class Later(TyperCommand):
    """A command that is not imported yet: its name, and one sentence for the list."""

    def __init__(self, name: str, function: str, summary: str) -> None:
        super().__init__(name, help=summary)
        self.function = function

    def load(self) -> Any:  # noqa: ANN401 - a command of the click that Typer carries inside
        """The command itself."""
        module, _, function = self.function.partition(":")
        alone = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
        alone.command(self.name)(getattr(import_module(module), function))
        return typer.main.get_command(alone)


class _Commands(TyperGroup):
    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:  # noqa: ANN401 - as above
        name, found, rest = super().resolve_command(ctx, args)
        return name, found.load() if isinstance(found, Later) else found, rest


def commands() -> TyperGroup:
    """All of ``hub``."""
    top = _Commands(name="hub", no_args_is_help=True)
    groups = {name: _Commands(name=name, no_args_is_help=True, help=text) for name, text in GROUPS.items()}
    for full_name, (function, summary) in COMMANDS.items():
        group, _, name = full_name.rpartition(" ")
        (groups[group] if group else top).add_command(Later(name, function, summary))
    for each in groups.values():
        top.add_command(each)
    return top
