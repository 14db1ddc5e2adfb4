import time

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from data.sample.hotel_group import HotelGroup, hotel_group


def as_bytes(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False).encode()


def every_frame(group: HotelGroup) -> dict[str, pd.DataFrame]:
    return {
        "customers": group.customers,
        "products": group.products,
        "transactions": group.transactions,
        **vars(group.truth),
    }


def test_same_seed_gives_the_same_bytes_in_every_frame() -> None:
    first, second = every_frame(hotel_group(7, customers=400)), every_frame(hotel_group(7, customers=400))
    for name, frame in first.items():
        assert as_bytes(frame) == as_bytes(second[name]), name


def test_another_seed_gives_another_company() -> None:
    first, second = hotel_group(7, customers=400), hotel_group(8, customers=400)
    assert as_bytes(first.transactions) != as_bytes(second.transactions)


@pytest.mark.alone
def test_five_thousand_customers_take_less_than_three_seconds() -> None:
    begin = time.perf_counter()
    hotel_group(1)
    assert time.perf_counter() - begin < 3.0


def test_company_is_three_years_of_five_thousand_customers(group: HotelGroup) -> None:
    days = group.transactions["day"]
    assert len(group.customers) == 5000
    assert group.customers["customer_id"].is_unique
    assert days.min() >= pd.Timestamp("2023-11-01")
    assert days.max() == pd.Timestamp("2026-10-31")
    assert days.is_monotonic_increasing
    assert set(group.transactions["customer_id"]) == set(group.customers["customer_id"])
    assert set(group.transactions["product_id"]) <= set(group.products["product_id"])
    assert group.transactions["row_id"].is_unique
    assert not group.transactions.isna().any().any()
    assert not group.customers.isna().any().any()


def test_nobody_is_on_file_later_than_their_first_posting(group: HotelGroup) -> None:
    first = group.transactions.groupby("customer_id")["day"].min()
    known_on = group.customers.set_index("customer_id")["known_on"]
    assert (known_on <= first.reindex(known_on.index)).all()


def test_company_files_hold_nothing_of_the_truth(group: HotelGroup) -> None:
    """Only facts that a front desk could know have a column."""
    assert list(group.transactions) == [
        "row_id", "customer_id", "day", "amount", "margin", "quantity",
        "product_id", "product_label", "channel", "order_id",
    ]  # fmt: skip
    assert list(group.customers) == [
        "customer_id", "known_on", "name", "guest_type", "city", "country",
        "language", "usual_house", "room_wish", "newsletter", "account_manager",
    ]  # fmt: skip


def test_amounts_are_whole_cents(group: HotelGroup) -> None:
    for column in ("amount", "margin"):
        cents = group.transactions[column] * 100.0
        assert (cents - cents.round()).abs().max() < 1e-6


def test_refunds_are_negative_and_belong_to_an_order_that_was_billed(group: HotelGroup) -> None:
    postings = group.transactions
    refunds = postings[postings["amount"] < 0]
    share = -refunds["amount"].sum() / postings["amount"].sum()
    assert 0.01 < share < 0.06
    assert set(refunds["order_id"]) <= set(postings.loc[postings["amount"] > 0, "order_id"])
    assert (postings.groupby("order_id")["amount"].sum() > -0.02).all()


def last_year(group: HotelGroup) -> pd.DataFrame:
    postings = group.transactions
    return postings[postings["day"] > "2025-10-31"]


@pytest.mark.parametrize("seed", [20261031, 1, 2])
def test_top_fifth_brings_between_55_and_75_percent(seed: int) -> None:
    margin = last_year(hotel_group(seed)).groupby("customer_id")["margin"].sum()
    ranked = margin.sort_values(ascending=False)
    top = ranked.iloc[: round(0.2 * len(ranked))].sum() / ranked.sum()
    assert 0.55 <= top <= 0.75


def test_some_customers_cost_more_than_they_bring(group: HotelGroup) -> None:
    margin = last_year(group).groupby("customer_id")["margin"].sum()
    assert 0.005 < (margin < 0).mean() < 0.05


def test_company_grows(group: HotelGroup) -> None:
    yearly = group.transactions.groupby(
        (group.transactions["day"] - pd.Timestamp("2023-11-01")).dt.days // 365
    )
    sums = yearly["amount"].sum()
    assert sums[0] < sums[1] < sums[2] < 1.3 * sums[1]


def test_booking_portal_leaves_less_of_a_room_than_the_own_website(group: HotelGroup) -> None:
    postings = group.transactions
    rooms = postings[postings["product_id"].str.contains("ROOM-STD") & (postings["amount"] > 0)]
    sums = rooms.groupby("channel")[["amount", "margin"]].sum()
    share = sums["margin"] / sums["amount"]
    # The commissions differ by 16 points of the price.
    assert 0.12 < share["Own website"] - share["Booking portal"] < 0.20


def test_products_have_a_house_and_a_category(group: HotelGroup) -> None:
    assert group.products["product_id"].is_unique
    assert set(group.products["category"]) == {
        "room", "breakfast", "restaurant", "spa", "parking", "conference", "refund",
    }  # fmt: skip
    labels = group.transactions[["product_id", "product_label"]].drop_duplicates()
    joined = labels.merge(group.products, on="product_id")
    assert_frame_equal(joined[["product_label"]], joined[["label"]].set_axis(["product_label"], axis=1))
