"""The list of commands."""

import typer

from hub.cli import deliver, demonstrate, figures, operate, run, schemas

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)
app.command("serve")(run.serve)
app.command("work")(run.work)
app.command("demo")(demonstrate.demo)
app.command("token")(operate.token)
app.command("verify")(operate.verify)
app.command("rebuild")(operate.rebuild)
app.command("migrate")(operate.migrate)
app.command("relay")(run.relay)
app.command("import")(deliver.import_file)
app.command("bench")(figures.bench)
app.command("export-schemas")(schemas.export_schemas)

organisations = typer.Typer(no_args_is_help=True, help="Organisations that take part.")
organisations.command("add")(operate.add_organisation)
app.add_typer(organisations, name="organisation")
