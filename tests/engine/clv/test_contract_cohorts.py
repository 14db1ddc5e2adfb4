import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.clv import ShiftedBetaGeometric, contract_cohorts, residual_lifetime_value
from engine.clv.cohort_tables import cohort_card, cohort_tables
from engine.clv.contract_cohorts import MINIMUM_CUSTOMERS
from engine.contracts import relation_frame

AS_OF = dt.date(2025, 12, 31)


def contracts(rows: list[tuple[str, str, str | None]], estimated: float = 0.0) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "start_day", "end_day"])
    days = {name: pd.to_datetime(frame[name]) for name in ("start_day", "end_day")}
    return relation_frame("contracts", frame.assign(**days, is_start_estimated=estimated))


def telephone(rng: np.random.Generator, customers: int, c: float = 1.0) -> pd.DataFrame:
    """Customers who may leave at the end of each month, with a chance of their own: Beta(0.7, 20)."""
    start = pd.Timestamp("2022-01-01") + pd.to_timedelta(rng.integers(0, 1_300, customers), "D")
    leaving = rng.beta(0.7, 20.0, customers)
    months = np.ceil((np.log(rng.random(customers)) / np.log1p(-leaving)) ** (1 / c))
    days = np.minimum(months * 365.25 / 12 - 1, 9_999)
    end = start + pd.to_timedelta(days, "D")
    return relation_frame(
        "contracts",
        pd.DataFrame(
            {
                "customer_id": [f"C{number}" for number in range(customers)],
                "start_day": start,
                "end_day": pd.Series(end).where(end <= pd.Timestamp(AS_OF)),
                "is_start_estimated": 0.0,
            }
        ),
    )


def test_survivors_by_hand() -> None:
    rows = [
        ("a", "2025-01-10", None),
        ("b", "2025-02-10", "2025-02-20"),  # left within the first month
        ("c", "2025-03-10", "2025-05-30"),  # completed two
        ("c", "2025-05-30", None),  # and came back the same day: never left
        ("d", "2025-03-31", "2025-07-15"),  # completed three
    ]
    found = contract_cohorts(contracts(rows), AS_OF)
    (cohort,) = found.cohorts
    assert cohort.first_day == dt.date(2025, 1, 1)
    # The last began on March 31: nine whole months are known of all
    assert cohort.survivors.tolist() == [4, 3, 3, 3, 2, 2, 2, 2, 2, 2]
    assert (found.customers, found.ends) == (4, 2)
    assert found.geometric is None
    assert found.customers < MINIMUM_CUSTOMERS


def test_who_began_on_an_unknown_day_is_left_out() -> None:
    assert contract_cohorts(contracts([("a", "2025-01-10", None)], 1.0), AS_OF).customers == 0
    assert contract_cohorts(relation_frame("contracts"), AS_OF).cohorts == ()


def test_the_truth_behind_made_up_contracts_is_found_and_holds_ahead() -> None:
    found = contract_cohorts(telephone(np.random.default_rng(5), 6_000), AS_OF)
    assert found.geometric is not None
    truth = {"alpha": 0.7, "beta": 20.0}
    for name, value in truth.items():
        assert abs(found.geometric.params_[name] - value) < 4 * found.geometric.standard_errors_[name]
    assert set(found.checked) == {"geometric", "weibull"}
    forecast = found.checked["geometric"]
    assert forecast.periods == 12
    assert forecast.predicted.low < forecast.actual < forecast.predicted.high
    assert (forecast.predicted.high - forecast.predicted.low) / forecast.predicted.value < 0.06


def test_residual_value_by_hand() -> None:
    # S(t) = 1 / (t + 1): who completed one period is in the second; S(2)/S(1) + S(3)/S(1) / 2
    model = ShiftedBetaGeometric().with_parameters(alpha=1.0, beta=1.0)
    assert residual_lifetime_value(model, 1, 30.0, 1.0, 2) == pytest.approx([30 * (2 / 3 + 1 / 4)])
    forever = residual_lifetime_value(model, [1, 1.9], 30.0, 1.0)
    assert forever[0] == forever[1] > 30 * (2 / 3 + 1 / 4)


def test_tables_hold_what_was_seen_beside_both_models() -> None:
    found = contract_cohorts(telephone(np.random.default_rng(5), 6_000), AS_OF)
    tables = cohort_tables(found)
    retention = tables["contract_retention"]
    seen = retention[retention["retention_rate"].notna()]
    assert len(seen) >= 40
    # Retention rises with tenure though nobody in this world grows more loyal
    assert seen["retention_rate"].iloc[30:40].mean() > seen["retention_rate"].iloc[:10].mean() + 0.01
    gap = (seen["geometric_survival_share"] - seen["survival_share"]).abs()
    assert gap.iloc[:30].max() < 0.02
    cohorts = tables["contract_cohorts"]
    assert cohorts.groupby("first_day")["survivors"].apply(lambda kept: kept.is_monotonic_decreasing).all()
    card = cohort_card(found)
    assert card.message_id == "card.contract_cohorts.ok.within"
    assert card.facts["months"] == 12


def test_few_contracts_give_no_curves_and_a_card_that_says_so() -> None:
    found = contract_cohorts(contracts([("a", "2025-01-10", None)]), AS_OF)
    assert cohort_tables(found)["contract_retention"].empty
    card = cohort_card(found)
    assert card.message_id == "card.contract_cohorts.not_enough_data.customers"
    assert (card.facts["count"], card.facts["needed"]) == (1, MINIMUM_CUSTOMERS)


def test_who_had_left_before_the_record_began_is_not_taken_to_have_stayed() -> None:
    """A file that begins in 2024 names only those of the older customers who were still there."""
    everybody = telephone(np.random.default_rng(5), 12_000)
    on_record = everybody[~(everybody["end_day"] < pd.Timestamp("2024-01-01"))]
    whole, cut = (contract_cohorts(rows, AS_OF) for rows in (everybody, on_record))
    assert cut.cohorts[0].first_period == 24
    assert whole.cohorts[0].first_period == 0
    assert cut.geometric is not None
    for name, value in {"alpha": 0.7, "beta": 20.0}.items():
        assert abs(cut.geometric.params_[name] - value) < 4 * cut.geometric.standard_errors_[name]
    forecast = cut.checked["geometric"]
    assert forecast.predicted.low < forecast.actual < forecast.predicted.high
