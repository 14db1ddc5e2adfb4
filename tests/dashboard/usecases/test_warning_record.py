"""Are earlier warnings held against what happened since, and against nothing later?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.presenters.customer_filters import CustomerFilters, matching
from dashboard.presenters.past_warnings import past_code, with_past_warnings
from dashboard.usecases.warning_record import warning_record
from data.assessments import NewAssessment, assessment_frame, store
from data.viewer import OWNER
from data.workspaces import create_workspace
from engine.churn.silences import SILENCES


def rule(days: float) -> list[dict[str, object]]:
    return [{"name": "churn_rule", "status": "ok", "facts": {"churn_after_days": days}}]


def stored(slug: str, as_of: dt.date, rule_days: float = 100.0, **columns: object) -> int:
    frames = columns.pop("frames", {})
    frame = pd.DataFrame({"customer_id": [f"C{number:02d}" for number in range(40)]}).assign(**columns)
    made = NewAssessment(as_of, 1, {"horizon_months": 12}, frame, {}, rule(rule_days), frames=frames)
    return store(OWNER, slug, made)


def warned(slug: str, as_of: dt.date, rule_days: float = 100.0) -> int:
    chances = {"churn_probability": 0.2, "survival_06": 0.9}
    return stored(slug, as_of, rule_days, churn_state="staying", **chances)


@pytest.fixture
def slug(holdfast_home) -> str:
    return create_workspace(OWNER, "Hotel Linde").slug


def now(slug: str, as_of: dt.date, rule_days: float = 100.0) -> int:
    """Eight customers bought nothing from 2025-03-01 on, two of them until August; the others often."""
    ids = [f"C{number:02d}" for number in range(8)]
    back = [pd.Timestamp("2025-08-01")] * 2
    silent = pd.DataFrame({"customer_id": ids, "day": pd.Timestamp("2025-03-01")}).assign(
        day_after=[*back, *[pd.NaT] * 6]
    )
    last = [*back, *[pd.Timestamp("2025-03-01")] * 6, *[pd.Timestamp(as_of)] * 32]
    states = ["staying"] * 2 + ["left"] * 6 + ["staying"] * 32
    frames = {SILENCES: silent}
    return stored(slug, as_of, rule_days, churn_state=states, last_purchase_day=last, frames=frames)


def test_of_forty_with_a_chance_of_one_in_five_eight_left(slug):
    warned(slug, dt.date(2025, 1, 31))
    (judged,) = warning_record(OWNER, slug, now(slug, dt.date(2026, 1, 31))).judged
    assert (judged.customers, judged.months_to_go, judged.stated) == (40, 0, pytest.approx(0.2))
    assert judged.came.value == pytest.approx(8 / 40)
    assert judged.returned == 2
    assert judged.bands[["warned", "left"]].values.tolist() == [[40, 8]]


def test_a_longer_rule_of_today_does_not_judge_them(slug):
    """By 180 days only six of the eight left; the warnings spoke of 100 days."""
    warned(slug, dt.date(2025, 1, 31))
    (judged,) = warning_record(OWNER, slug, now(slug, dt.date(2026, 1, 31), 180.0)).judged
    assert (judged.came.value, judged.rule_days, judged.rule_days_now) == (8 / 40, 100.0, 180.0)


def test_by_a_rule_too_far_from_todays_nobody_can_tell(slug):
    """Silences are kept from half of today's rule on."""
    warned(slug, dt.date(2025, 1, 31), 80.0)
    found = warning_record(OWNER, slug, now(slug, dt.date(2026, 1, 31), 180.0))
    assert (found.judged, found.not_told) == ((), (dt.date(2025, 1, 31),))


def test_an_assessment_from_before_silences_were_kept_can_not_tell(slug):
    warned(slug, dt.date(2025, 1, 31))
    old = stored(
        slug, dt.date(2026, 1, 31), churn_state="staying", last_purchase_day=pd.Timestamp("2026-01-30")
    )
    assert warning_record(OWNER, slug, old).not_told == (dt.date(2025, 1, 31),)


def test_of_a_horizon_that_still_runs_the_months_so_far_are_judged(slug):
    """The chance within six months was one in ten; by then, 31 July, eight had crossed the 100 days."""
    warned(slug, dt.date(2025, 1, 31))
    (judged,) = warning_record(OWNER, slug, now(slug, dt.date(2025, 7, 31))).judged
    assert (judged.months_to_go, judged.stated) == (6, pytest.approx(0.1))
    assert judged.came.value == pytest.approx(8 / 40)


def test_from_a_months_last_day_to_the_same_date_no_whole_month_has_passed(slug):
    warned(slug, dt.date(2025, 4, 30))
    assert warning_record(OWNER, slug, now(slug, dt.date(2025, 5, 30))).judged == ()


def test_an_assessment_without_chances_and_a_later_one_are_no_warnings(slug):
    stored(slug, dt.date(2025, 1, 31), churn_state="staying")
    warned(slug, dt.date(2026, 6, 30))
    assert warning_record(OWNER, slug, now(slug, dt.date(2026, 1, 31))).judged == ()


def test_each_number_of_a_record_lists_just_whom_it_counts(slug):
    chances = [0.02] * 10 + [0.25] * 22 + [0.8] * 3 + [0.6] * 5
    stored(slug, dt.date(2025, 1, 31), churn_state="staying", churn_probability=chances, survival_06=0.9)
    assessed = now(slug, dt.date(2026, 1, 31))
    (judged,) = warning_record(OWNER, slug, assessed).judged
    everybody = assessment_frame(OWNER, slug, assessed, ("customer_id",))

    def listed(how: str, band: tuple[float, float] | None = None) -> int:
        code = past_code(how, judged.as_of, band)
        known = with_past_warnings(everybody, [judged], [code])
        return len(matching(known, CustomerFilters(warned=(code,))))

    assert [listed(how) for how in "fncrkt"] == [40, 8, 32, judged.returned, 0, 40]
    # Three at 80 % are told with their neighbours.
    assert judged.bands["warned"].tolist() == [10, 22, 8]
    for band in judged.bands.itertuples():
        bounds = (band.band_low, band.band_high)
        assert [listed(how, bounds) for how in "fnk"] == [band.warned, band.left, band.contacted]
    # What nobody was told, or on a day that is not judged, counts nobody.
    assert listed("f", (0.7, 1.0)) == 0
    assert len(matching(everybody, CustomerFilters(warned=("f20250131",)))) == 0


def test_who_is_known_no_more_is_not_judged(slug):
    """Another number was merged with somebody since, or removed."""
    ids = [f"C{number:02d}" for number in range(39)] + ["M99"]
    warned_of = {"churn_state": "staying", "churn_probability": 0.2, "survival_06": 0.9}
    stored(slug, dt.date(2025, 1, 31), customer_id=ids, **warned_of)
    (judged,) = warning_record(OWNER, slug, now(slug, dt.date(2026, 1, 31))).judged
    assert (judged.customers, judged.came.n) == (39, 39)
    assert "M99" not in set(judged.people["customer_id"])
