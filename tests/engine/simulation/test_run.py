"""Is a bad measure refused its gain, does more demand wait longer, do the books balance?"""

from dataclasses import replace

import numpy as np
import pytest

from engine.simulation.example import example_population, example_scenario
from engine.simulation.population import CAUSES, sampled
from engine.simulation.prepared import prepare
from engine.simulation.results import Results
from engine.simulation.run import simulated
from engine.simulation.scenario import Binding, ByTier, Care, Scenario, Shock, quiet
from engine.simulation.simulate import Question, simulate

SIZE = 2_000
BASE = replace(example_scenario(SIZE), replications=4, horizon_months=24)


@pytest.fixture(scope="module")
def population():
    return example_population(SIZE)


def compared(population, *scenarios) -> Results:
    return simulate(Question(population, (BASE, *scenarios)))


def with_measure(**changes):
    measure = replace(BASE.retention.measures[0], **changes)
    return replace(BASE, retention=replace(BASE.retention, measures=(measure,)))


def test_geometric_lifetimes_have_the_textbook_value():
    # Retention r = e^-0.03: value per customer m Σ r^k / (1 + d)^k, over 120 months nearly r m / (1 + d - r).
    scenario = replace(quiet(Scenario()), horizon_months=120, discount_rate_per_year=0.12, replications=20)
    some = example_population(SIZE, complaints_per_month=0.0)
    alike = replace(some, hazard=np.full_like(some.hazard, 0.03), margin_per_month=np.full(SIZE, 10.0))
    results = simulate(Question(alike, (scenario,)))
    kept, discount = np.exp(-0.03), 1.12 ** (1 / 12)
    exact = 10.0 * 2_000 * sum((kept / discount) ** month for month in range(1, 121))
    assert exact == pytest.approx(10.0 * 2_000 * kept / (discount - kept), rel=0.02)
    assert results.figure("npv").low < exact < results.figure("npv").high
    assert results.figure("npv").value == pytest.approx(exact, rel=0.01)


def test_going_on_as_now_gives_the_measured_survival_with_failures_and_talk_on(population):
    scenario = replace(BASE, retention=replace(BASE.retention, budget_per_month=0.0), replications=20)
    for rate in (0.004, 0.02):
        crowd = replace(population, complaints_per_month=np.full(SIZE, rate))
        found = simulate(Question(crowd, (scenario,))).figure("kept").value
        assert found == pytest.approx(np.exp(-crowd.hazard[:, :24].sum(axis=1)).sum(), rel=0.015)


def test_a_measure_without_effect_gains_nothing_and_costs_its_price(population):
    idle = replace(BASE, retention=replace(BASE.retention, budget_per_month=0.0))
    for useless in (with_measure(success_probability=0.0), with_measure(hazard_factor=1.0)):
        results = simulate(Question(population, (idle, useless)))
        assert (results.totals("margin", 1) == results.totals("margin", 0)).all()
        assert (results.totals("spend", 1) > 0).all()
        assert results.totals("npv", 1) - results.totals("npv", 0) == pytest.approx(
            -results.totals("spend", 1)
        )


def test_a_better_measure_keeps_more_and_the_surest_keeps_most(population):
    results = compared(
        population,
        with_measure(success_probability=0.6),
        with_measure(success_probability=1.0, hazard_factor=0.01),
    )
    better, surest = results.difference("kept", 1).value, results.difference("kept", 2).value
    assert 0 < better < surest
    assert results.figure("rescued", 0).value < results.figure("rescued", 2).value


def test_money_is_never_spent_beyond_the_months_budget(population):
    tight = replace(BASE, retention=replace(BASE.retention, budget_per_month=80.0))
    results = compared(population, tight)
    for scenario, budget in ((0, BASE.retention.budget_per_month), (1, 80.0)):
        for tier, share in enumerate(BASE.retention.split.numbers):
            assert results.monthly("offer_spend", scenario, tier).max() <= budget * share + 1e-9


def test_stayers_money_is_part_of_the_money_and_rescues_part_of_the_offers(population):
    results = compared(population)
    assert 0 < results.figure("stayer_spend").value < results.figure("offer_spend").value
    assert (
        0
        < results.figure("rescued").value
        < results.figure("accepted").value
        < results.figure("offers").value
    )


def test_a_worse_score_wastes_more(population):
    blind = replace(BASE, warning=replace(BASE.warning, auc=0.55))
    results = compared(population, blind)
    assert results.difference("stayer_share", 1).low > 0


def test_more_agents_never_lengthen_waits_and_more_demand_never_shortens_them(population):
    busy = replace(BASE, desk=replace(BASE.desk, agents=1, hours_per_case=18.0))
    staffed = replace(busy, desk=replace(busy.desk, agents=2))
    demanding = replace(busy, failures=replace(busy.failures, frequency_factor=1.5))
    waits = [
        [simulated(prepare(population, one), number).flow("waiting_days").sum() for number in range(3)]
        for one in (staffed, busy, demanding)
    ]
    assert (np.diff(np.array(waits), axis=0) > 0).all()


def test_a_desk_without_people_answers_nobody(population):
    results = compared(population, replace(BASE, desk=replace(BASE.desk, agents=0)))
    assert results.figure("answered", 1).value == 0
    assert results.figure("unanswered", 1).value == results.figure("complaints", 1).value > 0
    assert np.isnan(results.figure("waiting_days", 1).value)
    assert results.difference("npv", 1).high < 0


def test_authority_compensation_and_escalation(population):
    claims = replace(BASE, complaints=replace(BASE.complaints, mean_claim=80.0))
    capped = replace(claims, complaints=replace(claims.complaints, compensation_limit=100.0))
    narrow = replace(claims, complaints=replace(claims.complaints, authority_limit=0.0, escalation_days=1.0))
    results = simulate(Question(population, (claims, capped, narrow)))
    assert results.difference("compensation_spend", 1).high < 0
    # One day for every claim, instead of two for those above 100: claims are exponential with mean 80.
    above = np.exp(-100.0 / 80.0)
    assert results.difference("resolution_days", 2).value == pytest.approx(1.0 - 2.0 * above, abs=0.06)


def test_shocks_bindings_and_care_work_the_way_they_should(population):
    rival = replace(BASE, shocks=(Shock("rival", 3, 6, ("platinum",), 3.0),))
    dearer = replace(BASE, shocks=(Shock("price", 3, 6, ("gold",), 1.0, 0.10),))
    fault = replace(BASE, shocks=(Shock("fault", 3, 2, ("iron",), 5.0),))
    bound = replace(BASE, bindings=(Binding("agreement", ("gold",), 0.5, 1.0, 0.5),))
    cared = replace(BASE, care=Care(ByTier(0.0, 0.0, 0.0, 2.0), 1.0, 0.9))
    results = compared(population, rival, dearer, fault, bound, cared)
    tiers = {name: number for number, name in enumerate(("platinum", "gold", "iron", "lead"))}
    assert results.difference("kept", 1, tier=tiers["platinum"]).high < 0
    assert results.monthly("left", 1)[:, :2].tolist() == results.monthly("left", 0)[:, :2].tolist()
    competing = results.left[:, :, :, 0, CAUSES.index("competition")].sum(axis=2)
    assert (competing[:, 1] > competing[:, 0]).all()
    margins = results.monthly("margin", 2, tiers["gold"]) / results.monthly("margin", 0, tiers["gold"])
    assert margins[:, :2] == pytest.approx(1.0, abs=0.01)
    assert margins[:, 2:] == pytest.approx(1.10, abs=0.02)
    assert results.difference("complaints", 3, tier=tiers["iron"]).low > 0
    assert results.difference("kept", 4, tier=tiers["gold"]).low > 0
    assert results.difference("kept", 5, tier=tiers["lead"]).low > 0
    assert results.difference("care_spend", 5).low > 0


def test_talk_spreads_what_goes_wrong(population):
    wrong = replace(BASE, complaints=replace(BASE.complaints, unanswered_share=1.0))
    mute = replace(BASE, talk=replace(BASE.talk, is_on=False))
    both = replace(wrong, talk=mute.talk)
    results = simulate(Question(population, (BASE, wrong, mute, both)))
    assert results.difference("kept", 1).high < 0
    assert results.difference("npv", 1).value < results.difference("npv", 3, base=2).value < 0


def test_new_customers_come_and_talk_brings_or_keeps_away_some(population):
    growing = replace(
        BASE, acquisition=replace(BASE.acquisition, customers_per_month=20.0, cost_per_customer=5.0)
    )
    ignored = replace(growing, complaints=replace(growing.complaints, unanswered_share=1.0))
    results = simulate(Question(population, (growing, ignored)))
    won = results.monthly("won", 0)
    assert won.mean() == pytest.approx(20.0, rel=0.1)
    assert results.monthly("acquisition_spend", 0) == pytest.approx(5.0 * won)
    assert results.difference("won", 1).value < 0


def test_a_sample_gives_what_all_give_within_its_error():
    crowd = example_population(12_000)
    scenario = replace(example_scenario(12_000), replications=5, horizon_months=24)
    whole = simulate(Question(crowd, (scenario,)))
    part = simulate(Question(sampled(crowd, 2_000, 1), (scenario,)))
    assert part.figure("npv").low < whole.figure("npv").value < part.figure("npv").high
    assert part.figure("kept").low < whole.figure("kept").value < part.figure("kept").high
    assert part.figure("complaints").value == pytest.approx(whole.figure("complaints").value, rel=0.15)
    assert whole.sampling.tolist() == [[0.0] * 4]
