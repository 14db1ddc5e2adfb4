"""What does one purchase of a customer leave, refunds, margin and costs considered?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.clv.maximum import BOUND
from engine.clv.spending import GammaGamma
from engine.formulas import Formula

Floats = NDArray[np.float64]

PURCHASE_WORTH = Formula(
    name="value_per_purchase",
    latex=r"\rho_i = \rho + k\,(\hat\rho_i - \rho), \quad"
    r" \hat\rho_i = \frac{\sum \text{value}_i}{\sum \text{gross amount}_i}, \quad"
    r" k = \frac{2c}{1 + c},\ c = \operatorname{corr}(\hat\rho_{i,\text{this year}},"
    r" \hat\rho_{i,\text{last year}})",
    origin="estimated",
)

MINIMUM_SPENDERS = 50
MINIMUM_PAIRS = 200
_SPREAD = (0.01, 0.99)


@dataclass(frozen=True)
class PurchaseWorth:
    """Spending by the model, and the share of it that stays; arrays of shape (n,).

    ``share`` may be negative: customers whose returns or costs exceed their margin.
    """

    spending: GammaGamma
    purchases: Floats
    mean: Floats
    share: Floats

    @property
    def per_purchase(self) -> Floats:
        """The value to expect of one purchase."""
        return self.share * self.spending.expected_value(self.purchases, self.mean)


def purchase_worth(summary: pd.DataFrame) -> PurchaseWorth | None:
    """Return what purchases are worth; ``None`` with fewer than ``MINIMUM_SPENDERS`` customers who paid.

    The mean amount of a purchase day comes from the Gamma-Gamma model, all purchase days of a
    customer counted. What stays of it is value over gross amount of the two years up to today:
    refunds, margins and costs are in it as far as the value has them. A customer's own share
    counts as far as last year's tells this year's; otherwise it is that of the company.
    """
    days = summary["purchase_days"].to_numpy(np.float64)
    gross = (summary["amount_total"] - summary["refund_amount_total"]).to_numpy(np.float64)
    mean = gross / days
    paid = mean > 0
    if int(paid.sum()) < MINIMUM_SPENDERS:
        return None
    spending = GammaGamma().fit(days[paid], mean[paid])
    return PurchaseWorth(spending, days, mean, _kept_share(summary))


def _kept_share(summary: pd.DataFrame) -> Floats:
    now, before = (
        _shares(summary, value, amount, refund)
        for value, amount, refund in (
            ("current_value", "amount_12m", "refund_amount_12m"),
            ("current_value_prior_12m", "amount_prior_12m", None),
        )
    )
    value, gross = (now[part] + before[part] for part in (0, 1))
    if gross.sum() <= 0:
        return np.full(len(summary), np.nan)
    company = float(value.sum() / gross.sum())
    own = np.divide(value, gross, out=np.full(len(gross), company), where=gross > 0)
    both = (now[1] > 0) & (before[1] > 0)
    if int(both.sum()) < MINIMUM_PAIRS:
        return np.full(len(summary), company)
    low, high = np.quantile(own[gross > 0], _SPREAD)
    pair = [np.clip(part[0][both] / part[1][both], low, high) for part in (now, before)]
    if min(part.std() for part in pair) < np.exp(-BOUND):
        return np.full(len(summary), company)
    alike = max(float(np.corrcoef(pair[0], pair[1])[0, 1]), 0.0)
    pulled: Floats = company + 2.0 * alike / (1.0 + alike) * (np.clip(own, low, high) - company)
    return pulled


def _shares(summary: pd.DataFrame, value: str, amount: str, refund: str | None) -> tuple[Floats, Floats]:
    """Return value and gross amount of a year; of last year refunds aren't known apart."""
    gross = summary[amount] - (summary[refund] if refund else 0.0)
    return summary[value].to_numpy(np.float64), np.maximum(gross.to_numpy(np.float64), 0.0)
