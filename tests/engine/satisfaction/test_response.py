"""Is the response rate that of the invitations, or of the number typed, and nothing where nobody knows?"""

import datetime as dt
import math

import pandas as pd
import pytest

from engine.errors import SettingOutOfRangeError
from engine.satisfaction.response import check_invited, invitations, response_rates
from engine.satisfaction.silent_majority import Talk

DAY = dt.date(2025, 6, 30)
DAYS = pd.to_datetime(["2025-01-01", "2025-01-01", "2025-03-01", "2025-01-01"])
CONTACTS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "a", "c"],
        "day": DAYS,
        "purpose": ["survey invitation", "满意度调查", "Survey", "welcome call"],
    }
)
ANSWERS = pd.DataFrame(
    {
        "respondent": ["c:a", "c:a", "r:x", "c:b"],
        "customer_id": ["a", "a", None, "b"],
        "day": pd.to_datetime(["2025-01-10", "2025-01-10", "2025-01-11", "2025-03-20"]),
        "role": ["nps", "csat", "nps", "csat"],
    }
)


def rate(found: pd.DataFrame, figure: str) -> tuple[float, int, int, str]:
    row = found.set_index("figure").loc[figure]
    return row["value"], row["n"], row["answered"], row["origin"]


def test_an_invitation_counts_as_answered_within_sixty_days() -> None:
    """Three invitations: a's first was answered, a's second and b's (78 days later) were not."""
    invited = invitations(CONTACTS)
    assert invited["customer_id"].tolist() == ["a", "b", "a"]
    found = response_rates(ANSWERS, invited, {}, DAY, 1)
    assert rate(found, "") == (pytest.approx(1 / 3), 3, 1, "contacts")
    assert rate(found, "nps") == (pytest.approx(1 / 3), 3, 1, "contacts")
    assert math.isnan(rate(found, "ces")[0])


def test_an_invitation_that_may_still_be_answered_does_not_count_yet() -> None:
    """On 10 April only the two of 1 January had their 60 days; on 20 January none had."""
    invited = invitations(CONTACTS)
    assert rate(response_rates(ANSWERS, invited, {}, dt.date(2025, 4, 10), 1), "")[1:3] == (2, 1)
    early = rate(response_rates(ANSWERS, invited, {}, dt.date(2025, 1, 20), 1), "")
    assert math.isnan(early[0])
    assert early[1::2] == (0, "contacts")


def test_each_part_of_an_index_has_a_rate_of_its_own() -> None:
    """Of three invitations a's first brought an answer on reliability; b was late."""
    parts = ANSWERS.assign(role=["reliability", "value_product", "reliability", "cost_time"])
    found = response_rates(parts, invitations(CONTACTS), {}, DAY, 1)
    assert rate(found, "reliability") == (pytest.approx(1 / 3), 3, 1, "contacts")
    assert rate(found, "servqual_gap")[:3] == rate(found, "reliability")[:3]
    assert rate(found, "value_product") == (pytest.approx(1 / 3), 3, 1, "contacts")
    assert rate(found, "cost_time") == (0.0, 3, 0, "contacts")
    assert rate(found, "tangibles")[3] == ""


def test_a_typed_number_goes_before_contacts() -> None:
    found = response_rates(ANSWERS, invitations(CONTACTS), {"invited": 10.0}, DAY, 1)
    assert rate(found, "") == (pytest.approx(0.3), 10, 3, "typed")
    assert rate(found, "csat") == (pytest.approx(0.2), 10, 2, "typed")


def test_more_answers_than_were_asked_for_give_no_rate() -> None:
    found = response_rates(ANSWERS, invitations(CONTACTS), {"invited": 2.0}, DAY, 1)
    assert math.isnan(rate(found, "")[0])
    assert rate(found, "")[1:] == (2, 3, "typed")


def test_without_invitations_nobody_knows() -> None:
    found = response_rates(ANSWERS, invitations(CONTACTS[3:]), {}, DAY, 1)
    assert math.isnan(rate(found, "")[0])
    assert rate(found, "")[1:] == (0, 3, "")


def test_what_is_typed_lies_within_its_range() -> None:
    assert Talk().typed({"told_by_dissatisfied": 12.0}).told_by_dissatisfied == 12.0
    for refused in ({"lost_share": 1.5}, {"told_by_nobody": 1.0}):
        with pytest.raises(SettingOutOfRangeError, match=r"error\.setting_out_of_range"):
            Talk().typed(refused)
    with pytest.raises(SettingOutOfRangeError, match=r"error\.setting_out_of_range"):
        check_invited({"invited": 0.0})
