"""Which state of a complaint does a step mean, as companies call their steps in English and Chinese?

Only what is called plainly is taken for a state; any other step is kept as it is, without one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from data.errors import DataError
from data.importing.questions import chosen_meanings

STATES = (
    "received",
    "acknowledged",
    "investigating",
    "remedy_offered",
    "resolved",
    "followed_up",
    "closed",
    "reopened",
)
_OF_A_CASE = re.compile(
    r"\b(?:the |a )?(?:ticket|case|complaint|request|incident|issue)\b|投诉|工单|案件|事件|投訴"
)
_CALLED: dict[str, str] = {
    "received": """
        receive, received, receipt, insert, inserted, create, created, open, opened, new, register,
        registered, registration, submit, submitted, file, filed, log, logged, intake, 接收, 收到, 受理,
        登记, 创建, 新建, 提交, 立案, 接到, 登記, 建立
    """,
    "acknowledged": """
        acknowledge, acknowledged, acknowledgement, acknowledgment, send acknowledgement,
        confirm receipt, receipt confirmed, first response, first reply, take in charge, taken in charge,
        accept, accepted, 确认, 已确认, 确认收到, 首次回复, 首次响应, 接单, 認領, 认领, 確認
    """,
    "investigating": """
        investigate, investigating, investigation, in investigation, under investigation, analyse,
        analyze, analysing, analyzing, analysis, in progress, work in progress, examine, examining, 调查,
        调查中, 核实, 核查, 处理中, 分析, 調查, 處理中
    """,
    "remedy_offered": """
        remedy offered, offer remedy, offer, offered, offer made, make offer, propose solution,
        solution proposed, offer compensation, compensation offered, 提出方案, 提供方案, 补偿方案,
        提出补偿, 给出方案, 方案已提出, 提出補償
    """,
    "resolved": """
        resolve, resolved, resolution, solve, solved, solution accepted, settle, settled, fixed, 解决,
        已解决, 处理完成, 处理完毕, 办结, 解決, 已解決
    """,
    "followed_up": """
        follow up, followed up, follow-up, followup, call back, callback, called back, satisfaction call,
        回访, 已回访, 跟进, 回訪
    """,
    "closed": """
        close, closed, closing, closure, archive, archived, 关闭, 已关闭, 结案, 已结案, 归档, 結案, 關閉
    """,
    "reopened": """
        reopen, reopened, re-open, re-opened, reopening, 重新打开, 重开, 重新受理, 再次打开, 重啟,
        重新開啟
    """,
}
_STATE_OF = {
    called: state
    for state, words in _CALLED.items()
    for called in (word.strip() for word in words.split(","))
}


def suggested_state(activity: str) -> str | None:
    """Return the state that a step means by its name alone, ``None`` where that isn't plain."""
    return _STATE_OF.get(_plain(activity)) or _STATE_OF.get(_without_case(activity))


def suggested_states(activities: Collection[str]) -> dict[str, str | None]:
    """Return the states of all steps of a file.

    Where a file has a "Resolve ticket", a bare "RESOLVED" beside it is the status of something
    else (a defect, an order), so it gets no state.
    """
    found = {activity: suggested_state(activity) for activity in activities}
    plain = [
        name for name, state in found.items() if state == "resolved" and _without_case(name) == _plain(name)
    ]
    if len(plain) < sum(state == "resolved" for state in found.values()):
        found |= dict.fromkeys(plain, None)
    return found


def with_answer(found: Mapping[str, str | None], answer: str) -> dict[str, str | None]:
    """Return the states with those that the user gave (``chosen_meanings`` reads how).

    Raises
    ------
    DataError
        There is no such step or state.
    """
    chosen = dict(found)
    for activity, state in chosen_meanings(answer).items():
        if activity not in chosen or state not in {*STATES, ""}:
            said = f"{activity}={state}"
            raise DataError("voices.not_a_state", answer=said, states=", ".join(STATES))
        chosen[activity] = state or None
    return chosen


def _plain(activity: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", activity).casefold().replace("_", " ").split())


def _without_case(activity: str) -> str:
    return " ".join(_OF_A_CASE.sub(" ", _plain(activity)).split())
