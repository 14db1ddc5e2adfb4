import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from numpy.random import default_rng

from engine.contracts import Relations, Tables
from engine.months import whole_months
from engine.segments.early_traits import (
    Level,
    early_traits,
    first_purchases,
    learned_levels,
    level_matrix,
)
from engine.segments.likeness import LikenessModel, best_of, learned_likeness, tried
from engine.segments.prospects import assessment_columns, newcomers, prospecting, scored_profiles
from engine.value.basis import history

AS_OF = dt.date(2026, 6, 30)
FIRST = dt.date(2023, 7, 1)


def company(size: int = 1_200, *, telling: bool = True) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Three years of newcomers: firms buy much more than households, if ``telling``."""
    rng = default_rng(8)
    firm = rng.random(size) < 0.25
    start = rng.integers(0, 1_095, size)
    rows = []
    for number in range(size):
        generous = firm[number] if telling else rng.random() < 0.25
        for visit in range(1 + rng.poisson(6.0 if generous else 1.0)):
            day = start[number] + visit * int(rng.integers(10, 40))
            amount = float(rng.lognormal(5.5 if generous else 4.0, 0.5)) if visit else 60.0
            if day < 1_096:
                rows.append((f"C{number:04d}", day, round(amount, 2), "shop" if number % 2 else "web"))
    facts = pd.DataFrame(rows, columns=["customer_id", "offset", "amount", "channel"])
    facts["day"] = pd.Timestamp(FIRST) + pd.to_timedelta(facts.pop("offset"), unit="D")
    ids = [f"C{number:04d}" for number in range(size)]
    attributes = pd.DataFrame(
        {
            "customer_id": ids,
            "known_on": pd.Timestamp("2020-01-01"),
            "name": "kind",
            "value": np.where(firm, "firm", "household"),
        }
    )
    return facts.assign(margin=facts["amount"], product_id="P"), attributes


def tables(facts: pd.DataFrame, attributes: pd.DataFrame) -> Tables:
    return Tables.from_frames(facts, relations=Relations.from_frames(attributes=attributes))


def test_first_purchases_by_hand() -> None:
    facts = pd.DataFrame(
        {
            "customer_id": ["a", "a", "a", "a", "a", "b"],
            "day": pd.to_datetime(
                ["2026-01-10", "2026-01-10", "2026-01-10", "2026-02-09", "2026-02-10", "2026-03-01"]
            ),
            "amount": [10.0, 5.0, -2.0, 7.0, 100.0, 4.0],
            "margin": [10.0, 5.0, -2.0, 7.0, 100.0, 4.0],
            "channel": ["web", "web", "shop", None, None, None],
            "product_id": ["x", "y", "z", "x", "x", None],
        }
    )
    known = Tables.from_frames(facts)
    basis = history(known, AS_OF, None)
    found = known.execute(first_purchases(known.transactions, AS_OF, basis, 30)).set_index("customer_id")
    assert found.loc["a", ["amount", "products", "followed_value"]].tolist() == [15.0, 2, 7.0]
    assert found.loc["a", "channel"] == "web"
    assert pd.isna(found.loc["b", "channel"])


def test_what_was_known_later_was_not_known_early() -> None:
    until = pd.Series(pd.to_datetime(["2026-01-01", "2026-01-01"]), index=pd.Index(["a", "b"]))
    attributes = pd.DataFrame(
        {
            "customer_id": ["a", "a", "a", "b"],
            "known_on": pd.to_datetime(["2025-01-01", "2025-06-01", "2026-01-02", "2026-01-02"]),
            "name": "kind",
            "value": ["old", "early", "late", "late"],
        }
    )
    found = early_traits(until, attributes)
    assert found.loc["a", "kind"] == "early"
    assert pd.isna(found.loc["b"].get("kind"))


def test_levels_are_what_many_share() -> None:
    frame = pd.DataFrame(
        {
            "kind": ["x"] * 60 + ["y"] * 35 + ["rare"] * 5,
            "document": [f"N{number}" for number in range(100)],
            "age": [str(number) for number in range(100)],
        },
        dtype=object,
    )
    levels = learned_levels(frame)
    assert [level.category for level in levels if level.trait == "kind"] == ["x", "y"]
    assert not [level for level in levels if level.trait == "document"]
    ages = [level for level in levels if level.trait == "age"]
    assert [(level.low, level.high) for level in ages] == [
        (-math.inf, 24.0),
        (24.0, 49.0),
        (49.0, 74.0),
        (74.0, math.inf),
    ]
    matrix = level_matrix(pd.DataFrame({"kind": ["rare", "new", "x"], "age": [None, "30", "74"]}), levels)
    by_level = dict(zip(levels, matrix.T, strict=True))
    assert by_level[Level("kind", category="x")].tolist() == [0.0, 0.0, 1.0]
    assert by_level[ages[1]].tolist() == [0.0, 1.0, 0.0]
    assert by_level[ages[3]].tolist() == [0.0, 0.0, 1.0]


def test_a_model_read_again_scores_the_same() -> None:
    rng = default_rng(1)
    frame = pd.DataFrame({"kind": np.where(rng.random(400) < 0.3, "firm", "household")}, dtype=object)
    best = ((frame["kind"] == "firm") & (rng.random(400) < 0.4)).to_numpy()
    model = learned_likeness(frame, best, rng)
    again = LikenessModel.read(model.written())
    firm, household = again.likeness(pd.DataFrame({"kind": ["firm", "household"]}))
    assert [firm, household] == pytest.approx(
        model.likeness(pd.DataFrame({"kind": ["firm", "household"]})), abs=1e-6
    )
    assert firm > 0.3 > household
    assert np.isnan(again.likeness(pd.DataFrame({"kind": ["unheard of"]}))[0])
    (reasons, none) = again.reasons(pd.DataFrame({"kind": ["firm", "household"]}))
    assert [level.category for level in reasons] == ["firm"]
    assert none == []


def test_lift_by_hand() -> None:
    """Ten of a hundred are the best; the fifth scored highest holds eight of them: 40 % over 10 %."""
    frame = pd.DataFrame({"kind": ["firm"] * 20 + ["household"] * 80}, dtype=object)
    best = np.array([True] * 8 + [False] * 12 + [True] * 2 + [False] * 78)
    model = LikenessModel(
        (Level("kind", category="firm"), Level("kind", category="household")),
        np.array([1.0, -1.0]),
        np.array([0.2, 0.8]),
        0.0,
    )
    found = tried(model, frame, best, default_rng(1))
    assert found.lift.value == pytest.approx(4.0)
    assert 1.0 < found.lift.low < 4.0 < found.lift.high
    assert found.fifths["best"].iloc[0] == 8
    assert found.fifths["best"].sum() == 10
    assert found.beats_chance


def test_the_best_are_the_tenth_that_brought_the_most_and_brought_something() -> None:
    assert best_of(np.arange(100.0)).sum() == 10
    assert best_of(np.zeros(50)).sum() == 0


def test_firms_are_found_and_the_score_is_held_against_later_newcomers() -> None:
    known = tables(*company())
    basis = history(known, AS_OF, None)
    found = newcomers(known, AS_OF, basis, whole_months(basis.first_day, AS_OF))
    learned_from = found.first["first_purchase_day"][found.learned].max()
    tried_on = found.first["first_purchase_day"][found.later]
    # all that the score was learned from had happened when the first of those came on whom it is tried
    assert (tried_on.min() - learned_from).days >= 182
    assert (pd.Timestamp(AS_OF) - tried_on.max()).days >= 182
    told = prospecting(known, AS_OF, found)
    assert [card.message_id for card in told.cards] == [
        "card.likeness_profile.ok.found",
        "card.likeness_first.ok.found",
    ]
    assert told.trials["profile"].lift.low > 1.5
    assert told.models["profile"].strongest()[0][0].trait == "kind"
    # A quarter are firms: the highest fifth holds none but them, the third no firm.
    firm, household = told.models["profile"].likeness(pd.DataFrame({"kind": ["firm", "household"]}))
    facts = told.cards[0].facts
    assert facts["fifth_1_lowest_share"] == pytest.approx(firm)
    assert facts["fifth_3_lowest_share"] == pytest.approx(household)
    assert facts["fifth_5_lowest_share"] == 0.0


def test_prospects_are_who_bought_once_and_has_not_left() -> None:
    facts, attributes = company()
    known = tables(facts, attributes)
    basis = history(known, AS_OF, None)
    days = facts.groupby("customer_id")["day"].nunique()
    customers = pd.DataFrame({"customer_id": days.index, "purchase_days": days.to_numpy(dtype=float)})
    customers["churn_state"] = np.where(np.arange(len(customers)) % 5 == 0, "left", "staying")
    columns, cards = assessment_columns(known, customers, AS_OF, basis, 36)
    scored = columns["prospect_likeness"].notna()
    expected = (customers["purchase_days"] == 1) & (customers["churn_state"] != "left")
    assert scored.equals(expected)
    assert columns["prospect_likeness"].dropna().between(0, 1).all()
    kinds = attributes.set_index("customer_id")["value"].reindex(customers["customer_id"]).to_numpy()
    firms = columns["prospect_likeness"][scored & (kinds == "firm")]
    households = columns["prospect_likeness"][scored & (kinds == "household")]
    assert firms.min() > households.median()
    assert columns["prospect_traits"][firms.index[0]].startswith("kind=firm")
    model = str(cards[0].facts["model"])
    nobody = attributes.head(40).assign(customer_id=[f"N{number}" for number in range(40)])
    profiles = scored_profiles(model, nobody, AS_OF)
    is_firm = nobody.set_index("customer_id")["value"].reindex(profiles.index) == "firm"
    assert (profiles["likeness"] > 0.15).equals(is_firm)


def test_a_score_no_better_than_chance_is_not_shown() -> None:
    known = tables(*company(telling=False))
    basis = history(known, AS_OF, None)
    found = prospecting(known, AS_OF, newcomers(known, AS_OF, basis, 36))
    assert found.models == {}
    assert {card.message_id for card in found.cards} == {
        "card.likeness_profile.ok.chance",
        "card.likeness_first.ok.chance",
    }


def test_too_little_is_said() -> None:
    facts, attributes = company(150)
    known = tables(facts, attributes[:0])
    basis = history(known, AS_OF, None)
    customers = pd.DataFrame({"customer_id": ["C0000"], "purchase_days": [1.0], "churn_state": ["staying"]})
    columns, cards = assessment_columns(known, customers, AS_OF, basis, 36)
    assert columns["prospect_likeness"].isna().all()
    assert [card.message_id for card in cards] == [
        "card.likeness_profile.not_enough_data.attributes",
        "card.likeness_first.not_enough_data.learned",
    ]
    _, young = assessment_columns(known, customers, AS_OF, basis, 8)
    assert {card.message_id for card in young} == {
        "card.likeness_profile.not_enough_data.history",
        "card.likeness_first.not_enough_data.history",
    }
