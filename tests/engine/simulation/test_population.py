import numpy as np
import pandas as pd
import pytest

from engine.assessment_columns import SURVIVAL_COLUMNS
from engine.churn.factors import FACTORS
from engine.errors import ContractBrokenError, NotEnoughDataError
from engine.simulation.example import example_population
from engine.simulation.population import CAUSES, Rates, hazard_of, population_of, sampled


def customers(count=40):
    months = np.arange(1, 37)
    frame = pd.DataFrame(
        {name: np.full(count, 0.98**month) for name, month in zip(SURVIVAL_COLUMNS, months, strict=True)}
    )
    frame["customer_id"] = [f"C{number}" for number in range(count)]
    frame["value_tier"] = np.resize(["platinum", "gold", "iron", "lead"], count)
    frame["lifecycle_stage"] = "stability"
    frame["churn_state"] = "staying"
    frame["current_value"] = 120.0
    return frame


def test_an_assessment_becomes_arrays_by_hand():
    frame = customers()
    frame[[f"cause_share_{factor}" for factor in FACTORS]] = 0.0
    frame["cause_share_price"] = 0.25
    population = population_of(frame, Rates({"gold": 0.01}, 0.3, 2.0))
    assert population.size == population.customers == 40
    assert population.margin_per_month.tolist() == [10.0] * 40
    assert population.hazard[0] == pytest.approx(np.full(36, -np.log(0.98)))
    assert population.complaints_per_month[:4].tolist() == [0.0, 0.01, 0.0, 0.0]
    assert population.causes[0, CAUSES.index("price")] == 0.25
    assert population.causes[0, CAUSES.index("unclear")] == 0.75
    assert population.switching_cost[0] == 0.3
    assert not population.is_sample


def test_without_causes_every_cause_is_unclear():
    assert (population_of(customers()).causes[:, -1] == 1.0).all()


def test_who_cant_be_simulated_is_counted_with_the_reason():
    frame = customers(60)
    frame.loc[:4, "churn_state"] = "left"
    frame.loc[3:9, "value_tier"] = None
    frame.loc[10:11, "survival_07"] = np.nan
    population = population_of(frame)
    assert population.left_out == {"left": 5, "no_tier": 5, "no_survival": 2}
    assert population.size == 48


def test_missing_columns_are_named():
    with pytest.raises(ContractBrokenError) as error:
        population_of(customers().drop(columns=["survival_12", "value_tier"]))
    assert error.value.parameters == {"columns": "value_tier, survival_12", "count": 2}


def test_too_few_customers_are_counted():
    with pytest.raises(NotEnoughDataError) as error:
        population_of(customers(29))
    assert error.value.parameters == {"count": 29, "needed": 30, "customers": 29}


def test_survival_that_rises_or_ends_at_zero_is_no_trouble():
    hazard = hazard_of(np.array([[0.9, 0.95, 0.5], [0.5, 0.0, 0.0]]))
    assert hazard[0] == pytest.approx([-np.log(0.9), 0.0, np.log(0.9 / 0.5)])
    assert np.isfinite(hazard).all()
    assert hazard[1, -1] > 0


def test_a_sample_stands_for_all():
    population = example_population(20_000)
    sample = sampled(population, 2_000, 1)
    assert 1_900 < sample.size <= 2_000
    assert sample.customers == pytest.approx(20_000)
    for tier in range(4):
        assert sample.weight[sample.tier == tier].sum() == pytest.approx((population.tier == tier).sum())
    total = (sample.weight * sample.margin_per_month).sum()
    assert total == pytest.approx(population.margin_per_month.sum(), rel=0.05)


def test_a_sample_of_a_sample_still_stands_for_all():
    population = example_population(20_000)
    sample = sampled(sampled(population, 4_000, 1), 1_000, 1)
    assert 900 < sample.size <= 1_000
    for tier in range(4):
        assert sample.weight[sample.tier == tier].sum() == pytest.approx((population.tier == tier).sum())
    total = (sample.weight * sample.margin_per_month).sum()
    assert total == pytest.approx(population.margin_per_month.sum(), rel=0.07)


def test_a_small_population_is_not_sampled_and_a_sample_is_the_same_again():
    population = example_population(500)
    assert sampled(population, 500, 1) is population
    one, two = (sampled(population, 100, 3) for _ in range(2))
    assert one.margin_per_month.tolist() == two.margin_per_month.tolist()
    assert sampled(population, 100, 4).margin_per_month.tolist() != one.margin_per_month.tolist()
