import numpy as np
import pandas as pd
import pytest

from dashboard.i18n.texts import LANGUAGES, Texts
from engine.churn.learners.entropy_tree import Condition, EntropyTree, value_weights
from engine.churn.learners.sample import Sample
from tests.engine.churn.learners.made_customers import made


@pytest.fixture(scope="module")
def sample() -> Sample:
    return made(3000, seed=1)


@pytest.fixture(scope="module")
def tree(sample: Sample) -> EntropyTree:
    return EntropyTree.learned(sample)


def test_one_clean_cut_is_found() -> None:
    """80 customers: below 5 nobody leaves, above everybody; two rules, cut halfway between 4 and 6."""
    days = np.repeat([2.0, 4.0, 6.0, 8.0], 20)
    one = Sample(pd.DataFrame({"days": days}), days > 5, np.ones(80))
    rules = EntropyTree.learned(one).rules
    assert [(str(rule), rule.customers, rule.left) for rule in rules] == [
        ("days > 5", 40, 40),
        ("days <= 5", 40, 0),
    ]
    assert EntropyTree.learned(one).probability(one.features)[[0, -1]] == pytest.approx([0.5 / 41, 40.5 / 41])


def test_valuable_customers_decide_where_it_cuts() -> None:
    """Age tells the leavers among the many small ones, tariff among the few large ones."""
    small = pd.DataFrame({"age": np.tile([20.0, 60.0], 150), "tariff": np.repeat([0.0, 1.0], 150)})
    large = pd.DataFrame({"age": np.tile([20.0, 60.0], 40), "tariff": np.repeat([0.0, 1.0], 40)})
    churned = np.concatenate([small["age"] > 40, large["tariff"] > 0.5])
    features = pd.concat([small, large], ignore_index=True)
    for value, first in ((1.0, "age"), (1000.0, "tariff")):
        worth = np.concatenate([np.ones(300), np.full(80, value)])
        rules = EntropyTree.learned(Sample(features, churned, worth)).rules
        assert {rule.conditions[0].column for rule in rules} == {first}


def test_weights_are_bounded() -> None:
    assert value_weights(np.array([-5.0, 0.0, 100.0])).tolist() == pytest.approx([0.1, 0.1, 3.0])
    assert value_weights(np.zeros(3)).tolist() == [1.0, 1.0, 1.0]


def test_every_customer_meets_exactly_one_rule(sample: Sample, tree: EntropyTree) -> None:
    met = np.array([rule.holds(sample.features) for rule in tree.rules])
    assert (met.sum(axis=0) == 1).all()
    assert [rule.customers for rule in tree.rules] == met.sum(axis=1).tolist()


def test_following_the_rules_gives_the_same_answer_for_new_customers(tree: EntropyTree) -> None:
    later = made(1000, seed=2)
    chance = tree.probability(later.features)
    for rule in tree.rules:
        assert len(np.unique(chance[rule.holds(later.features)])) <= 1


def test_rules_are_few_large_and_sorted(tree: EntropyTree) -> None:
    assert 2 <= len(tree.rules) <= 12
    assert min(rule.customers for rule in tree.rules) >= 30
    shares = [rule.left_share.value for rule in tree.rules]
    assert shares == sorted(shares, reverse=True)
    assert all(rule.left_share.low <= rule.left_share.value <= rule.left_share.high for rule in tree.rules)


def test_it_sees_two_columns_at_once() -> None:
    """With both or neither six in ten leave, with one of the two one in ten."""
    later = made(4000, seed=4, is_crossed=True)
    chance = EntropyTree.learned(made(4000, seed=3, is_crossed=True)).probability(later.features)
    assert chance.min() < 0.2
    assert chance.max() > 0.5


@pytest.mark.parametrize(
    ("condition", "written", "message"),
    [
        (Condition("days", low=3.0), "days > 3", "above"),
        (Condition("days", high=3.5, or_unknown=True), "(days <= 3.5 or unknown)", "at_most.or_unknown"),
        (Condition("days", 1.0, 2.0), "days > 1 and days <= 2", "between"),
        (Condition("tariff", text="old"), "tariff == old", "is"),
        (Condition("tariff", text="old", is_negated=True), "tariff != old", "is_not"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_conditions_can_be_read(language: str, condition: Condition, written: str, message: str) -> None:
    assert str(condition) == written
    assert condition.message_id == f"comparison.condition.{message}"
    assert Texts(language)(condition.message_id, **condition.parameters)


def test_a_rate_that_most_have_none_of_does_not_speak_for_those_without() -> None:
    """Who bought nothing has no rate and leaves; the rate itself tells nothing and is in no rule."""
    rng = np.random.default_rng(5)
    silent = np.arange(2000) % 2 == 0
    rate = np.where(silent, np.nan, rng.random(2000))
    days = np.where(silent, 400.0, 100.0) + rng.random(2000)
    churned = rng.random(2000) < np.where(silent, 0.9, 0.7)
    worth = np.where(silent, 0.0, rng.gamma(1.0, 300.0, 2000))
    features = pd.DataFrame({"margin_rate_12m": rate, "silence_days": days})
    rules = EntropyTree.learned(Sample(features, churned, worth)).rules
    assert {one.column for rule in rules for one in rule.conditions} == {"silence_days"}


def test_where_nothing_can_be_cut_there_is_one_rule_for_all() -> None:
    unknown = pd.DataFrame({"rate": np.full(100, np.nan)})
    tree = EntropyTree.learned(Sample(unknown, np.arange(100) < 25, np.ones(100)))
    assert [(str(rule), rule.customers, rule.left) for rule in tree.rules] == [("all", 100, 25)]
    assert tree.probability(unknown)[0] == pytest.approx(25.5 / 101)
