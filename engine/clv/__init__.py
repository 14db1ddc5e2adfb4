"""What is a customer worth from here on, and how sure can we be?

Without contracts: ``BetaGeoNBD``, ``ModifiedBetaGeoNBD``, ``ParetoNBD`` (times in weeks by habit),
``BetaGeoBetaBinomial`` (set occasions), and ``GammaGamma`` for spending. With contracts:
``ShiftedBetaGeometric``, ``BetaDiscreteWeibull``. Arrays in, arrays of shape (n,) out.
"""

from engine.clv.beta_bernoulli import BetaGeoBetaBinomial
from engine.clv.beta_geo import BetaGeoNBD, ModifiedBetaGeoNBD
from engine.clv.contract_cohorts import ContractCohorts, contract_cohorts
from engine.clv.hold_out import HoldOut, hold_out
from engine.clv.outlook import Outlook, assessment_columns, value_outlook
from engine.clv.pareto_nbd import ParetoNBD
from engine.clv.retention import BetaDiscreteWeibull, ShiftedBetaGeometric
from engine.clv.spending import GammaGamma

__all__ = [
    "BetaDiscreteWeibull",
    "BetaGeoBetaBinomial",
    "BetaGeoNBD",
    "ContractCohorts",
    "GammaGamma",
    "HoldOut",
    "ModifiedBetaGeoNBD",
    "Outlook",
    "ParetoNBD",
    "ShiftedBetaGeometric",
    "assessment_columns",
    "contract_cohorts",
    "hold_out",
    "value_outlook",
]
