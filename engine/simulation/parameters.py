"""What does each parameter mean, in which unit, within which range, and where does its value come from?

A path names a place in the scenario's tree; ``*`` stands for the number of an item in a list.
Texts are ``simulation.parameter.<path>`` (without ``*`` and tier) and ``simulation.unit.<unit>``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.contracts import VALUE_TIERS
from engine.rescue.assumptions import EAST, TARP, VERBRAKEN

Origin = Literal["measured", "estimated", "source", "typed"]
Unit = Literal[
    "money", "months", "days", "hours", "days_per_week", "share", "probability", "factor", "people", "number",
    "customers", "touches", "per_year", "flag", "tiers", "code",
]  # fmt: skip

# What a whole literature says is a text in each language; a publication goes by its own title.
SATISFIED = "simulation.source.told_by_satisfied"
COMPLAINTS = "simulation.source.told_by_complainant"
SILENT = "simulation.source.complaint_share"


@dataclass(frozen=True)
class Parameter:
    """One parameter: its bounds are included; ``choices`` where it is one of a few codes.

    ``source`` is a publication's title or the message id of what a literature says.
    """

    path: str
    unit: Unit
    low: float = 0.0
    high: float = 1.0
    origin: Origin = "typed"
    source: str = ""
    is_whole: bool = False
    choices: tuple[str, ...] = ()
    is_optional: bool = False

    @property
    def name_id(self) -> str:
        """Return the message id of its name; the four tiers of one parameter share it."""
        name, _, last = self.path.replace(".*", "").rpartition(".")
        return f"simulation.parameter.{name if last in VALUE_TIERS else f'{name}.{last}'.lstrip('.')}"

    @property
    def unit_id(self) -> str:
        """Return the message id of its unit."""
        return f"simulation.unit.{self.unit}"


def _whole(path: str, unit: Unit, low: float, high: float) -> Parameter:
    return Parameter(path, unit, low, high, is_whole=True)


def _tiers(path: str) -> Parameter:
    return Parameter(path, "tiers", choices=tuple(VALUE_TIERS))


def _by_tier(path: str, unit: Unit, low: float, high: float) -> tuple[Parameter, ...]:
    return tuple(Parameter(f"{path}.{tier}", unit, low, high) for tier in VALUE_TIERS)


_MOST_MONEY = 1e12


def _staff(path: str) -> tuple[Parameter, ...]:
    return (
        _whole(f"{path}.agents", "people", 0, 10_000),
        Parameter(f"{path}.hours_per_case", "hours", 0.001, 200),
        Parameter(f"{path}.hours_per_day", "hours", 0.5, 24),
        _whole(f"{path}.days_per_week", "days_per_week", 1, 7),
        Parameter(f"{path}.cost_per_agent_month", "money", 0, _MOST_MONEY),
    )


_ALL = (
    _whole("horizon_months", "months", 1, 120),
    Parameter("discount_rate_per_year", "per_year", 0, 1),
    _whole("seed", "number", 0, 2**31 - 1),
    _whole("replications", "number", 2, 10_000),
    Parameter("retention.budget_per_month", "money", 0, _MOST_MONEY),
    *_by_tier("retention.split", "share", 0, 1),
    Parameter("retention.measures.*.code", "code"),
    _tiers("retention.measures.*.tiers"),
    Parameter("retention.measures.*.contact_cost", "money", 0, _MOST_MONEY),
    Parameter("retention.measures.*.offer_cost", "money", 0, _MOST_MONEY),
    Parameter("retention.measures.*.success_probability", "probability", 0, 1, "source", VERBRAKEN),
    Parameter("retention.measures.*.take_up_probability", "probability"),
    Parameter("retention.measures.*.hazard_factor", "factor", 0.01, 5),
    _whole("retention.measures.*.lasting_months", "months", 1, 60),
    Parameter("retention.pause_months", "months", 0, 120),
    Parameter("warning.threshold", "probability", 0.0001, 0.9999),
    _whole("warning.horizon_months", "months", 1, 24),
    _whole("warning.every_months", "months", 1, 24),
    Parameter("warning.auc", "share", 0.5, 1, origin="measured", is_optional=True),
    *_staff("team"),
    *_staff("desk"),
    *_by_tier("complaints.deadline_days", "days", 0, 365),
    Parameter("complaints.valuable_first", "flag"),
    Parameter("complaints.unanswered_share", "share"),
    Parameter("complaints.mean_claim", "money", 0, _MOST_MONEY),
    Parameter("complaints.authority_limit", "money", 0, _MOST_MONEY),
    Parameter("complaints.compensation_limit", "money", 0, _MOST_MONEY),
    Parameter("complaints.escalation_days", "days", 0, 365),
    Parameter("complaints.inquiry_days", "days", 0, 365),
    Parameter("failures.frequency_factor", "factor", 0, 100),
    Parameter("failures.complaint_share", "share", 0.01, 1, "source", SILENT),
    Parameter("failures.in_time_factor", "factor", 0.01, 20),
    Parameter("failures.late_factor", "factor", 0.01, 20),
    Parameter("failures.unanswered_factor", "factor", 0.01, 20),
    Parameter("failures.silent_factor", "factor", 0.01, 20),
    Parameter("failures.lasting_months", "months", 1, 60),
    Parameter("failures.in_time_share_today", "share"),
    Parameter("failures.unanswered_share_today", "share"),
    *_by_tier("care.touches_per_month", "touches", 0, 100),
    Parameter("care.cost_per_touch", "money", 0, _MOST_MONEY),
    Parameter("care.hazard_factor_per_touch", "factor", 0.5, 1.5),
    Parameter("bindings.*.kind", "code", choices=("points", "agreement", "service")),
    _tiers("bindings.*.tiers"),
    Parameter("bindings.*.joining_share", "share"),
    Parameter("bindings.*.cost_per_month", "money", 0, _MOST_MONEY),
    Parameter("bindings.*.hazard_factor", "factor", 0.01, 5),
    Parameter("acquisition.customers_per_month", "customers", 0, 1e7),
    Parameter("acquisition.cost_per_customer", "money", 0, _MOST_MONEY),
    Parameter("talk.is_on", "flag"),
    Parameter("talk.told_by_leaver", "people", 0, 1000, "source", TARP),
    Parameter("talk.told_by_complainant", "people", 0, 1000, "source", COMPLAINTS),
    Parameter("talk.told_by_satisfied", "people", 0, 1000, "source", SATISFIED),
    Parameter("talk.customer_share", "share"),
    Parameter("talk.prospect_share", "share"),
    Parameter("talk.swayed_customer_probability", "probability", 0, 1, "source", EAST),
    Parameter("talk.swayed_prospect_probability", "probability", 0, 1, "source", EAST),
    Parameter("shocks.*.kind", "code", choices=("rival", "price", "fault")),
    _whole("shocks.*.month", "months", 1, 120),
    _whole("shocks.*.months", "months", 1, 120),
    _tiers("shocks.*.tiers"),
    Parameter("shocks.*.factor", "factor", 0, 20),
    Parameter("shocks.*.margin_change", "share", -0.9, 5),
)

PARAMETERS: dict[str, Parameter] = {parameter.path: parameter for parameter in _ALL}
"""All parameters by path, in the order in which a page shows them."""


def parameter_of(path: str) -> Parameter | None:
    """Return the parameter at a path of the tree, where items of a list have numbers."""
    return PARAMETERS.get(".".join("*" if part.isdigit() else part for part in path.split(".")))
