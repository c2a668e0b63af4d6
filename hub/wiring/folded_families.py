"""Where families are kept folded, so that a long history is not read again for every signal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.domain import document
from hub.domain.document import from_document, to_document
from hub.ledger.folded import FoldedStates, code_version
from hub.people.master_keys import MasterKeys


def folded_states(keys: MasterKeys, dump: Callable[[Any], bytes] = to_document) -> FoldedStates:
    """Where families are kept folded; a change of the code that folds them makes them be folded anew."""
    return FoldedStates(keys.derived("folded-state"), folding_version(), dump, from_document)


def folding_version() -> bytes:
    """Of the code that says what a family's facts add up to."""
    return code_version(Path(document.__file__).parent, document.FOLDED_BY)
