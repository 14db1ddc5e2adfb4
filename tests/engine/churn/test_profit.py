import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta

from engine.churn.profit import Campaign, ProfitTerms, expected_maximum_profit
from engine.churn.ranking import Ranked, hull
from engine.errors import NotEnoughDataError, SettingOutOfRangeError


def ranked(score: list[float], churned: list[int]) -> Ranked:
    return Ranked.of(np.array(score, dtype=float), np.array(churned, dtype=bool))


PERFECT = ranked([0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0])
BLIND = ranked([0.5, 0.5, 0.5, 0.5], [1, 1, 0, 0])


def test_hull_by_hand() -> None:
    """Left, stayed, left, stayed: the second and third are pooled, as their shares would rise."""
    left, stayed = hull(*ranked([4, 3, 2, 1], [1, 0, 1, 0]).counts())
    assert left.tolist() == [0, 1, 2, 2]
    assert stayed.tolist() == [0, 0, 1, 2]


def best_profit(found: Ranked, kept: float, terms: ProfitTerms) -> float:
    """Return the profit per customer of the best share if the chance to keep a leaver is known."""
    left, stayed = hull(*found.counts())
    gain = kept * (terms.value - terms.offer_cost) - terms.contact_cost
    cost = terms.redeemed * terms.offer_cost + terms.contact_cost
    return float((gain * left - cost * stayed).max() / (left[-1] + stayed[-1]))


def test_the_best_share_by_hand() -> None:
    """γ = .3: each of the two leavers brings .3·190 − 1 = 56; a stayer costs 11. Perfect: 2·56 / 4 = 28."""
    assert best_profit(PERFECT, 0.3, ProfitTerms()) == pytest.approx(28.0)
    assert best_profit(BLIND, 0.3, ProfitTerms()) == pytest.approx((2 * 56 - 2 * 11) / 4)


def test_expected_maximum_profit_of_perfect_knowledge() -> None:
    """Ask the leavers where γ·190 > 1: half of the integral of max(0, 190γ − 1) over Beta(6, 14)."""
    expected = quad(lambda g: (190 * g - 1) * beta.pdf(g, 6, 14), 1 / 190, 1)[0] / 2
    assert expected_maximum_profit(PERFECT).value == pytest.approx(expected, rel=1e-9)
    assert expected_maximum_profit(PERFECT).asked_share == pytest.approx(0.5, abs=1e-6)


def test_expected_maximum_profit_of_no_knowledge() -> None:
    """Ask everybody where (190γ − 1) > 11, nobody else."""
    expected = quad(lambda g: ((190 * g - 1) - 11) / 2 * beta.pdf(g, 6, 14), 12 / 190, 1)[0]
    assert expected_maximum_profit(BLIND).value == pytest.approx(expected, rel=1e-9)


def test_published_example() -> None:
    """Empulse 0.9 (documentation of ``empc_score``): 23.875593418348124 at its defaults."""
    found = ranked([0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8, 0.9], [0, 1, 0, 1, 0, 1, 0, 1])
    assert expected_maximum_profit(found).value == pytest.approx(23.875593418348124, rel=1e-12)


def test_it_is_the_integral_of_the_maximum() -> None:
    rng = np.random.default_rng(4)
    churned = rng.random(300) < 0.2
    some = Ranked.of(rng.normal(size=300) + churned, churned)
    terms = ProfitTerms(100.0, 8.0, 2.0, 0.6, 2.0, 5.0)
    grid = (np.arange(20_000) + 0.5) / 20_000
    best = [best_profit(some, g, terms) for g in grid[::20]]
    mean = np.average(best, weights=beta.pdf(grid[::20], 2, 5))
    assert expected_maximum_profit(some, terms).value == pytest.approx(mean, rel=1e-4)


def test_better_ranking_never_brings_less() -> None:
    rng = np.random.default_rng(5)
    churned = rng.random(2000) < 0.15
    noise = rng.normal(size=2000)
    profits = [expected_maximum_profit(Ranked.of(noise + k * churned, churned)).value for k in (0, 1, 2, 4)]
    assert profits == sorted(profits)
    assert expected_maximum_profit(Ranked.of(churned.astype(float), churned)).value >= profits[-1]


def test_weights_count_customers() -> None:
    double = ranked([3, 3, 2, 1], [1, 1, 0, 0])
    single = ranked([3, 2, 1], [1, 0, 0])
    weights = np.array([2.0, 1.0, 1.0])
    assert expected_maximum_profit(single, weights=weights) == expected_maximum_profit(double)


def test_the_published_costs_in_proportion() -> None:
    terms = Campaign().terms(1000.0)
    assert (terms.offer_cost, terms.contact_cost) == (pytest.approx(50.0), pytest.approx(5.0))
    assert expected_maximum_profit(PERFECT, terms).value == pytest.approx(
        5 * expected_maximum_profit(PERFECT).value
    )


def test_an_offer_dearer_than_the_customer_is_refused() -> None:
    with pytest.raises(SettingOutOfRangeError) as refused:
        ProfitTerms(value=10.0, offer_cost=10.0)
    assert refused.value.parameters == {"setting": "value", "value": 10.0}


def test_without_leavers_there_is_nothing_to_rank() -> None:
    with pytest.raises(NotEnoughDataError) as refused:
        ranked([1, 2], [0, 0])
    assert refused.value.parameters == {"count": 0, "needed": 1}


def test_typed_costs_and_beliefs_take_the_place_of_the_published_ones() -> None:
    typed = Campaign(offer_cost=30.0, contact_cost=2.0, redeemed=0.4, kept=0.25, kept_strength=40.0)
    assert typed.terms(1000.0) == ProfitTerms(1000.0, 30.0, 2.0, 0.4, 10.0, 30.0)
    # Customers worth less than the offer could not be compared by it.
    assert typed.terms(20.0).offer_cost == pytest.approx(1.0)
    assert Campaign(kept=0.0).terms(100.0).kept_alpha > 0.0
