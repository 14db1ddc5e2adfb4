from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.random import default_rng

from engine.segments.clusters import (
    LEAST_FIDELITY,
    SMALLEST_SHARE,
    Clusters,
    Trial,
    assessment_columns,
    clusters_card,
    find_clusters,
)
from engine.segments.names import cluster_codes, standardised_differences
from engine.segments.rules import Rule, read_rules
from engine.segments.stability import STABLE, Stability
from engine.segments.traits import TRAITS, Scale, trait_frame


def people(kinds: list[tuple[int, float, float, float, float]], seed: int = 4) -> pd.DataFrame:
    """Customers of several kinds: how many, value, purchases, silence in days, weeks known."""
    rng, frames = default_rng(seed), []
    for size, value, often, silence, weeks in kinds:
        purchases = rng.poisson(often, size).astype(float)
        frames.append(
            pd.DataFrame(
                {
                    "current_value": value * rng.lognormal(0.0, 0.25, size),
                    "purchase_days": purchases + 1.0,
                    "purchase_days_12m": purchases,
                    "monetary_value": 80.0 * rng.lognormal(0.0, 0.3, size),
                    "days_since_last_purchase": np.round(silence * rng.lognormal(0.0, 0.25, size)),
                    "age_weeks": weeks * rng.lognormal(0.0, 0.15, size),
                    "amount_total": 300.0,
                    "refund_amount_total": 0.0,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


KINDS = [(80, 3_000.0, 12.0, 15.0, 150.0), (100, 250.0, 2.0, 40.0, 12.0), (120, 40.0, 0.2, 500.0, 160.0)]


@pytest.fixture(scope="module")
def found() -> Clusters:
    return find_clusters(people(KINDS))


def test_three_kinds_of_customers_are_found_and_named_by_what_sets_them_apart(found: Clusters) -> None:
    assert found.chosen is not None
    assert found.chosen.count == 3
    kinds = np.repeat([0, 1, 2], [80, 100, 120])
    groups = found.of(people(KINDS))
    assert (pd.crosstab(kinds, groups.to_numpy()).max(axis=1) / [80, 100, 120]).min() > 0.97
    best, new, gone = found.codes
    assert "often" in best.split("-")
    assert "new" in new.split("-")
    assert "silent" in gone.split("-")


def test_what_is_chosen_keeps_every_promise(found: Clusters) -> None:
    assert found.chosen is not None
    assert found.chosen.stability.jaccard.min() >= STABLE
    assert found.chosen.fidelity >= LEAST_FIDELITY
    assert found.chosen.smallest >= SMALLEST_SHARE
    assert [trial.count for trial in found.trials] == [2, 3, 4, 5, 6]


def test_each_number_of_groups_says_why_it_was_chosen_or_not(found: Clusters) -> None:
    verdicts = found.verdicts
    assert verdicts[3] == "chosen"
    assert verdicts[2] in ("coarser", "closer", "one_cloud")
    for trial in found.trials:
        if trial.lack:
            assert verdicts[trial.count] == trial.lack
    facts = clusters_card(found).facts
    assert facts["trial_3_verdict"] == "chosen"
    assert facts["trial_3_stability_share"] == facts["stability_share"]


def test_lacks_and_verdicts_by_hand() -> None:
    rules = (Rule(0, ()), Rule(1, ()))
    firm, shaky = Stability(np.array([0.9, 0.8]), 0.9), Stability(np.array([0.9, 0.7]), 0.7)
    two = Trial(2, 0.5, 0.9, 0.3, firm, rules)
    assert [
        one.lack
        for one in (
            two,
            replace(two, stability=shaky),
            replace(two, fidelity=0.8),
            replace(two, smallest=0.01),
            replace(two, rules=rules[:1]),
        )
    ] == ["", "unstable", "rules", "small", "small"]
    three = replace(two, count=3, quality=0.44, rules=(*rules, Rule(2, ())))
    # Nearly as clear as the best, so the larger comes first; six lie too close together.
    six = replace(three, count=6, quality=0.3, rules=tuple(Rule(group, ()) for group in range(6)))
    trials = (two, three, six)
    assert Clusters(three, (), trials, 300).verdicts == {2: "coarser", 3: "chosen", 6: "closer"}
    assert Clusters(two, (), trials, 300).verdicts == {2: "chosen", 3: "one_cloud", 6: "closer"}
    assert set(Clusters(None, (), trials, 300).verdicts.values()) == {"one_cloud"}


def test_the_rules_on_the_card_give_the_same_answer_for_a_new_customer(found: Clusters) -> None:
    card = clusters_card(found)
    newcomers = people(KINDS, seed=9)
    by_card = pd.Series(None, index=newcomers.index, dtype=object)
    traits = trait_frame(newcomers)
    for code, bounds in read_rules(str(card.facts["rules"])):
        holds = pd.Series(True, index=newcomers.index)
        for bound in bounds:
            holds &= (traits[bound.trait] >= bound.low) & (traits[bound.trait] < bound.high)
        by_card[holds] = code
    assert by_card.equals(found.of(newcomers))
    assert set(by_card) == set(found.codes)
    assert card.message_id == "card.clusters.ok.found"


def test_the_same_seed_gives_the_same_groups(found: Clusters) -> None:
    again = find_clusters(people(KINDS))
    assert again.codes == found.codes
    assert again.chosen is not None
    assert found.chosen is not None
    assert again.chosen.rules == found.chosen.rules


def test_one_cloud_has_no_groups() -> None:
    """One heap, stretched: k-means would cut it in two the same way every time, and that is no grouping."""
    rng = default_rng(11)
    size = 300
    bent = rng.normal(size=size)
    frame = people([(size, 1.0, 1.0, 1.0, 1.0)]).assign(
        current_value=np.sinh(1.0 + bent + 0.3 * rng.normal(size=size)) * 100.0,
        purchase_days_12m=np.expm1(2.0 + 0.4 * bent + 0.2 * rng.normal(size=size)).clip(0.0),
        monetary_value=np.sinh(1.0 + 0.5 * rng.normal(size=size)) * 50.0,
        days_since_last_purchase=np.expm1(4.0 - 0.5 * bent + 0.3 * rng.normal(size=size)).clip(0.0),
        age_weeks=(9.0 + rng.normal(size=size)) ** 2,
    )
    columns, card = assessment_columns(frame)
    assert columns["cluster"].isna().all()
    assert card.message_id == "card.clusters.ok.none"


def test_few_customers_are_not_grouped() -> None:
    columns, card = assessment_columns(people([(150, 100.0, 3.0, 30.0, 50.0)]))
    assert columns["cluster"].isna().all()
    assert card.message_id == "card.clusters.not_enough_data.customers"
    assert (card.facts["count"], card.facts["needed"]) == (150, 200)


def test_who_never_bought_is_in_no_group(found: Clusters) -> None:
    nobody = people(KINDS).iloc[:3].assign(purchase_days=[np.nan, 2.0, 3.0])
    assert found.of(nobody).isna().tolist() == [True, False, False]


def test_traits_by_hand() -> None:
    frame = people([(1, 1.0, 1.0, 1.0, 1.0)]).assign(amount_total=75.0, refund_amount_total=-25.0)
    assert trait_frame(frame)["refund_share"].tolist() == [0.25]
    assert list(trait_frame(frame)) == list(TRAITS)


def test_a_giant_moves_the_scale_of_nobody_else() -> None:
    frame = trait_frame(people(KINDS))
    giant = pd.concat([frame, frame.tail(1).assign(current_value=1e12)], ignore_index=True)
    ordinary, with_giant = Scale.of(frame), Scale.of(giant)
    moved = np.abs(with_giant.scaled(frame) - ordinary.scaled(frame)).max()
    assert moved < 0.02
    assert with_giant.scaled(giant).max() == 3.0


def test_what_nobody_differs_in_is_no_trait() -> None:
    assert "refund_share" not in Scale.of(trait_frame(people(KINDS))).names


def test_differences_are_in_common_standard_deviations() -> None:
    """Cohen's d by hand: means 1 and 4, both groups with variance 1 on 2 degrees of freedom."""
    values, groups = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0]]), np.array([0, 0, 0, 1, 1, 1])
    assert standardised_differences(values, groups).ravel().tolist() == [-3.0, 3.0]


def test_groups_that_would_be_called_the_same_get_more_words_or_a_number() -> None:
    names = ["current_value", "purchase_days_12m", "age_weeks"]
    groups = np.repeat([0, 1, 2], 20)
    noise = default_rng(2).normal(0, 0.1, (60, 3))
    high = np.array([[3.0, 3.0, 1.0], [3.0, 3.0, -1.0], [-6.0, -6.0, 0.0]])[groups] + noise
    first, second, _ = cluster_codes(high, groups, names)
    assert "long_known" in first.split("-")
    assert "new" in second.split("-")
    same = np.array([[3.0, 3.0, 0.0], [3.0, 3.0, 0.0], [-6.0, -6.0, 0.0]])[groups] + noise
    first, second, _ = cluster_codes(same, groups, names)
    assert first != second
