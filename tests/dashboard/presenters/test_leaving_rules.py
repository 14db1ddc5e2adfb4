"""Do the tree's rules stand in words, each with how often it was right?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.leaving_rules import RuleLine, column_words, rule_lines
from tests.dashboard.presenters.assessed_customers import reader

FOUND = {"left_share": 0.62, "left_share_low": 0.55, "left_share_high": 0.69, "customers": 180, "left": 112}


def rules() -> pd.DataFrame:
    first = {"rule": 1, **FOUND, "value": 250.0}
    second = {"rule": 2, **FOUND, "left_share": 0.05, "value": 900.0}
    return pd.DataFrame(
        [
            {**first, "message_id": "comparison.condition.above", "column": "silence_days", "low": 120.5},
            {
                **first,
                "message_id": "comparison.condition.is_not",
                "column": "attribute: branch",
                "text": "Bern",
            },
            {
                **second,
                "message_id": "comparison.condition.at_most.or_unknown",
                "column": "own",
                "high": 0.25,
            },
        ],
        columns=["rule", "message_id", "column", "low", "high", "text", *FOUND, "value"],
    ).astype({"low": "float64", "high": "float64", "text": "str"})


def test_a_rule_is_told_with_all_its_conditions_and_its_record():
    riskiest, other = rule_lines(rules(), reader())
    assert riskiest == RuleLine(
        share="62% (55% to 69%)",
        record="left: 112 of 180 customers, mean value €250",
        conditions="If days of silence above 120; and profile “branch” is not “Bern”",
    )
    assert other.conditions == "If own at most 0.250, or unknown"
    assert rule_lines(rules(), reader("zh_CN"))[0].record == "流失：180位客户中112位，平均价值€250"


def test_without_rules_there_is_no_line():
    assert rule_lines(pd.DataFrame(), reader()) == ()


def test_columns_of_files_keep_their_name_and_ours_get_a_word():
    assert column_words("complaint_price", reader()).startswith("complaints about Price")
    assert column_words("attribute: branch", reader("zh_CN")) == "客户资料“branch”"
    assert column_words("silence_days", reader("zh_CN")) == "沉默天数"
