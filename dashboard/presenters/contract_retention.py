"""How long do contract customers stay, what do three models make of it, and what may come of mixing alone?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.contract_months import months_code
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from engine.churn.survival_curve import SURVIVAL_CURVE
from engine.clv.retention import RESIDUAL_LIFETIME, SHIFTED_BETA_GEOMETRIC
from engine.rates import Z_95, share_estimate
from engine.satisfaction.point_ranges import SMALLEST_GROUP

TABLES: Final = ("contract_retention", "contract_cohorts_now", "contract_models")
MODELS: Final = ("geometric", "weibull", "hazard")
_STEP, _YEAR = 3, 12
COUNTED: Final = CustomerFilters(counted=("f",))
"""Whom any month counts."""

FIGURES_BEHIND: Final = (
    *(CustomerFilters(counted=(months_code(1, months),)) for months in (_YEAR, 2 * _YEAR)),
    CustomerFilters(counted=("c",)),
    CustomerFilters(counted=("ft",)),
)
"""Whom the figures count: who was there when one of so many months began, who is there still, and of whom
it was foretold whether they would be.
"""

# Fewer a month make a point that says little.
_FEWEST = 100


@dataclass(frozen=True)
class RetentionView:
    """What the view says of retention by tenure.

    ``curve`` has a row a quarter of tenure (``tenure`` in months, ``seen``, ``low``, ``high``, ``label``,
    ``code`` and a column a model), ``behind`` whom the points count, by their codes. The tables are text.
    ``cohorts`` go by the codes by which customers of a quarter are found, ``cohort_labels`` head them;
    ``left_out`` says how many are of fewer than five.
    """

    seen: str
    finding: str
    figures: tuple[Figure, ...]
    curve: pd.DataFrame
    curve_alt: str
    names: Mapping[str, str]
    cohorts: pd.DataFrame
    cohort_labels: Mapping[str, str]
    left_out: str
    parameters: pd.DataFrame
    parameters_said: str

    @property
    def behind(self) -> dict[str, CustomerFilters]:
        """Whom each point of what was seen counts: who was there when one of its months began."""
        return {code: CustomerFilters(counted=(code,)) for code in self.curve["code"]}


def retention_view(
    tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Any], finding: str, grounds: Grounds
) -> RetentionView | None:
    """Return the view; ``None`` where there was too little to fit.

    ``tables`` are those of ``TABLES``, ``facts`` those of the card ``contract_cohorts``, ``finding`` the
    code of what retention by tenure comes from.
    """
    if any(tables[name].empty for name in TABLES) or not finding:
        return None
    retention, cohorts, models = (tables[name] for name in TABLES)
    reader = grounds.reader
    many = cohorts[cohorts["counted"] >= SMALLEST_GROUP]
    curve, quarters, few = curve_of(retention, reader), cohort_table(many, reader), len(cohorts) - len(many)
    said = "; ".join(label for label in curve["label"] if label)
    return RetentionView(
        seen=_seen(retention, reader),
        finding=reader.texts(f"contract_retention.finding.{finding}", c=_own_change(models, reader)),
        figures=_figures(retention, cohorts, facts, grounds),
        curve=curve,
        curve_alt=said,
        names={name: reader.texts(f"contract_retention.model.{name}") for name in ("seen", *MODELS)},
        cohorts=quarters,
        cohort_labels={str(name): reader.texts(f"contract_retention.cohort.{name}") for name in quarters},
        left_out=reader.texts("contract_retention.cohorts.few", count=few, most=SMALLEST_GROUP)
        if few
        else "",
        parameters=parameter_table(models, reader),
        parameters_said=_parameters_said(models, reader),
    )


def curve_of(retention: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return the monthly retention rate by quarter of tenure, as seen and as the models have it.

    Tenures that hardly anybody has reached are left out.
    """
    known = retention[retention["retention_rate"].notna()]
    many = known[known["customers"] >= _FEWEST]
    last = int((many if len(many) else known)["period"].max())
    shown = retention[retention["period"] <= last]
    rows = []
    for quarter, months in shown.groupby((shown["period"] - 1) // _STEP):
        known = months[months["retention_rate"].notna()]
        found = share_estimate(int(known["stayed"].sum()), int(known["customers"].sum()))
        first = int(quarter) * _STEP
        label = (
            reader.texts(
                "contract_retention.curve.label",
                first=first + 1,
                last=first + _STEP,
                share=reader.formats.percent(found.value),
                count=round(found.n / max(len(known), 1)),
            )
            if found.is_defined
            else ""
        )
        rows.append(
            {
                "tenure": first + (_STEP + 1) / 2,
                "seen": found.value,
                "low": found.low,
                "high": found.high,
                "label": label,
                "code": months_code(first + 1, first + _STEP),
                **{model: float(months[f"{model}_retention_rate"].mean()) for model in MODELS},
            }
        )
    return pd.DataFrame(rows)


def cohort_table(cohorts: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return the cohorts as text, the newest first, by their codes, with what each model has of them."""
    texts, formats = reader.texts, reader.formats
    newest = cohorts.iloc[::-1]
    rows = [
        {
            "cohort": texts(
                "contract_retention.quarter",
                year=str(one["first_day"].year),
                quarter=one["first_day"].quarter,
            ),
            "counted": texts(
                "contract_retention.counted", count=round(one["counted"]), month=one["first_period"]
            )
            if one["first_period"]
            else formats.count(one["counted"]),
            "survivors": formats.count(one["survivors"]),
            "share": formats.percent(one["share"]),
            "geometric_share": formats.percent(one["geometric_share"]),
            "weibull_share": formats.percent(one["weibull_share"]),
            **{f"{model}_months": formats.decimal(one[f"{model}_months"], 0) for model in MODELS},
        }
        for one in newest.to_dict("records")
    ]
    days = newest["first_day"].dt
    codes = days.year.astype("str") + "q" + days.quarter.astype("str")
    return pd.DataFrame(rows, index=pd.Index(codes))


def parameter_table(models: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return the parameters of both models of tenure with their standard errors, as text."""
    rows = []
    for model, own in models.groupby("model", sort=False):
        found = {one["name"]: (float(one["value"]), float(one["error"])) for one in own.to_dict("records")}
        cells = {name: _with_error(found, name, reader) for name in ("alpha", "beta", "c")}
        alpha, beta = found["alpha"][0], found["beta"][0]
        rows.append(
            {
                "model": reader.texts(f"contract_retention.model.{model}"),
                **cells,
                "first": reader.formats.percent(alpha / (alpha + beta), 2),
                "log_likelihood": reader.formats.decimal(found["log_likelihood"][0], 1),
            }
        )
    table = pd.DataFrame(rows)
    return table.rename(
        columns={name: reader.texts(f"contract_retention.parameter.{name}") for name in table}
    )


def _with_error(found: Mapping[str, tuple[float, float]], name: str, reader: Reader) -> str:
    if name not in found or math.isnan(found[name][1]):
        return UNDEFINED
    value, error = (reader.formats.decimal(part, 2) for part in found[name])
    return f"{value} ± {error}"


def _parameters_said(models: pd.DataFrame, reader: Reader) -> str:
    own = models[(models["model"] == "geometric") & (models["name"] == "alpha")]
    has_run_off = bool(own["error"].isna().all())
    return reader.texts("contract_retention.run_off" if has_run_off else "contract_retention.errors")


def _seen(retention: pd.DataFrame, reader: Reader) -> str:
    """Return which share leaves a month in the first year, and later."""
    known = retention[retention["retention_rate"].notna()]
    first, later = known[known["period"] <= _YEAR], known[known["period"] > _YEAR]
    shares = {name: _leave_a_month(rows) for name, rows in (("first", first), ("later", later))}
    said = {name: reader.formats.percent(share) for name, share in shares.items()}
    kind = "short" if later.empty else "long"
    return reader.texts(f"contract_retention.seen.{kind}", **said)


def _leave_a_month(rows: pd.DataFrame) -> float:
    begun = float(rows["customers"].sum())
    return 1.0 - float(rows["stayed"].sum()) / begun if begun else math.nan


def _own_change(models: pd.DataFrame, reader: Reader) -> str:
    row = models[(models["model"] == "weibull") & (models["name"] == "c")]
    value, error = float(row["value"].iloc[0]), float(row["error"].iloc[0])
    decimal = reader.formats.decimal
    if math.isnan(error):
        return decimal(value, 2)
    low, high = (value * math.exp(sign * Z_95 * error / value) for sign in (-1.0, 1.0))
    return reader.texts(
        "warning.bounded", value=decimal(value, 2), low=decimal(low, 2), high=decimal(high, 2)
    )


def _figures(
    retention: pd.DataFrame, cohorts: pd.DataFrame, facts: Mapping[str, Any], grounds: Grounds
) -> tuple[Figure, ...]:
    by_month = retention.set_index("period")
    shares = [_still_there(by_month, months, grounds) for months in (_YEAR, 2 * _YEAR)]
    foretold = [_foretold(facts, grounds)] if "predicted" in facts else []
    return (*shares, _months_to_come(cohorts, grounds), *foretold)


def _still_there(by_month: pd.DataFrame, months: int, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    row = by_month[by_month.index == months]
    share, low, high = (
        float(row[name].iloc[0]) if len(row) else math.nan
        for name in ("survival_share", "survival_share_low", "survival_share_high")
    )
    bounds = {"low": formats.percent(low), "high": formats.percent(high)}
    known = not math.isnan(share)
    at_least = float(by_month["customers"].head(months).min())
    return Figure(
        label=texts("contract_retention.figure.still_there", months=months),
        value=formats.percent(share),
        explanation=explained(
            "contract_retention.why.still_there",
            SURVIVAL_CURVE,
            texts("contract_retention.rows.month", count=int(at_least)),
            grounds,
            interval=texts("customer_file.interval", **bounds) if known else "",
        ),
        note=texts("overview.interval_short", **bounds) if known else "",
        missing="" if known else texts("contract_retention.missing.month", months=months),
    )


def _months_to_come(cohorts: pd.DataFrame, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    weights = cohorts["survivors"].to_numpy(dtype=np.float64)
    mean = {model: _mean(cohorts[f"{model}_months"], weights) for model in MODELS}
    others = {model: formats.decimal(mean[model], 0) for model in ("geometric", "weibull")}
    has_hazard = not math.isnan(mean["hazard"])
    said = mean["hazard"] if has_hazard else mean["weibull"]
    return Figure(
        label=texts("contract_retention.figure.months_to_come"),
        value=formats.decimal(said, 0),
        explanation=explained(
            "contract_retention.why.months_to_come",
            RESIDUAL_LIFETIME,
            texts("customers.rows", count=int(weights.sum())),
            grounds,
            inputs={"discount": formats.percent(grounds.discount_rate_per_year)},
        ),
        note=texts(f"contract_retention.note.months_{'hazard' if has_hazard else 'cohorts'}", **others),
    )


def _mean(values: pd.Series, weights: np.ndarray) -> float:
    known = values.notna().to_numpy() & (weights > 0)
    return float(np.average(values[known], weights=weights[known])) if known.any() else math.nan


def _foretold(facts: Mapping[str, Any], grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    bounds = {end: formats.count(float(facts[end])) for end in ("low", "high")}
    interval = texts("customer_file.interval", **bounds)
    # Assessments of before don't say of how many it was foretold.
    counted = facts.get("counted")
    kind, of = ("foretold", {}) if counted is None else ("foretold_of", {"counted": formats.count(counted)})
    return Figure(
        label=texts("contract_retention.figure.foretold", months=facts["months"]),
        value=formats.count(float(facts["predicted"])),
        explanation=explained(
            "contract_retention.why.foretold",
            SHIFTED_BETA_GEOMETRIC,
            texts("customers.rows", count=int(counted or facts["customers"])),
            grounds,
            interval=interval,
        ),
        note=texts(
            f"contract_retention.note.{kind}", actual=formats.count(float(facts["actual"])), **of, **bounds
        ),
    )
