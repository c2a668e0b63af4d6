"""``python -m tests.mutation [module]``: every mutant that nothing notices, explained in docs/mutation.md or not."""

import ast
import sys
from typing import Final

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.trying import ROOT, survives

MODULES: Final = (
    "hub.domain.disclosure",
    "hub.domain.openness",
    "hub.domain.excepting",
    "hub.domain.reasons",
    "hub.domain.bare",
    "hub.domain.consent",
    "hub.domain.givers",
    "hub.domain.authority",
    "hub.domain.under_review",
)


def main(modules: tuple[str, ...] = MODULES) -> int:
    """Try every mutant. Returns how many survive without an explanation."""
    explained = (ROOT / "docs" / "mutation.md").read_text(encoding="utf-8")
    tried, unexplained = 0, 0
    for module in modules:
        source = (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        if not survives(module, Mutant("unchanged", ast.parse(source))):
            raise SystemExit(f"the tests fail over {module} as it is: nothing can be said of its mutants")
        for mutant in mutants_of(source):
            tried += 1
            if survives(module, mutant):
                known = f"`{mutant.name}`" in explained
                unexplained += not known
                print(f"{'explained' if known else 'SURVIVED'}: {module}: {mutant.name}", flush=True)  # noqa: T201
    print(f"{tried} mutants, {unexplained} survive unexplained", flush=True)  # noqa: T201
    return unexplained


if __name__ == "__main__":
    sys.exit(min(main(tuple(sys.argv[1:]) or MODULES), 1))
