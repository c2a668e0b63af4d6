"""How a problem reads on a page: the words of the table of problems, in both languages, with what to do."""

from typing import Final

from fastapi import Request, Response

from hub.api.answers import headers_of
from hub.api.problems import KINDS, Problem
from hub.web.rendering import html, page

PAGES: Final = "/web/"
_NOT_FOUND: Final = "not-found"


def refused(request: Request, problem: Problem) -> Response | None:
    """The page that tells of a problem; None where something else than a page was asked for.

    What is not there reads as what nobody may know of. Nothing of the request is repeated.
    """
    if not request.url.path.startswith(PAGES):
        return None
    kind = KINDS[problem.code]
    if problem.code == _NOT_FOUND:
        return html(page("unknown.html"), kind.status)
    answer = html(page("refused.html", nl=kind.nl, en=kind.en), kind.status)
    answer.headers.update(headers_of(problem))
    return answer
