"""What stands behind the question mark of an address: what a call knows nothing of is refused, and not passed over.

A filter that is misspelt or stated twice, and passed over, answers more than was asked for, and nobody notices. What
was submitted, names included, is never repeated.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import Request
from fastapi.dependencies.utils import request_params_to_args

from hub.api.faults import hint
from hub.api.problems import Problem
from hub.domain.errors import Fault

_UNTOLD: Final = {"missing": "missing", "extra_forbidden": "unknown-field", "literal_error": "unknown-value"}


def check_query(request: Request, known: Sequence[Any] = ()) -> None:
    """Raises Problem ``input-invalid`` where a query names what its call does not take, or something twice, with all
    else that is wrong.

    ``known`` are the parameters of the call, as FastAPI has them.
    """
    if not request.scope["query_string"]:
        return
    names = sorted(field.alias for field in known)
    given = [name for name, _ in request.query_params.multi_items()]
    unknown = [name for name in dict.fromkeys(given) if name not in names]
    twice = [name for name in names if given.count(name) > 1]
    if not unknown and not twice:
        return
    _, wrong = request_params_to_args(known, request.query_params)
    faults = [fault_of(each) for each in wrong]
    faults += [
        Fault("query", "unknown-parameter", f"has an unknown parameter; {hint(name, names)}") for name in unknown
    ]
    faults += [Fault(f"query.{name}", "duplicate-parameter", "stands there twice; once is allowed") for name in twice]
    raise Problem("input-invalid", faults)


def fault_of(item: Mapping[str, Any]) -> Fault:
    """A fault that pydantic found in a path, a query or a header. Its own sentence may hold the value: only its type
    is used.
    """
    place, *names = (str(part) for part in item["loc"])
    code = _UNTOLD.get(item["type"], "malformed")
    return Fault(".".join((place, *names)), code, f"{place} parameter: {code}; the specification says what is allowed")
