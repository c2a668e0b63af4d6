"""``hub export-schemas``: writes ``schemas/`` and ``docs/rules`` from the code, or says where they differ."""

from pathlib import Path
from typing import Annotated, Any, Final, cast

import typer

from hub.api.app import create_app
from hub.api.openapi import document
from hub.api.services import ApiServices
from hub.configuration.load import rule_entries
from hub.documents.rule_pages import rule_pages
from hub.documents.schemas import documents
from hub.domain.rules import all_rules

_CHECKOUT: Final = Path(__file__).parents[2]


class _Unserved:
    """Stands for a service while the API is only described. Raises ``RuntimeError`` when it is used after all."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever is asked of it
        raise RuntimeError(f"the API is described here, not served: {name}")


def specification() -> dict[str, Any]:
    """The OpenAPI document of the API, made without any of the services it stands on."""
    unserved = cast("Any", _Unserved())
    services = ApiServices(
        tokens=unserved,
        access=unserved,
        desk=unserved,
        queries=unserved,
        people=unserved,
        history=unserved,
        policy=unserved,
        clock=unserved,
        disclosures=unserved,
        log=unserved,
        logins=unserved,
        page_tokens=unserved,
        wait_tokens=unserved,
        statistics=unserved,
        pool=unserved,
    )
    return document(create_app(services), services.contact)


def differences(files: dict[str, bytes], folder: Path) -> list[str]:
    """What would change in ``folder``: missing, different and left over, each with its path, in order."""
    found = [f"missing: {path}" for path in files if not (folder / path).is_file()]
    found += [f"differs: {path}" for path, data in files.items() if _differs(folder / path, data)]
    found += [f"left over: {path}" for path in _left_over(files, folder)]
    return sorted(found)


def write(files: dict[str, bytes], folder: Path) -> None:
    """Make ``folder`` hold these files, and no schema of something that is no more."""
    for path in _left_over(files, folder):
        (folder / path).unlink()
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def export_schemas(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where the files differ from the code.")
    ] = False,
    folder: Annotated[Path | None, typer.Option(help="Where to write; schemas/ of the checkout by default.")] = None,
) -> None:
    """Write the schemas of facts, commands, notification, configuration and both API documents, and docs/rules."""
    checkout = (_CHECKOUT / "pyproject.toml").exists()
    target = folder or (_CHECKOUT / "schemas" if checkout else Path("schemas"))
    made = {target: documents(specification())}
    if folder is None and checkout:
        made[_CHECKOUT / "docs" / "rules"] = rule_pages(all_rules(), rule_entries())
    if not check:
        for where, files in made.items():
            write(files, where)
        typer.echo(f"{sum(map(len, made.values()))} files")
        return
    found = [f"{where.name}: {line}" for where, files in made.items() for line in differences(files, where)]
    for line in found:
        typer.echo(line, err=True)
    if found:
        typer.echo("The schemas or docs/rules are not those of the code: run make schemas.", err=True)
        raise typer.Exit(1)


def _differs(file: Path, data: bytes) -> bool:
    return file.is_file() and file.read_bytes() != data


def _left_over(files: dict[str, bytes], folder: Path) -> list[str]:
    """Schemas in the folders that are ours whole: what else lies in ``folder`` is none of our business."""
    ours = {Path(path).parent for path in files} - {Path()}
    there = (file for each in ours for file in (folder / each).glob("*.json"))
    return sorted(path for file in there if (path := file.relative_to(folder).as_posix()) not in files)
