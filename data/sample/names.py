"""What are the made-up guests called? Every name is put together from lists; nobody real is meant."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

T = TypeVar("T")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


_FIRST = _words(
    "Ada Alma Anton Beatrix Bruno Clara Cosima Dario Edda Elias Elin Emil Fenna Florian Freya Gustav Hanne "
    "Henrik Ida Ilse Ingrid Jakob Jonas Judith Karel Klara Lars Lea Leonie Levin Linnea Lotte Magnus Malin "
    "Marek Marit Matteo Merle Mila Nils Nora Oskar Ottilie Paula Quentin Rasmus Ronja Rufus Selma Silvan "
    "Sofie Tilda Tobias Una Valentin Vera Viggo Wanda Xaver Yara Zeno"
)
_FAMILY = _words(
    "Averholt Bellrane Brenmark Castelling Dorvane Eskermoor Falkentau Fenwarren Gallowmere Grunstett "
    "Halvorind Hartenloh Ivershaw Jorendal Kaltbrenn Karsowick Lindarow Lorvik Marchbanner Mellinger-Roth "
    "Nordquell Oakenshaw Ostermoor Pellandini Quarrelin Ravensund Rosmarck Sandorvale Selbenstein Tarrowick "
    "Thornfeldt Ulmenhain Valdorrio Vesterlind Wallenburgh Westerholm Winterrath Yorrick Zandermann"
)
_FAMILY_ZH = tuple(
    zip(
        "林陈苏何沈唐许方秦夏顾叶蒋傅",
        _words("Lin Chen Su He Shen Tang Xu Fang Qin Xia Gu Ye Jiang Fu"),
        strict=True,
    )
)
_GIVEN_ZH = tuple(
    zip(
        _words(
            "雅雯 思远 梦琪 子涵 宇航 静怡 浩然 若溪 明轩 晓彤 "
            "嘉树 清和 一诺 书瑶 云舟 安澜 知秋 星野 采薇 怀瑾"
        ),
        _words(
            "Yawen Siyuan Mengqi Zihan Yuhang Jingyi Haoran Ruoxi Mingxuan Xiaotong "
            "Jiashu Qinghe Yinuo Shuyao Yunzhou Anlan Zhiqiu Xingye Caiwei Huaijin"
        ),
        strict=True,
    )
)
_FIRM = _words(
    "Arvandis Beltramo Caldrex Dunmarrow Elvery Fossholm Greymantle Hollunder Intarsia Jasperwick "
    "Kestrelline Lumenhart Morrowgate Nordsyn Orlanth Pentavere Quillstone Rhedanya Solvarin Tamberlane "
    "Umbrisol Verdanta Wexmoor Xandoria Ystral Zephyrine"
)
_FIRM_ZH = _words("启澜 衡川 云砚 瑞桥 清屿 泽信 海衡 长岳 明堤 景澄")
_TRADE = _words(
    "Instruments Logistics Software Pharma Engineering Consulting Foods Insurance Textiles Energy"
)
_TRADE_ZH = _words("商贸 科技 物流 咨询 制药 文化")
_CLUB = _phrases(
    "Choral Society|Walking Club|Alumni Circle|Study Tours|Wedding Planners|Chess League|Trade Fair Team"
)
# The share of guests who carry a Chinese name.
_SHARE_ZH = 0.28


def guest_names(rng: np.random.Generator, kinds: np.ndarray, account_from: int) -> list[str]:
    """Return a name for each guest; kinds from ``account_from`` on are firms, the last one clubs.

    Two guests may share a name, as in life.
    """
    draws = rng.random((len(kinds), 4))
    return [_name(int(kind), account_from, *draw) for kind, draw in zip(kinds, draws.tolist(), strict=True)]


def _name(kind: int, account_from: int, language: float, *draws: float) -> str:
    chinese = language < _SHARE_ZH
    if kind < account_from:
        return _person_zh(*draws) if chinese else f"{_pick(_FIRST, draws[0])} {_pick(_FAMILY, draws[1])}"
    if kind > account_from:
        return f"{_pick(_FIRM, draws[0])} {_pick(_CLUB, draws[1])}"
    if chinese:
        return f"{_pick(_FIRM_ZH, draws[0])}{_pick(_TRADE_ZH, draws[1])}"
    return f"{_pick(_FIRM, draws[0])} {_pick(_TRADE, draws[1])}"


def _person_zh(first: float, second: float, third: float) -> str:
    family, family_latin = _pick(_FAMILY_ZH, first)
    given, given_latin = _pick(_GIVEN_ZH, second)
    # Half are on file in characters, the others as written in a passport.
    return f"{family}{given}" if third < 0.5 else f"{given_latin} {family_latin}"


def _pick(choices: tuple[T, ...], draw: float) -> T:
    return choices[int(draw * len(choices))]
