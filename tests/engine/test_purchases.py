import datetime as dt
import math
from pathlib import Path

import pandas as pd
import pytest

from engine.contracts import Tables
from engine.errors import ContractBrokenError, NotEnoughDataError
from engine.purchases import gap_lengths, purchase_summary
from engine.value.basis import history
from tests.engine.real_data import cdnow

AS_OF = dt.date(2025, 6, 30)
FACTS = pd.DataFrame(
    [
        # anna: two rows on one day, a refund, a second purchase day, one in the year before
        ("anna", "2025-01-10", 100.0, 40.0, 1.0),
        ("anna", "2025-01-10", 20.0, 10.0, 1.0),
        ("anna", "2025-01-20", 50.0, None, 1.0),
        ("anna", "2025-01-21", -20.0, -10.0, -1.0),
        ("anna", "2024-06-30", 30.0, 15.0, 1.0),
        # ben: only a refund
        ("ben", "2025-05-01", -7.0, -7.0, -1.0),
        # carl: a free item counts as a purchase, an empty cancellation doesn't
        ("carl", "2025-06-30", 0.0, 0.0, None),
        ("carl", "2025-06-29", 0.0, 0.0, -1.0),
        # not yet known
        ("anna", "2025-07-01", 999.0, 999.0, 1.0),
        ("dora", "2025-07-01", 999.0, 999.0, 1.0),
    ],
    columns=["customer_id", "day", "amount", "margin", "quantity"],
)


def summary(margin_rate: float | None = 0.5, window_months: int = 6) -> pd.DataFrame:
    tables = Tables.from_frames(FACTS)
    basis = history(tables, AS_OF, margin_rate)
    return tables.execute(purchase_summary(tables.transactions, AS_OF, basis, window_months)).set_index(
        "customer_id"
    )


def test_a_customer_summed_up_by_hand() -> None:
    anna = summary().loc["anna"]
    assert (anna["first_purchase_day"], anna["last_purchase_day"]) == (
        pd.Timestamp("2024-06-30"),
        pd.Timestamp("2025-01-20"),
    )
    assert (anna["purchase_days"], anna["purchase_days_12m"], anna["purchase_days_prior_12m"]) == (3, 2, 1)
    assert (anna["amount_total"], anna["amount_12m"], anna["amount_prior_12m"]) == (180.0, 150.0, 30.0)
    assert (anna["refund_amount_total"], anna["refund_amount_12m"]) == (-20.0, -20.0)
    # 40 + 10 - 10, and half of the 50 without a margin
    assert (anna["current_value"], anna["current_value_prior_12m"]) == (65.0, 15.0)
    assert anna["margin_known_share"] == 0.8
    # 2024-06-30 to 2025-01-10 are 194 days, to 2025-01-20 another 10
    assert (anna["gap_count"], anna["gap_sum"]) == (2, 204)
    assert anna["gap_log_sum"] == pytest.approx(math.log(194) + math.log(10), abs=2e-6)


def test_refunds_alone_are_no_purchase() -> None:
    ben = summary().loc["ben"]
    assert ben["current_value"] == -7.0
    assert pd.isna(ben["purchase_days"])
    assert pd.isna(ben["last_purchase_day"])


def test_a_free_item_is_a_purchase_and_an_empty_cancellation_is_none() -> None:
    carl = summary().loc["carl"]
    assert (carl["purchase_days"], carl["amount_total"]) == (1, 0.0)
    assert carl["last_purchase_day"] == pd.Timestamp("2025-06-30")


def test_nothing_after_as_of_is_seen() -> None:
    assert list(summary().index) == ["anna", "ben", "carl"]


def test_without_a_typed_rate_the_known_rows_tell_it() -> None:
    # known margins of what is visible: 40 + 10 - 10 + 15 - 7 = 48 of 100 + 20 - 20 + 30 - 7 = 123
    known = history(Tables.from_frames(FACTS), AS_OF, None)
    assert (known.basis, known.rate_origin) == ("assumed_margin", "measured")
    assert known.margin_rate == pytest.approx(48 / 123)
    assert summary(None).loc["anna", "current_value"] == pytest.approx(40 + 50 * 48 / 123, abs=1e-4)


def test_without_any_margin_value_is_sales() -> None:
    tables = Tables.from_frames(FACTS.drop(columns="margin"))
    basis = history(tables, AS_OF, None)
    assert (basis.basis, basis.margin_known_share) == ("sales", 0.0)
    found = tables.execute(purchase_summary(tables.transactions, AS_OF, basis))
    assert found["current_value"].tolist() == found["amount_12m"].tolist()


def test_gaps_are_counted_by_length() -> None:
    tables = Tables.from_frames(FACTS)
    lengths = tables.execute(gap_lengths(tables.transactions, AS_OF, history(tables, AS_OF, 0.5)))
    assert lengths.to_dict("list") == {"gap_days": [10, 194], "gap_count": [2, 2], "gaps": [1, 1]}


def test_no_transaction_up_to_the_day_is_a_named_error() -> None:
    with pytest.raises(NotEnoughDataError) as caught:
        history(Tables.from_frames(FACTS), dt.date(2020, 1, 1), None)
    assert caught.value.message_id == "error.no_transactions"
    assert caught.value.parameters == {"as_of": dt.date(2020, 1, 1)}


def test_an_amount_that_is_missing_is_a_named_error_with_the_count() -> None:
    broken = FACTS.assign(amount=FACTS["amount"].where(FACTS["customer_id"] != "ben"))
    with pytest.raises(ContractBrokenError) as caught:
        history(Tables.from_frames(broken), AS_OF, None)
    assert caught.value.message_id == "error.cells_missing"
    assert caught.value.parameters == {"count": 1}


def test_published_cdnow_calibration_counts(datasets: Path) -> None:
    """Fader, Hardie & Lee (2005): 2,357 customers, 2,457 repeat purchases, 946 repeaters."""
    tables, as_of = Tables.from_frames(cdnow(datasets)), dt.date(1997, 9, 30)
    found = tables.execute(purchase_summary(tables.transactions, as_of, history(tables, as_of, None)))
    repeats = found["purchase_days"] - 1
    assert (len(found), repeats.sum(), (repeats > 0).sum()) == (2_357, 2_457, 946)
