"""Are both sides told: answered and weighted, reliable and not, early and later, by whom one chooses?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dashboard.presenters.answering import scales_view, weighted_view
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.later_behaviour import later_rows
from dashboard.presenters.satisfaction_curve import curve_view
from tests.dashboard.presenters.assessed_customers import NAN, grounds


def tables(**frames: pd.DataFrame) -> Callable[[str], pd.DataFrame]:
    return lambda name: frames.get(name, pd.DataFrame())


WEIGHTED = pd.DataFrame(
    {
        "figure": ["csat", "nps"],
        "value": [0.82, NAN],
        "low": [0.80, NAN],
        "high": [0.84, NAN],
        "n": [1166, 12],
        "needed": 30,
        "weighted": [0.81, NAN],
        "weighted_low": [0.78, NAN],
        "weighted_high": [0.84, NAN],
        "effective": [773.2, 10.0],
    }
)


def test_both_figures_stand_beside_each_other_with_what_they_were_weighted_by():
    by = pd.DataFrame(
        {"attribute": ["value_tier", "attribute.guest_type", "tenure"], "used": [True, True, False]}
    )
    view = weighted_view(tables(weighted_figures=WEIGHTED, response_profile=by), grounds())
    assert view.rows.iloc[0].tolist() == [
        "Satisfied (top two boxes)", "82.0% (80.0% to 84.0%)", "81.0% (78.0% to 84.0%)", "1,166", "773",
    ]  # fmt: skip
    assert view.rows.iloc[1, 1:3].tolist() == ["Not enough data: 12 of the 30 needed."] * 2
    assert "by tier, guest type." in view.caption
    assert view.caption.endswith("tenure.")


def test_without_a_profile_the_page_says_that_both_are_the_same():
    by = pd.DataFrame(columns=["attribute", "used", "difference"])
    view = weighted_view(tables(weighted_figures=WEIGHTED, response_profile=by), grounds())
    assert view.caption.startswith("Nothing is known of customers")
    assert weighted_view(tables(), grounds()).rows.empty


def test_every_scale_has_a_verdict_and_the_poor_ones_are_named():
    scales = pd.DataFrame(
        {
            "role": ["image", "group_value", "expected_quality"],
            "items": [5, 4, 3],
            "value": [0.7144, 0.52, NAN],
            "low": [0.65, 0.40, NAN],
            "high": [0.77, 0.61, NAN],
            "n": [250, 90, 12],
            "needed": 30,
            "is_poor": [False, True, False],
            "worst_item": ["", "nps", ""],
            "without_it": [NAN, 0.611, NAN],
        }
    )
    view = scales_view(tables(scale_reliability=scales), grounds())
    assert view.rows["alpha"].tolist()[0] == "0.71 (0.65 to 0.77)"
    assert view.rows["verdict"].tolist()[0] == "reliable"
    assert view.rows["verdict"].tolist()[1].startswith("poor; 0.61 without")
    assert view.rows["verdict"].tolist()[2] == "–"
    assert view.warning.startswith("Not reliable: Values.")
    assert "two questions" in scales_view(tables(), grounds()).caption


def test_a_group_of_fewer_than_five_is_not_told_and_few_have_no_rate():
    later = pd.DataFrame({"group": ["dissatisfied", "satisfied", "delighted"], "customers": [4, 21, 60]})
    for column in ("margin", "left"):
        later = later.assign(**{f"{column}{end}": [NAN, NAN, 0.25] for end in ("", "_low", "_high")})
    bought = pd.DataFrame(
        {"group": ["delighted"], "value": [5.0], "low": [4.5], "high": [5.5], "n": [60], "needed": [30]}
    )
    rows, labels = later_rows(tables(later_behaviour=later, later_purchases=bought), grounds())
    assert rows["group"].tolist() == ["Satisfied", "Delighted"]
    assert rows["customers"].tolist() == ["21 of the 30 needed", "60"]
    assert rows["left"].tolist() == ["–", "25.0% (25.0% to 25.0%)"]
    assert rows["purchases"].tolist()[1] == "5.00 (4.50 to 5.50)"
    assert labels["purchases"] == "Purchase days in 12 months"


def curve(group: str, customers: int, zone: float = NAN) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": group,
            "score": [2.5, 5.0, 10.0],
            "customers": [5, customers, customers],
            "share": [NAN, 0.5, 0.9],
            "low": [NAN, 0.4, 0.8],
            "high": [NAN, 0.6, 0.95],
            "smoothed": [0.2, 0.5, 0.9],
            "zone_from": zone,
            "zone_to": zone + 2.5,
        }
    )


def test_what_a_point_goes_with_and_how_sure_the_zone_is_stand_beside_the_curve():
    ends = {"zone_from_low": 2.5, "zone_from_high": 5.0, "zone_to_low": 7.5, "zone_to_high": 10.0}
    found = curve("", 200, 5.0).assign(rise=0.067, rise_low=0.048, rise_high=0.086, **ends)
    assert curve_view(tables(satisfaction_curve=found), "", grounds()).sentence == (
        "One of the ten points of satisfaction goes with 6.7 percentage points of loyal customers "
        "(4.8 to 8.6). Between 5.0 and 7.5 it hardly rises: the zone of indifference. "
        "It begins between 2.5 and 5.0 and ends between 7.5 and 10.0."
    )
    level = curve("", 200).assign(rise=0.001, rise_low=-0.01, rise_high=0.012)
    said = curve_view(tables(satisfaction_curve=level), "", grounds()).sentence
    assert said.startswith("Loyalty does not measurably rise with satisfaction here: 0.1 percentage points")
    assert said.endswith("No zone of indifference can be told from these answers.")


def test_the_curve_is_that_of_the_chosen_tier_and_its_points_lead_to_who_answered_so():
    found = pd.concat([curve("", 200, 5.0), curve("gold", 60), curve("lead", 20).head(0)])
    everybody = curve_view(tables(satisfaction_curve=found), "", grounds())
    assert everybody.choices == {"": "Everybody", "gold": "Gold"}
    assert everybody.zone == (5.0, 7.5)
    assert everybody.groups == {"50": CustomerFilters(rated=("50",)), "100": CustomerFilters(rated=("100",))}
    rounded = curve_view(tables(satisfaction_curve=found), "", grounds(), is_rounded=True)
    assert [group.rated for group in rounded.groups.values()] == [("t5",), ("t10",)]
    gold = curve_view(tables(satisfaction_curve=found), "gold", grounds())
    assert gold.groups["50"] == CustomerFilters(rated=("50",), tier=("gold",))
    assert gold.zone is None
    assert gold.customers.startswith("125 customers")
    assert everybody.sentence == (
        "Between 5.0 and 7.5 loyalty hardly rises with satisfaction: the zone of indifference."
    )
    few = curve_view(tables(satisfaction_curve=curve("", 20)), "", grounds())
    assert few.sentence.startswith("Not enough data for a zone of indifference: 45 of the 100")
    assert curve_view(tables(), "gold", grounds()).choices == {}
