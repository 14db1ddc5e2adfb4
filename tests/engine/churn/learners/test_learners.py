import numpy as np
import pandas as pd
import pytest

from engine.churn.learners.encoded import boosting, logistic, network
from engine.churn.learners.naive_bayes import NaiveBayes
from engine.churn.learners.rhythm_rule import RhythmRule
from engine.churn.learners.sample import Learned, Sample
from engine.churn.ranking import Ranked
from engine.churn.scores import auc, recalibration
from tests.engine.churn.learners.made_customers import made


def learners(sample: Sample) -> dict[str, Learned | None]:
    return {
        "rhythm_rule": RhythmRule.learned(sample),
        "naive_bayes": NaiveBayes.learned(sample),
        "logistic": logistic(sample),
        "boosting": boosting(sample, 1),
        "network": network(sample, 1),
    }


@pytest.fixture(scope="module")
def learned() -> dict[str, Learned | None]:
    return learners(made(4000, seed=1))


NAMES = ("rhythm_rule", "naive_bayes", "logistic", "boosting", "network")


@pytest.mark.parametrize("name", NAMES)
def test_each_foretells_later_customers(learned: dict[str, Learned | None], name: str) -> None:
    later = made(4000, seed=2)
    found = learned[name]
    assert found is not None
    chance = found.probability(later.features)
    assert ((chance > 0) & (chance < 1)).all()
    assert auc(Ranked.of(chance, later.churned)) > (0.68 if name == "rhythm_rule" else 0.74)
    slope, _, _ = recalibration(chance, later.churned.astype(float))
    assert 0.7 < slope < 1.3


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_answer(learned: dict[str, Learned | None], name: str) -> None:
    features = made(50, seed=3).features
    again, first = learners(made(4000, seed=1))[name], learned[name]
    assert first is not None
    assert again is not None
    assert (first.probability(features) == again.probability(features)).all()


@pytest.mark.parametrize("name", NAMES)
def test_texts_and_gaps_never_seen_before_are_taken(learned: dict[str, Learned | None], name: str) -> None:
    odd = made(4, seed=3).features.assign(
        tariff=["newest", None, "old", "new"], answer=[9.0, np.nan, -3.0, 1e9]
    )
    found = learned[name]
    assert found is not None
    assert np.isfinite(found.probability(odd.assign(silence_in_gaps=[np.nan, 0.0, 1e9, 1.0]))).all()


def test_naive_bayes_by_hand() -> None:
    """40 of 60 leave. Of 30 with a red card all do: (30 + ⅔)/40 over (⅓)/20, times odds of 2: 92.

    So the chance is 92/93; without the card (10 + ⅔)/40 over (20 + ⅓)/20 times 2 = .5246: .3441.
    """
    features = pd.DataFrame({"card": pd.Series(["red"] * 30 + ["none"] * 30, dtype="str")})
    churned = np.array([True] * 40 + [False] * 20)
    found = NaiveBayes.learned(Sample(features, churned, np.ones(60)))
    assert found.probability(features)[[0, -1]] == pytest.approx([92 / 93, 0.5246 / 1.5246], abs=1e-4)


def test_the_rhythm_rule_rises_with_silence(learned: dict[str, Learned | None]) -> None:
    rule = learned["rhythm_rule"]
    assert rule is not None
    chance = rule.probability(pd.DataFrame({"silence_in_gaps": [0.1, 0.5, 1.0, 3.0, np.nan]}))
    assert (np.diff(chance[:4]) > 0).all()
    assert 0 < chance[4] < 1


def test_without_a_rhythm_there_is_no_rhythm_rule() -> None:
    some = made(500, seed=1)
    bound = Sample(some.features.assign(contract_age_months=3.0), some.churned, some.value)
    assert RhythmRule.learned(bound) is None
    without = Sample(some.features.drop(columns="silence_in_gaps"), some.churned, some.value)
    assert RhythmRule.learned(without) is None
    unknown = Sample(some.features.assign(silence_in_gaps=np.nan), some.churned, some.value)
    assert RhythmRule.learned(unknown) is None
