"""The fold: how each kind of fact changes what is stated of a family."""

from hub.domain.folding.followup import FOLLOW_UP_FOLDS
from hub.domain.folding.forgetting import FORGETTING_FOLDS
from hub.domain.folding.identity import IDENTITY_FOLDS
from hub.domain.folding.matches import MATCH_FOLDS
from hub.domain.folding.population import POPULATION_FOLDS
from hub.domain.folding.reasons import REASON_FOLDS
from hub.domain.folding.requests import REQUEST_FOLDS
from hub.domain.folding.sharing import SHARING_FOLDS
from hub.domain.folding.signals import SIGNAL_FOLDS
from hub.domain.folding.stated import Folds

FOLDS: Folds = {
    **SIGNAL_FOLDS,
    **MATCH_FOLDS,
    **FOLLOW_UP_FOLDS,
    **SHARING_FOLDS,
    **IDENTITY_FOLDS,
    **POPULATION_FOLDS,
    **REASON_FOLDS,
    **REQUEST_FOLDS,
    **FORGETTING_FOLDS,
}
