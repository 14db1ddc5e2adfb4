import dataclasses

import numpy as np
import pytest

from engine.errors import SettingOutOfRangeError
from engine.rescue.assumptions import Assumption
from engine.rescue.dry_cleaner import Cleaner, CleanerCase, by_cause, dry_cleaner, second_lifetime


def worked(case: Cleaner | None = None) -> CleanerCase:
    return dry_cleaner(case or Cleaner(), np.random.default_rng(1))


def test_second_lifetime_by_hand() -> None:
    """400 a year, eight in ten kept, 10 %: 400·(1 + .7273 + .5289) = 902.48 over three years."""
    assert second_lifetime(400.0, 0.8, 0.1, 3) == pytest.approx(902.4793, abs=1e-4)


def test_the_case_of_1000_a_year_and_a_claim_of_235() -> None:
    """Margin 40 %, ten years: V = 400·(1 − .72727^10)/(1 − .72727) = 1,405.95; W = .099·V = 139.19.

    C* = (.6 − .05)·V + W·(.95 − .5·.4) = 773.27 + 104.39 = 877.66: the claim is far below.
    """
    found = worked()
    assert found.value == pytest.approx(1405.95, abs=0.01)
    assert found.talk == pytest.approx(139.19, abs=0.01)
    assert found.ceiling.value == pytest.approx(877.66, abs=0.01)
    assert found.decision.owed == 235.0
    assert found.is_claim_below_ceiling
    assert found.years_to_earn_claim == 1.0
    assert found.ceiling_interval.low < 877.66 < found.ceiling_interval.high


def test_what_is_owed_does_not_depend_on_the_customer() -> None:
    poor = worked(dataclasses.replace(Cleaner(), spend_per_year=10.0))
    assert poor.decision.owed == 235.0
    assert not poor.is_claim_below_ceiling
    assert np.isnan(poor.years_to_earn_claim)


def test_the_years_add_up() -> None:
    found = worked()
    assert found.by_year["margin"].sum() == pytest.approx(found.value)
    assert found.by_year["in_all"].iloc[-1] == pytest.approx(found.value)


def test_what_is_no_case_is_refused() -> None:
    with pytest.raises(SettingOutOfRangeError) as refused:
        Cleaner(margin_rate=Assumption(1.5))
    assert refused.value.parameters == {"setting": "margin_rate", "value": 1.5}
    with pytest.raises(SettingOutOfRangeError):
        Cleaner(years=0)


def test_the_ceiling_by_cause_by_hand() -> None:
    """Competition talks to nobody: .55·1,405.95; on who moved away a tenth of that has effect."""
    shares = {"response_to_failure": 0.5, "competition": 0.3, "involuntary": 0.2}
    whole = by_cause(Cleaner(), worked(), shares)
    found, mix = whole.ceilings, whole.mix
    assert found["response_to_failure"].value == pytest.approx(worked().ceiling.value)
    assert found["competition"].value == pytest.approx(0.55 * 1405.95, abs=0.01)
    assert found["competition"].from_talk == 0.0
    assert found["involuntary"].value == pytest.approx(0.055 * 1405.95, abs=0.01)
    parts = (0.5 * found["response_to_failure"].value, 0.3 * found["competition"].value)
    assert mix.value == pytest.approx(sum(parts) + 0.2 * found["involuntary"].value)
    disappointed = whole.intervals["response_to_failure"]
    assert (disappointed.low, disappointed.high) == pytest.approx(
        (worked().ceiling_interval.low, worked().ceiling_interval.high)
    )
    assert whole.intervals["involuntary"].high < disappointed.low
    assert whole.mix_interval.low < mix.value < whole.mix_interval.high < disappointed.high
