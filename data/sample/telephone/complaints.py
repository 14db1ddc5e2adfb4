"""What does the telephone company have on file of complaints, and of how long customers waited?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.complaint_steps import PRIORITIES, complaint_numbers, draw_steps, opened_at, steps_file
from data.sample.complaint_words import complaint_words
from data.sample.questionnaire import Words
from data.sample.telephone.failures import known_by_the_last_day
from data.sample.world import FACTORS, dates

_CHANNELS = np.array(["Hotline", "E-mail", "App", "Shop", "Letter", "Consumer office"])
_CHANNEL_SHARES = (0.46, 0.21, 0.17, 0.09, 0.05, 0.02)
_NO_CAUSE, _CLAIMS = 0.10, 0.30
_HOTLINE = np.array(["Hotline A", "Hotline B", "Hotline C", "热线四组"])
_DESKS = np.array(["Back office", "Field service", "Billing desk"])
# The desk that settles what belongs to a factor.
_DESK_OF_FACTOR = np.array([2, 0, 1, 0, 0, 0, 2, 0])
# Chance to be content with the remedy: falls with each day of waiting.
_CONTENT, _CONTENT_LOST_PER_DAY = 0.90, 0.045
_WORDS: Words = {
    "price": (
        ("I was billed for a roaming pass that I had cancelled.", "漫游包早就退了，还在收钱。"),
        ("My bill doubled and nobody told me why.", "账单翻了一倍，没人告诉我原因。"),
        ("New customers pay {n} less for the same tariff.", "同样的套餐，新客户便宜{n}块。"),
        ("The discount ended after {n} months without a word.", "优惠{n}个月就没了，也不通知。"),
        ("Calls abroad cost more than the list says.", "国际长途收得比价目表还贵。"),
        ("The monthly fee went up for the second time this year.", "今年月租第二次涨价了。"),
    ),
    "inconvenience": (
        ("Forty minutes in the queue, then I was cut off.", "排队等了四十分钟，电话又断了。"),
        ("The shop is closed and the app will not let me in.", "营业厅关了，手机软件也登录不了。"),
        ("I had to come to the shop {n} times with my papers.", "带着证件跑了{n}趟营业厅。"),
        ("The menu on the hotline never ends with a person.", "热线按来按去，就是转不到人工。"),
        ("The technician only comes while I am at work.", "师傅只能在我上班的时候来。"),
        ("To change the address I must send a letter.", "改个地址还要寄信。"),
    ),
    "core_service_failure": (
        ("No internet for three days, and I work from home.", "断网三天，我还要在家上班。"),
        ("The line drops every evening.", "每天晚上都掉线。"),
        ("The speed is {n} instead of the hundred I pay for.", "付的是一百兆，实际只有{n}兆。"),
        ("No reception on my street since the mast was moved.", "基站搬走以后整条街都没有信号。"),
        ("The new box restarts {n} times a day.", "新的光猫每天重启{n}次。"),
        ("I can be called, but cannot call out.", "只能接电话，打不出去。"),
    ),
    "service_encounter_failure": (
        ("The lady on the hotline laughed at me.", "客服居然笑话我。"),
        ("The technician never came and nobody rang.", "师傅没上门，也没人打电话。"),
        ("I was passed on {n} times and explained it anew each time.", "电话转了{n}次，每次都要重说一遍。"),
        ("The man in the shop was impatient and rude.", "营业厅的人很不耐烦，态度很差。"),
        ("Your clerk hung up on me.", "客服直接挂了我的电话。"),
        ("Nobody took my question seriously.", "没有人认真回答我的问题。"),
    ),
    "ethics": (
        ("I never ordered this option, yet I pay for it.", "没办过的业务却一直扣费。"),
        ("On the telephone I was promised a term of twelve months.", "电话里明明说合约期是十二个月。"),
        ("A contract was signed in my name without my knowing.", "没经过我同意就用我的名字签了合同。"),
        ("You gave my number to advertisers.", "你们把我的号码给了做广告的。"),
        ("The seller hid the fee of {n} for leaving early.", "推销的人隐瞒了提前解约要交{n}块。"),
        ("My mother was talked into a tariff that she cannot use.", "我母亲被哄着办了一个用不上的套餐。"),
    ),
}


def complaint_files(
    rng: np.random.Generator, subscribers: pd.DataFrame, failures: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the complaints by opening, and their steps, as the company's own system would hand them out.

    The time to the first "resolved" is the wait that made later leaving likelier; the closing
    is the system's own, five quiet days after.
    """
    heard = failures[known_by_the_last_day(failures)]
    opened = opened_at(rng, dates((heard["day"] + heard["complained_after"]).to_numpy()))
    heard = heard.assign(opened=opened).sort_values("opened", kind="stable", ignore_index=True)
    content = np.clip(_CONTENT - _CONTENT_LOST_PER_DAY * heard["wait_days"].to_numpy(), 0.05, 1.0)
    handled = pd.DataFrame(
        {
            "opened": heard["opened"],
            "priority": heard["priority"],
            "resolve_days": heard["wait_days"],
            "is_satisfied": rng.random(len(heard)) < content,
        }
    )
    desk = _DESKS[_DESK_OF_FACTOR[heard["factor"]]]
    staff = np.column_stack([rng.choice(_HOTLINE, size=len(heard)), desk])
    complaints = _complaints(rng, subscribers, heard)
    steps = draw_steps(rng, handled, staff)
    return complaints, steps_file(complaints["Complaint no."].to_numpy(), steps)


def _complaints(rng: np.random.Generator, subscribers: pd.DataFrame, heard: pd.DataFrame) -> pd.DataFrame:
    count = len(heard)
    customer = heard["customer"].to_numpy()
    draws = rng.random((count, 3))
    factors = np.array(FACTORS)[heard["factor"]]
    chinese = subscribers["speaks_chinese"].to_numpy()[customer]
    words = complaint_words(draws[:, 0], factors.tolist(), chinese, _WORDS)
    claims = (5.0 + 90.0 * heard["severity"].to_numpy() * rng.uniform(0.5, 1.5, count)).round()
    return pd.DataFrame(
        {
            "Complaint no.": complaint_numbers(count, "B"),
            "Customer no.": subscribers["customer_id"].to_numpy()[customer],
            "Opened at": heard["opened"],
            "Channel": rng.choice(_CHANNELS, size=count, p=_CHANNEL_SHARES),
            "Cause": np.where(draws[:, 1] < _NO_CAUSE, "", factors),
            "Priority": np.array(PRIORITIES)[heard["priority"]],
            "Complaint text": words,
            "Amount claimed": np.where(draws[:, 2] < _CLAIMS, claims, np.nan),
        }
    )
