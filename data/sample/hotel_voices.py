"""What does the hotel group have on file of what guests say: questionnaires and complaints?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.complaint_steps import PRIORITIES, complaint_numbers, opened_at, priorities
from data.sample.complaint_words import complaint_words
from data.sample.questionnaire import Words, answers_file
from data.sample.world import HOUSES

_LONG_SHARE = 0.30
_SURVEY_CHANNELS = np.array(["e-mail", "website", "letter"])
# The front desk notes no cause, or the wrong house rule, for some.
_NO_CAUSE, _CLAIMS = 0.12, 0.38
_DESK = np.array(["Desk 1", "Desk 2", "Desk 3", "前台一组"])
_MANAGERS = np.array(["R. Thornfeldt", "A. Vesterlind", "何静怡", "D. Karsowick", "苏明轩"])
COMMENTS: Words = {
    "reliability": (
        ("The room was not what I had booked.", "房间和预订的不一样。"),
        ("The heating failed twice and nobody could say why.", "暖气坏了两次，也没人说得清原因。"),
    ),
    "tangibles": (
        ("Worn carpet, a dripping tap, a view of the bins.", "地毯旧了，水龙头漏水，窗外就是垃圾桶。"),
        ("The building works woke us at seven.", "早上七点就被施工吵醒。"),
    ),
    "responsiveness": (
        ("Half an hour at the desk before anybody came.", "在前台等了半个小时才有人来。"),
        ("I rang three times for towels.", "要毛巾打了三次电话。"),
    ),
    "assurance": (
        ("The bill had an item on it that we never had.", "账单上有一项我们根本没消费。"),
        ("Nobody could tell me what was included.", "没人说得清房费包含什么。"),
    ),
    "empathy": (
        ("I was treated like a room number.", "对我就像对一个房间号。"),
        ("The desk was short with us.", "前台态度很冷淡。"),
    ),
    "praise": (
        ("We felt at home from the first minute.", "一进门就有回家的感觉。"),
        ("They remembered my quiet room. Thank you!", "还记得我要安静的房间，谢谢！"),
        ("Breakfast alone is worth the journey.", "光是早餐就值得再来。"),
    ),
}
_COMPLAINTS: Words = {
    "price": (
        ("The bill was higher than what had been agreed.", "账单比说好的贵。"),
        ("Parking was charged twice.", "停车费收了两次。"),
        ("{n} euros for a bottle of water is too much.", "一瓶水要{n}欧元，太贵了。"),
        ("I found the same room cheaper elsewhere after I had paid.", "付款后发现同样的房间别处更便宜。"),
        ("The rate went up between booking and arrival.", "订房以后房价又涨了。"),
        ("Breakfast was not in the price although I was told so.", "说好房价含早餐，结账时又另外收费。"),
    ),
    "inconvenience": (
        ("Long wait at the desk, and the car park was full.", "前台排长队，停车场也满了。"),
        ("The lift was out of order for the whole stay.", "电梯从入住到退房一直是坏的。"),
        ("Check-in took {n} minutes with a single clerk.", "只有一个人办入住，等了{n}分钟。"),
        ("Breakfast ends at nine, when we come down.", "早餐九点就结束，我们还没起来。"),
        ("From the station it is a long walk, and there is no shuttle.", "离车站很远，又没有班车。"),
        ("We could not get into the room before four.", "下午四点以前进不了房间。"),
    ),
    "core_service_failure": (
        ("The room was loud and the heating failed.", "房间很吵，暖气也坏了。"),
        ("We were given a smaller room than we had booked.", "给的房间比预订的小。"),
        ("No hot water for {n} mornings.", "连着{n}个早上没有热水。"),
        ("The bed was broken and the sheets were not clean.", "床是坏的，床单也不干净。"),
        ("The wireless network did not work in room {n}.", "{n}号房的无线网根本连不上。"),
        ("The air conditioning leaked onto the carpet.", "空调漏水，地毯都湿了。"),
    ),
    "service_encounter_failure": (
        ("The desk was short with us and would not listen.", "前台很不耐烦，根本不听我们说。"),
        ("The waiter laughed at my question.", "问个问题，服务员居然笑我。"),
        ("The porter was rude to my mother.", "行李员对我母亲很没礼貌。"),
        ("Nobody greeted us, and the clerk looked at his telephone.", "没人打招呼，前台只顾看手机。"),
        ("I asked {n} times for towels and was ignored.", "要毛巾说了{n}遍，没人理。"),
        ("The receptionist raised her voice in front of all guests.", "前台当着所有客人的面对我大声嚷嚷。"),
    ),
    "ethics": (
        ("Charged for a minibar that nobody had opened.", "迷你吧没动过，却收了钱。"),
        ("A cleaner went through our cases.", "保洁翻了我们的行李。"),
        ("The photographs on your site show another house.", "网站上的照片根本不是这家酒店。"),
        ("My card was debited {n} days after I had cancelled.", "取消{n}天以后还扣了我的卡。"),
        ("You sold me an upgrade that does not exist.", "卖给我一个根本不存在的升级。"),
        ("My telephone number was passed on to a tour agent.", "我的电话号码被泄露给了旅行社。"),
    ),
}


def questionnaires_file(
    rng: np.random.Generator, surveys: pd.DataFrame, customers: pd.DataFrame
) -> pd.DataFrame:
    """Return the answers, one row a question; questionnaires are numbered in the order of ``surveys``."""
    channel = rng.choice(len(_SURVEY_CHANNELS), size=len(surveys), p=(0.72, 0.20, 0.08))
    asked = surveys.reset_index(drop=True).assign(
        channel=_SURVEY_CHANNELS[channel], in_chinese=_speaks_chinese(surveys["customer_id"], customers)
    )
    return answers_file(rng, asked, COMMENTS, _LONG_SHARE)


def _speaks_chinese(customer_ids: pd.Series, customers: pd.DataFrame) -> np.ndarray:
    language = customers.set_index("customer_id")["language"].reindex(customer_ids)
    return np.asarray(language == "中文")


def opened_complaints(rng: np.random.Generator, complaints: pd.DataFrame) -> pd.DataFrame:
    """Return when each complaint was opened, how urgent it is, and how long it takes to resolve."""
    count = len(complaints)
    # What is settled on the day takes minutes or hours.
    within_the_day = rng.uniform(0.02, 0.35, size=count)
    return pd.DataFrame(
        {
            "opened": opened_at(rng, complaints["day"].to_numpy()),
            "priority": priorities(complaints["severity"].to_numpy()),
            "resolve_days": complaints["days_to_resolve"].to_numpy() + within_the_day,
            "is_satisfied": complaints["satisfied_with_remedy"].to_numpy(),
        }
    )


def staff_of(complaints: pd.DataFrame) -> np.ndarray:
    """Return who works on each complaint: its house's desk, and the manager in charge of the house."""
    number = {house.name: position for position, house in enumerate(HOUSES)}
    house = complaints["house"].map(number).to_numpy(dtype=np.int64)
    return np.column_stack([_DESK[house % len(_DESK)], _MANAGERS[house % len(_MANAGERS)]])


def complaints_file(
    rng: np.random.Generator, complaints: pd.DataFrame, opened: pd.DataFrame, customers: pd.DataFrame
) -> pd.DataFrame:
    """Return the complaints as the group's own system would hand them out, in the order of ``complaints``."""
    count = len(complaints)
    draws = rng.random((count, 3))
    chinese = _speaks_chinese(complaints["customer_id"], customers)
    words = complaint_words(draws[:, 0], complaints["factor"].tolist(), chinese, _COMPLAINTS)
    claims = (25.0 + 260.0 * complaints["severity"] * rng.uniform(0.5, 1.5, count)).round(-1)
    return pd.DataFrame(
        {
            "Complaint no.": complaint_numbers(count, "K"),
            "Customer no.": complaints["customer_id"],
            "Opened at": opened["opened"],
            "House": complaints["house"],
            "Channel": complaints["channel"],
            "Cause": complaints["factor"].where(draws[:, 1] >= _NO_CAUSE, ""),
            "Priority": np.array(PRIORITIES)[opened["priority"]],
            "Complaint text": words,
            "Amount claimed": claims.where(draws[:, 2] < _CLAIMS),
        }
    )
