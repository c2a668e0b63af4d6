"""How a page is made: templates, and the policy that goes with every page."""

from functools import cache
from pathlib import Path
from typing import Final

from fastapi import Response
from fastapi.responses import RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from hub.web import words

FOLDER: Final = Path(__file__).parent
_SEE_OTHER: Final = 303
_POLICY: Final = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "words": words.words,
        "organisation": words.organisation,
        "person": words.person,
        "what": words.what,
        "day": words.day,
        "born": words.born,
        "dialled": words.dialled,
        "moment": words.moment,
    }
    return environment


def page(template: str, **values: object) -> str:
    """A page as text."""
    return _templates().get_template(template).render(**values)


def html(text: str, status: int = 200) -> Response:
    """A page as an answer: one that says fixed words only, or one that the log has a line of."""
    return Response(text, status, {"content-security-policy": _POLICY}, "text/html; charset=utf-8")


def go(path: str) -> RedirectResponse:
    """Send the reader to another page."""
    return RedirectResponse(path, _SEE_OTHER)
