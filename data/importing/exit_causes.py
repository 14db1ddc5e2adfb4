"""Which of the eight factors does a cell name, and which kind of exit, in English or Chinese?

Keaveney, S. M. (1995), Customer switching behavior in service industries: An exploratory study,
Journal of Marketing 59(2), 71-82: price, inconvenience, core service failure, service encounter
failure, response to failure, competition, ethics, involuntary switching.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import pyarrow as pa

CAUSES: dict[str, str] = {
    "price": """
        price, pricing, too expensive, expensive, high price, price increase, price too high, cost,
        fees, unfair price, deceptive price, 价格, 价格高, 太贵, 价格过高, 涨价, 资费, 資費, 價格
    """,
    "inconvenience": """
        inconvenience, inconvenient, location, hours, opening hours, waiting, waiting time,
        wait for service, distance, 不便, 不方便, 位置, 营业时间, 等待, 等候, 地点
    """,
    "core_service_failure": """
        core service failure, core service failures, service failure, core service, quality,
        product quality, bad quality, network, billing error, mistakes, service mistakes, 核心服务失误,
        核心服务失败, 服务失误, 质量, 质量问题, 产品质量, 核心服務失誤
    """,
    "service_encounter_failure": """
        service encounter failure, service encounter failures, service encounter, attitude, staff,
        staff attitude, attitude of support person, impolite, unfriendly, rude, uncaring, unresponsive,
        服务接触失误, 服务接触失败, 服务态度, 服务人员失误, 态度, 态度差, 员工态度, 服務態度
    """,
    "response_to_failure": """
        response to failure, employee responses to service failures, response to service failure,
        complaint handling, failed service recovery, no response, negative response, reluctant response,
        对失误的反应, 失误应对, 对失误的响应, 投诉处理, 投诉处理不当, 补救不力, 投訴處理
    """,
    "competition": """
        competition, competitor, competitors, attraction by competitors, better offer, competitor offer,
        rival, better service elsewhere, 竞争, 竞争对手, 竞争者, 竞争者吸引, 竞争对手吸引, 競爭
    """,
    "ethics": """
        ethics, ethical problems, ethical, ethical issues, cheating, dishonest, pushing, hard sell,
        unsafe, conflict of interest, 道德, 道德问题, 伦理道德, 伦理, 伦理问题, 诚信, 欺骗, 強迫推銷, 道德問題
    """,
    "involuntary": """
        involuntary, involuntary switching, moved, moving, moved away, relocation, customer moved,
        provider closed, closed, deceased, death, 非自愿转换, 非自愿, 搬家, 搬迁, 迁移, 停业, 去世,
        死亡, 非自願轉換
    """,
}
EXIT_KINDS: dict[str, str] = {
    "price": "price, 价格, 价格退出, 价格型, 價格",
    "product": "product, 产品, 产品退出, 产品型, 產品",
    "service": "service, 服务, 服务退出, 服务型, 服務",
    "market": "market, moved away, 市场, 市场退出, 市场型, 市場",
    "technology": "technology, technological, 技术, 技术退出, 技术型, 技術",
    "political": "political, politics, organisational, organizational, 政治, 政治退出, 政治型, 组织型",
}
_BETWEEN = re.compile(r"\s*(?:[;,/|+、，；&\n]|\band\b|和|及|与)\s*")


def _index(names: dict[str, str]) -> dict[str, str]:
    called = {_plain(word): code for code, words in names.items() for word in words.split(",")}
    return called | {_plain(code): code for code in names}


def _plain(text: str) -> str:
    words = unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("-", " ").split()
    return " ".join(words).strip(" .")


_CAUSE_OF = _index(CAUSES)
_KIND_OF = _index(EXIT_KINDS)


@dataclass(frozen=True)
class Named:
    """The factors that a column names, row by row; ``unknown`` are texts in which something else stands."""

    causes: pa.Array
    unknown: pa.Array


def causes_of(cells: pa.DictionaryArray) -> Named:
    """Return the factors of each row in the order in which they are named."""
    texts = [text or "" for text in cells.dictionary.to_pylist()]
    read = [_read(text) for text in texts]
    causes = pa.array([codes for codes, _ in read], pa.list_(pa.string()))
    unknown = pa.array(
        [None if whole else text for text, (_, whole) in zip(texts, read, strict=True)], pa.string()
    )
    return Named(causes.take(cells.indices), unknown.take(cells.indices))


def kinds_of(cells: pa.DictionaryArray) -> tuple[pa.Array, pa.Array]:
    """Return the kind of exit of each row, and which rows name one that nobody knows (kept as it is)."""
    texts = [text or "" for text in cells.dictionary.to_pylist()]
    kinds = pa.array([_KIND_OF.get(_plain(text), text or None) for text in texts], pa.string())
    unknown = pa.array([bool(text) and _plain(text) not in _KIND_OF for text in texts], pa.bool_())
    return kinds.take(cells.indices), unknown.take(cells.indices)


def _read(text: str) -> tuple[list[str], bool]:
    """Return the factors that a cell names, and whether it names nothing else."""
    if _plain(text) in _CAUSE_OF:
        return [_CAUSE_OF[_plain(text)]], True
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    known = [_CAUSE_OF[_plain(part)] for part in parts if _plain(part) in _CAUSE_OF]
    return list(dict.fromkeys(known)), len(known) == len(parts)
