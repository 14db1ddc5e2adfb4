import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.clv import contract_cohorts
from engine.clv.cohort_account import cohort_account, cohort_card
from engine.clv.cohort_tables import BoundNow, cohort_tables
from engine.clv.contract_cohorts import MINIMUM_CUSTOMERS, ContractCohorts
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


def bound_now(contracts: pd.DataFrame, leaving: float = 0.02) -> BoundNow:
    """Everybody who is bound today, all with the same chance to leave a month."""
    started = contracts.loc[contracts["end_day"].isna(), "start_day"].to_numpy(dtype="datetime64[s]")
    stays = np.tile((1.0 - leaving) ** np.arange(1.0, 37.0), (len(started), 1))
    return BoundNow(AS_OF, started, stays, 0.1)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return telephone(np.random.default_rng(5), 6_000)


@pytest.fixture(scope="module")
def cohorts_of_rows(rows: pd.DataFrame) -> ContractCohorts:
    return contract_cohorts(rows, AS_OF)


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
    months = found.each[["first", "last", "left"]].fillna(0.0).to_numpy()
    assert months.tolist() == [[1, 9, 0], [1, 1, 1], [1, 9, 0], [1, 4, 4]]
    assert found.each["foretold"].isna().all()
    assert found.geometric is None
    assert found.customers < MINIMUM_CUSTOMERS


def test_who_began_on_an_unknown_day_is_left_out() -> None:
    assert contract_cohorts(contracts([("a", "2025-01-10", None)], 1.0), AS_OF).customers == 0
    assert contract_cohorts(relation_frame("contracts"), AS_OF).cohorts == ()


def test_the_truth_behind_made_up_contracts_is_found_and_holds_ahead(
    cohorts_of_rows: ContractCohorts,
) -> None:
    found = cohorts_of_rows
    assert found.geometric is not None
    truth = {"alpha": 0.7, "beta": 20.0}
    for name, value in truth.items():
        assert abs(found.geometric.params_[name] - value) < 4 * found.geometric.standard_errors_[name]
    assert set(found.checked) == {"geometric", "weibull"}
    forecast = found.checked["geometric"]
    assert forecast.periods == 12
    assert forecast.predicted.low < forecast.actual < forecast.predicted.high
    assert (forecast.predicted.high - forecast.predicted.low) / forecast.predicted.value < 0.06
    # Nobody in this world grows more loyal, and the rise of retention is told from that.
    assert found.finding == "mixing"


@pytest.mark.parametrize(("c", "finding"), [(1.5, "rising"), (0.6, "falling")])
def test_a_chance_of_ones_own_that_changes_is_told_from_mixing(c: float, finding: str) -> None:
    assert contract_cohorts(telephone(np.random.default_rng(5), 3_000, c), AS_OF).finding == finding


def test_customers_who_are_all_alike_give_no_parameters_but_one_chance() -> None:
    """Both parameters run off together; a forecast from them must not get the width of the world."""
    rng = np.random.default_rng(4)
    start = pd.Timestamp("2022-01-01") + pd.to_timedelta(rng.integers(0, 1_300, 3_000), "D")
    end = start + pd.to_timedelta(np.minimum(rng.geometric(0.02, 3_000) * 365.25 / 12 - 1, 9_999), "D")
    alike = pd.DataFrame(
        {
            "customer_id": [f"C{number}" for number in range(3_000)],
            "start_day": start,
            "end_day": pd.Series(end).where(end <= pd.Timestamp(AS_OF)),
            "is_start_estimated": 0.0,
        }
    )
    found = contract_cohorts(relation_frame("contracts", alike), AS_OF)
    assert found.finding == "alike"
    assert found.geometric is not None
    assert not found.geometric.is_mixing_seen_
    assert np.isnan(list(found.geometric.standard_errors_.values())).all()
    alpha, beta = found.geometric.parameters
    assert alpha / (alpha + beta) == pytest.approx(0.02, abs=0.002)
    forecast = found.checked["geometric"]
    assert forecast.predicted.low < forecast.actual < forecast.predicted.high
    assert (forecast.predicted.high - forecast.predicted.low) / forecast.predicted.value < 0.08


def test_tables_hold_what_was_seen_beside_three_models(
    rows: pd.DataFrame, cohorts_of_rows: ContractCohorts
) -> None:
    found = cohorts_of_rows
    tables = cohort_tables(found, bound_now(rows))
    retention = tables["contract_retention"]
    seen = retention[retention["retention_rate"].notna()]
    assert len(seen) >= 40
    # Retention rises with tenure though nobody in this world grows more loyal
    assert seen["retention_rate"].iloc[30:40].mean() > seen["retention_rate"].iloc[:10].mean() + 0.01
    assert (seen["retention_rate_low"] <= seen["retention_rate"]).all()
    gap = (seen["geometric_survival_share"] - seen["survival_share"]).abs()
    assert gap.iloc[:30].max() < 0.02
    # A model by which everybody leaves with the same chance has no tenure.
    assert retention["hazard_retention_rate"].dropna().to_numpy() == pytest.approx(0.98)
    cohorts = tables["contract_cohorts"]
    assert cohorts.groupby("first_day")["survivors"].apply(lambda kept: kept.is_monotonic_decreasing).all()
    parameters = tables["contract_models"].set_index(["model", "name"])["value"]
    assert parameters["geometric", "alpha"] == found.geometric.params_["alpha"]


def test_each_period_counts_whom_its_point_counts(rows: pd.DataFrame) -> None:
    """Also of customers from before ends were on record, who are counted from some month on."""
    found = contract_cohorts(rows[~(rows["end_day"] < pd.Timestamp("2024-01-01"))], AS_OF)
    seen = cohort_tables(found, bound_now(rows))["contract_retention"].set_index("period")
    each = found.each
    assert each["first"].max() > 20
    for period in (1, 20, 40):
        inside = each["first"].le(period) & each["last"].ge(period)
        assert inside.sum() == seen.loc[period, "customers"]
        left = int(each["left"].eq(period).sum())
        assert left == seen.loc[period, "customers"] - seen.loc[period, "stayed"]


def test_the_forecast_counts_whom_each_customer_says(rows: pd.DataFrame) -> None:
    """Also of customers from before ends were on record, and of cohorts too young to be foretold."""
    for known in (rows, rows[~(rows["end_day"] < pd.Timestamp("2024-01-01"))]):
        found = contract_cohorts(known, AS_OF)
        forecast, each = found.checked["geometric"], found.each
        counted = each[each["foretold"].notna()]
        assert 0 < len(counted) == forecast.counted.sum() < len(each)
        assert counted["left"].isna().sum() == forecast.actual
        assert cohort_card(found).facts["counted"] == len(counted)
        gone = counted[counted["left"].notna()]
        assert gone["left"].between(gone["foretold"], gone["foretold"] + forecast.periods - 1).all()


def test_a_cohort_stands_beside_what_its_models_have_of_it(
    rows: pd.DataFrame, cohorts_of_rows: ContractCohorts
) -> None:
    now = cohort_tables(cohorts_of_rows, bound_now(rows))["contract_cohorts_now"]
    oldest, geometric = now.iloc[0], cohorts_of_rows.geometric
    assert oldest["share"] == oldest["survivors"] / oldest["counted"]
    assert oldest["geometric_share"] == pytest.approx(geometric.survival(oldest["period"])[0])
    monthly = 1.1 ** (1 / 12) - 1
    residual = geometric.discounted_expected_residual_lifetime(oldest["period"] + 1, monthly)[0]
    assert oldest["geometric_months"] == pytest.approx(residual)
    # By hand, .98 a month for ever: the sum of .98^k / 1.1^((k - 1) / 12) over k = 1, 2 ...
    by_hand = 0.98 / (1 - 0.98 * 1.1 ** (-1 / 12))
    assert now["hazard_months"].dropna().to_numpy() == pytest.approx(by_hand)
    # Longer tenure means more to come where mixing is at work.
    assert oldest["geometric_months"] > now["geometric_months"].iloc[-1]


def test_without_a_model_of_single_customers_the_cohorts_stand_alone(
    cohorts_of_rows: ContractCohorts,
) -> None:
    nobody = BoundNow(AS_OF, np.empty(0, dtype="datetime64[s]"), np.empty((0, 36)), 0.1)
    tables = cohort_tables(cohorts_of_rows, nobody)
    assert tables["contract_retention"]["hazard_retention_rate"].isna().all()
    assert tables["contract_cohorts_now"]["hazard_months"].isna().all()
    assert tables["contract_cohorts_now"]["geometric_months"].notna().all()


def test_the_account_says_how_the_last_months_were_foretold(cohorts_of_rows: ContractCohorts) -> None:
    card = cohort_card(cohorts_of_rows)
    assert card.message_id == "card.contract_cohorts.ok.within"
    assert card.facts["months"] == 12
    account = cohort_account(cohorts_of_rows, AS_OF)
    assert (account.status, account.facts["finding"]) == ("ok", "mixing")
    assert [one.method for one in account.compared if one.is_default] == ["geometric"]
    bias = account.errors["survivors_bias"]
    assert bias.low < 0.0 < bias.high
    forecast = cohorts_of_rows.checked["geometric"]
    assert sum(one.n for one in account.calibration) == forecast.counted.sum()
    left = sum(one.observed * one.n for one in account.calibration)
    assert left == pytest.approx((forecast.counted - forecast.stayed).sum())


def test_few_contracts_give_no_curves_and_accounts_that_say_so() -> None:
    few = contracts([("a", "2025-01-10", None)])
    found = contract_cohorts(few, AS_OF)
    assert set(cohort_tables(found, bound_now(few))) == {"contract_cohorts"}
    card = cohort_card(found)
    assert card.message_id == "card.contract_cohorts.not_enough_data.customers"
    assert (card.facts["count"], card.facts["needed"]) == (1, MINIMUM_CUSTOMERS)
    account = cohort_account(found, AS_OF)
    assert account.status == "not_enough_data"
    assert [gate.is_met for gate in account.gates] == [False, False]


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
