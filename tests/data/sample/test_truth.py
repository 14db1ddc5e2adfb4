"""What the books show agrees with what is true, within what chance allows."""

import numpy as np
import pandas as pd

from data.sample.hotel_group import HotelGroup
from data.sample.world import FACTORS, GUEST_TYPES, season_by_month


def stays_a_guest(group: HotelGroup) -> pd.Series:
    """Orders with at least one posting, less the first one."""
    return group.transactions.groupby("customer_id")["order_id"].nunique() - 1


def loyal_and_steady(group: HotelGroup) -> pd.Index:
    """Guests who never left and never changed their habits."""
    left = group.truth.spells.groupby("customer_id")["left"].any()
    guests = group.truth.guests.set_index("customer_id")
    return guests.index[(guests["change"] == "none") & ~left.reindex(guests.index)]


def test_stays_follow_the_true_purchase_rates_in_every_tenth_of_them(group: HotelGroup) -> None:
    chosen = loyal_and_steady(group)
    expected = group.truth.months.groupby("customer_id")["expected_stays"].sum().reindex(chosen).fillna(0.0)
    observed = stays_a_guest(group).reindex(chosen)
    tenth = pd.qcut(expected, 10, labels=False)
    sums = pd.DataFrame({"expected": expected, "observed": observed}).groupby(tenth).sum()
    # Four standard errors of a Poisson count.
    allowed = 4.0 * np.sqrt(sums["expected"])
    assert ((sums["observed"] - sums["expected"]).abs() < allowed).all()


def test_purchase_rates_differ_between_guests_of_one_kind_as_a_gamma_does(group: HotelGroup) -> None:
    guests = group.truth.guests
    for kind in GUEST_TYPES[:3]:
        rates = guests.loc[guests["guest_type"] == kind.name, "stays_per_year"]
        assert abs(rates.mean() / kind.stays_per_year - 1.0) < 0.08
        # The coefficient of variation of a gamma is 1 / sqrt(shape).
        assert abs(rates.std() / rates.mean() * np.sqrt(kind.stays_shape) - 1.0) < 0.12


def test_share_that_leaves_is_what_the_hazards_say(group: HotelGroup) -> None:
    """The sum of the chances over all months at risk is the expected number of leavers."""
    months = group.truth.months
    first = group.truth.spells[group.truth.spells["spell"] == 1].set_index("customer_id")
    ended = first["to_day"].reindex(months["customer_id"]).to_numpy()
    began = first["from_day"].reindex(months["customer_id"]).to_numpy()
    month = months["month"].to_numpy()
    at_risk = (month > began) & (month <= ended)
    chances = months.loc[at_risk, "leaving_probability"]
    expected, leavers = chances.sum(), int(first["left"].sum())
    spread = np.sqrt((chances * (1.0 - chances)).sum())
    assert abs(leavers - expected) < 4.0 * spread
    assert 0.15 < leavers / len(first) < 0.35


def test_causes_come_in_the_proportions_of_the_hazards(group: HotelGroup) -> None:
    months = group.truth.months
    first = group.truth.spells[group.truth.spells["spell"] == 1].set_index("customer_id")
    month = months["month"].to_numpy()
    at_risk = (month > first["from_day"].reindex(months["customer_id"]).to_numpy()) & (
        month <= first["to_day"].reindex(months["customer_id"]).to_numpy()
    )
    by_factor = months.loc[at_risk, [f"leaving_probability_{factor}" for factor in FACTORS]].sum()
    counts = first["cause"].value_counts().reindex(FACTORS).fillna(0)
    for factor in FACTORS:
        expected = by_factor[f"leaving_probability_{factor}"]
        assert abs(counts[factor] - expected) < 4.0 * np.sqrt(expected) + 1.0, factor


def test_chances_by_factor_add_up_to_the_chance_of_leaving(group: HotelGroup) -> None:
    months = group.truth.months
    total = months[[f"leaving_probability_{factor}" for factor in FACTORS]].sum(axis=1)
    np.testing.assert_allclose(total, months["leaving_probability"], rtol=1e-12)


def test_all_eight_causes_happen_and_disappointment_is_the_largest_kind(group: HotelGroup) -> None:
    causes = group.truth.spells["cause"].value_counts(normalize=True)
    assert set(causes.index) == set(FACTORS)
    disappointed = causes[["inconvenience", "core_service_failure", "service_encounter_failure",
                           "response_to_failure", "ethics"]].sum()  # fmt: skip
    assert disappointed > 0.5


def test_nobody_stays_between_leaving_and_coming_back(group: HotelGroup) -> None:
    spells = group.truth.spells
    back = spells[spells["spell"] == 2].set_index("customer_id")["from_day"]
    gone = spells[spells["spell"] == 1].set_index("customer_id")["to_day"].reindex(back.index)
    assert len(back) > 40
    rooms = group.transactions[group.transactions["product_id"].str.contains("ROOM")]
    rooms = rooms[(rooms["amount"] > 0) & rooms["customer_id"].isin(back.index)]
    since = gone.reindex(rooms["customer_id"]).to_numpy()
    until = back.reindex(rooms["customer_id"]).to_numpy()
    day = rooms["day"].to_numpy()
    between = (day > since) & (day < until)
    assert between.sum() == 0


def test_each_kind_of_guest_has_its_own_season(group: HotelGroup) -> None:
    kind = group.customers.set_index("customer_id")["guest_type"]
    orders = group.transactions.drop_duplicates("order_id")
    month = orders["day"].dt.month
    for number, name in enumerate(("business", "leisure", "family")):
        own = month[kind.reindex(orders["customer_id"]).to_numpy() == name].value_counts().sort_index()
        weights = season_by_month()[number]
        # Numbers begin with November.
        truth = pd.Series(np.roll(weights[:12], -2), index=range(1, 13))
        assert np.corrcoef(own, truth)[0, 1] > 0.9, name


def test_leisure_guests_arrive_around_the_weekend_more_than_business_guests(
    group: HotelGroup,
) -> None:
    kind = group.customers.set_index("customer_id")["guest_type"]
    weekend = group.transactions["day"].dt.day_of_week.isin([4, 5])
    of = kind.reindex(group.transactions["customer_id"]).to_numpy()
    shares = weekend.groupby(of).mean()
    assert shares["leisure"] > shares["business"]


def test_drifting_guests_stay_less_often_after_the_change(group: HotelGroup) -> None:
    months = group.truth.months.merge(group.truth.guests[["customer_id", "change", "change_month"]])
    drifting = months[months["change"] == "drifting"]
    before = drifting.loc[drifting["month"] <= drifting["change_month"], "expected_stays"].mean()
    settled = drifting["month"] > drifting["change_month"] + pd.Timedelta(days=155)
    after = drifting.loc[settled, "expected_stays"].mean()
    assert after < 0.45 * before
    assert 0.08 < (group.truth.guests["change"] == "drifting").mean() < 0.16


def test_failure_raises_the_chance_to_leave_in_the_months_after_it(group: HotelGroup) -> None:
    failures, spells = group.truth.failures, group.truth.spells
    hit = failures.groupby("customer_id").size().reindex(group.customers["customer_id"]).fillna(0)
    left = spells.groupby("customer_id")["left"].any().reindex(hit.index)
    assert left[hit > 0].mean() > 1.5 * left[hit == 0].mean()
    assert (failures["added_leaving_probability"] >= 0).all()
    np.testing.assert_allclose(
        failures["cost"], failures["given_back"] + failures["staff_cost"] + failures["lost_margin"]
    )


def test_well_handled_complaint_adds_less_to_leaving_than_a_badly_handled_one(group: HotelGroup) -> None:
    complained = group.truth.failures[group.truth.failures["complained"]]
    per_severity = complained["added_leaving_probability"] / complained["severity"]
    means = per_severity.groupby(complained["handled_well"]).mean()
    assert means[True] < 0.6 * means[False]


def test_few_of_the_disappointed_complain(group: HotelGroup) -> None:
    assert 0.05 < group.truth.failures["complained"].mean() < 0.25
    unheard = group.truth.failures["complained"].sum() - len(group.truth.complaints)
    # Only complaints of the very last days are still to come.
    assert 0 <= unheard <= 8
    assert group.truth.complaints["day"].max() <= pd.Timestamp("2026-10-31")


def test_satisfaction_falls_with_failures_in_what_is_answered(group: HotelGroup) -> None:
    surveys = group.truth.surveys
    assert surveys["csat"].between(1, 5).all()
    assert surveys["nps"].between(0, 10).all()
    assert np.corrcoef(surveys["true_satisfaction"], surveys["nps"])[0, 1] > 0.6
    quality = surveys.groupby("house")["true_satisfaction"].mean()
    assert quality["Station Hotel"] == quality.min()


def test_measures_were_given_by_lot_and_have_effects_of_both_signs(group: HotelGroup) -> None:
    measures = group.truth.measures
    assert 0.20 < measures["held_out"].mean() < 0.30
    assert (measures.loc[measures["held_out"], "cost"] == 0).all()
    means = measures.groupby("held_out")["effect"].mean()
    # Drawn by lot: what a measure would have done for the held-out is what it did for the others.
    error = measures["effect"].std() / np.sqrt(measures["held_out"].sum())
    assert abs(means[True] - means[False]) < 4.0 * error
    assert (measures["effect"] < 0).any()
    assert measures["effect"].mean() > 0
    assert set(group.truth.measure_effects["factor"]) == set(FACTORS)
