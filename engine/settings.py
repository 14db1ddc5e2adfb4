"""The business rules under which an assessment is made; all of them can be changed by the user."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import SettingOutOfRangeError

_SHARES = (
    "value_share",
    "abc_a_share",
    "abc_b_share",
    "alarm_probability",
    "partial_churn_drop",
)


@dataclass(frozen=True)
class AssessmentSettings:
    """Rules of one assessment; shares are 0-1.

    Attributes
    ----------
    value_share
        Cut-off of the value matrix: "high" are the customers that make up this share of
        the sorted cumulative positive value.
    abc_a_share, abc_b_share
        Cumulative shares of positive value at which class A and class B end.
    churn_after_days
        Days without a purchase after which a customer counts as left; ``None`` has it
        estimated from the company's own purchase gaps.
    alarm_probability
        The own-rhythm alarm rings when a silence this long or longer had at most this
        probability.
    partial_churn_drop
        Fall in frequency or spend against the customer's own past that counts as partial churn.
    horizon_months, discount_rate_per_year
        How far potential value looks ahead, and how it is discounted.
    margin_rate
        Margin as a share of the amount where a row has no margin, typed in by the user;
        ``None`` makes values sales instead of margin, and the screen says so.
    minimum_peers
        Fewest matched peers from which a potential value is estimated.
    contractual
        Whether customers have contracts: they then leave when the last of these ends. Without any
        contract in the files the rule of silence is used, and a card says so.
    kept_out_columns, trusted_columns
        What the user decided of columns that may tell more than could have been known: features that
        no model may use, and features that it may use although they look too good to be true.
    typed
        Assumptions that the user changed, by ``<subject>.<name>``: ``rescue.kept`` is that of
        ``engine.rescue.assumptions.RescueAssumptions.named``. What is not there keeps its default.
    """

    value_share: float = 0.80
    abc_a_share: float = 0.80
    abc_b_share: float = 0.95
    churn_after_days: int | None = None
    alarm_probability: float = 0.05
    partial_churn_drop: float = 0.50
    horizon_months: int = 12
    discount_rate_per_year: float = 0.10
    margin_rate: float | None = None
    minimum_peers: int = 30
    contractual: bool = False
    kept_out_columns: tuple[str, ...] = ()
    trusted_columns: tuple[str, ...] = ()
    # Two equal sets of rules have the same hash without it; a mapping has none.
    typed: Mapping[str, float] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse values outside the range in which the methods are defined."""
        for name in _SHARES:
            self._require(name, 0.0 < getattr(self, name) < 1.0)
        self._require("abc_b_share", self.abc_a_share < self.abc_b_share)
        self._require("churn_after_days", self.churn_after_days is None or self.churn_after_days >= 1)
        self._require("horizon_months", 1 <= self.horizon_months <= 120)
        self._require("discount_rate_per_year", 0.0 <= self.discount_rate_per_year <= 1.0)
        self._require("margin_rate", self.margin_rate is None or 0.0 < self.margin_rate <= 1.0)
        self._require("minimum_peers", self.minimum_peers >= 2)
        both = set(self.kept_out_columns) & set(self.trusted_columns)
        self._require("trusted_columns", not both)
        object.__setattr__(self, "typed", dict(self.typed))
        for name, value in self.typed.items():
            if not math.isfinite(value):
                raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=value)

    def typed_of(self, subject: str) -> dict[str, float]:
        """Return what was typed on one subject (``rescue``), by names without it."""
        begin = f"{subject}."
        return {
            name.removeprefix(begin): value for name, value in self.typed.items() if name.startswith(begin)
        }

    def _require(self, name: str, holds: bool) -> None:
        if not holds:
            raise SettingOutOfRangeError(
                "error.setting_out_of_range", setting=name, value=getattr(self, name)
            )
