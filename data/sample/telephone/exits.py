"""What does the company note down when somebody leaves?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.telephone.leaving import MOST_CAUSES, exit_days
from data.sample.world import FACTORS, dates

# The share of leavers who are asked for their reasons and give them.
_GIVE_REASONS = 0.60
_SAY_MORE = 0.70
# For each factor, the kinds of exit it is filed under and how often.
_KINDS = {
    "price": ("price",),
    "inconvenience": ("service", "market"),
    "core_service_failure": ("product", "technology", "service"),
    "service_encounter_failure": ("service",),
    "response_to_failure": ("service",),
    "competition": ("product", "price", "technology"),
    "ethics": ("political", "service"),
    "involuntary": ("market",),
}
_ARREARS_WORDS = ("Contract ended by us: bills unpaid.", "欠费，我方终止合同。")
WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "price": (
        ("Too expensive for what I use, and then the price went up.", "用得不多，却越来越贵。"),
        ("I pay more than new customers do.", "老客户反而比新客户付得多。"),
        ("The bill was higher every month than the offer said.", "账单每个月都比当初说的高。"),
    ),
    "inconvenience": (
        ("Your shop here has closed and I don't want to do it all online.", "附近的营业厅关了，办事不方便。"),
        ("Nobody answers in the evening, when I am at home.", "晚上下班后客服就没人接了。"),
    ),
    "core_service_failure": (
        ("The line failed again and again, always in the evening.", "宽带老是断，一到晚上就掉线。"),
        ("No reception in my own living room.", "在自己家客厅都没有信号。"),
        ("I never got the speed that I paid for.", "付了高速的钱，网速从来没达到过。"),
    ),
    "service_encounter_failure": (
        ("I was passed on five times and had to explain it all again.", "电话转了五次，每次都要重新说一遍。"),
        ("Rude on the telephone.", "客服态度很差。"),
    ),
    "response_to_failure": (
        ("I waited three weeks for an answer to my complaint.", "投诉以后等了三个星期才有答复。"),
        ("Nobody called back as promised.", "说好会回电，一直没人打来。"),
    ),
    "competition": (
        ("Another company offered double the data for less.", "别家流量翻倍，价格还更低。"),
        ("Got a better deal together with television.", "别家连电视一起办更划算。"),
    ),
    "ethics": (
        ("I was signed up for an option that I never asked for.", "没同意就给我开通了增值业务。"),
        ("The salesman didn't tell the truth about the term.", "推销时没有把合约期说清楚。"),
    ),
    "involuntary": (
        ("Moving to where you have no net.", "搬家了，新住处没有你们的网络。"),
        ("The line belonged to my late father.", "机主是我父亲，他已经去世了。"),
        ("My employer pays for a telephone now.", "单位配了手机，不用自己的了。"),
    ),
}


def draw_exit_file(rng: np.random.Generator, subscribers: pd.DataFrame, exits: pd.DataFrame) -> pd.DataFrame:
    """Return one row a leaver, by day: kind of exit, reasons and words where somebody gave them.

    Reasons are the true causes of those who were asked; the company always knows whom it
    ended itself for unpaid bills. Several reasons stand in one cell with a semicolon.
    """
    who = np.flatnonzero(exits["left"].to_numpy())
    gone = exits.iloc[who].reset_index(drop=True)
    draws = rng.random((len(gone), 4)).tolist()
    chinese = subscribers["speaks_chinese"].to_numpy()[who].tolist()
    rows = [
        _noted(causes, passive, in_chinese, draw)
        for causes, passive, in_chinese, draw in zip(
            named_causes(gone), gone["passive"].tolist(), chinese, draws, strict=True
        )
    ]
    kinds, reasons, words = zip(*rows, strict=True) if rows else ((), (), ())
    frame = pd.DataFrame(
        {
            "Customer no.": subscribers["customer_id"].to_numpy()[who],
            "Exit date": dates(exit_days(exits)[who]),
            "Exit kind": kinds,
            "Reasons": reasons,
            "In the customer's words": words,
        }
    )
    return frame.sort_values(["Exit date", "Customer no."], kind="stable", ignore_index=True)


def named_causes(exits: pd.DataFrame) -> list[list[str]]:
    """Return the names of each exit's causes, the main one first."""
    columns = exits[[f"cause_{number + 1}" for number in range(MOST_CAUSES)]].to_numpy().tolist()
    return [[FACTORS[cause] for cause in row if cause >= 0] for row in columns]


def _noted(causes: list[str], passive: bool, in_chinese: bool, draw: list[float]) -> tuple[str, str, str]:
    if passive:
        return "", "involuntary", _ARREARS_WORDS[in_chinese]
    if draw[0] >= _GIVE_REASONS:
        return "", "", ""
    main = causes[0]
    kind = _KINDS[main][int(draw[1] * len(_KINDS[main]))]
    said = WORDS[main][int(draw[2] * len(WORDS[main]))][in_chinese]
    return kind, "; ".join(causes), said if draw[3] < _SAY_MORE else ""
