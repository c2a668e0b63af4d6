"""``hub import``: a legacy partner's nightly file, delivered through the public API by its adapter."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console

from adapters.arrears.delivery import deliver as deliver_arrears
from adapters.arrears.delivery import deliver_with_progress as show_arrears
from adapters.arrears.words import words_of
from adapters.frame import DeliveryReport, FileRefused
from adapters.sending import client_of

Delivery = Callable[[Path, httpx.AsyncClient], Awaitable[DeliveryReport]]

PARTNERS: Mapping[str, Delivery] = {"arrears": deliver_arrears}
"""The adapters by the name of their format."""


def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The partner's file.")],
    partner: Annotated[str, typer.Option(help="Whose format it has: arrears.")],
    url: Annotated[str, typer.Option(help="Address of the hub.")] = "http://127.0.0.1:8080",
    token_file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="File with the access token; default: asked for.")
    ] = None,
    *,
    machine: Annotated[bool, typer.Option("--json", help="JSON for machines.")] = False,
) -> None:
    """Deliver a file line by line; delivered again it stores nothing twice. Exit status 1 where a line was refused."""
    if partner not in PARTNERS:
        raise typer.BadParameter(f"choose one of: {', '.join(PARTNERS)}", param_hint="--partner")
    token = token_file.read_text().strip() if token_file else typer.prompt("Access token", hide_input=True)

    async def run() -> DeliveryReport:
        async with client_of(url, token) as client:
            return await (PARTNERS[partner](file, client) if machine else show_arrears(file, client, Console()))

    try:
        report = asyncio.run(run())
    except FileRefused as refused:
        typer.echo(json.dumps({"refused": [[f.field, f.code] for f in refused.faults]}) if machine else _said(refused))
        raise typer.Exit(1) from None
    if machine:
        typer.echo(json.dumps(report.as_json()))
    raise typer.Exit(0 if report.complete else 1)


def _said(refused: FileRefused) -> str:
    """Each reason on a line: the code, and what it means in Dutch and English."""
    return "\n".join(" ".join((f"{each.field}: {each.code}.", *words_of(each.code))) for each in refused.faults)
