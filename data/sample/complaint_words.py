"""How do people put a complaint into words? In their own, and no two quite alike.

A complaint opens in some way, says what happened, and ends in some way; one in six speaks of a
second thing as well. The words have random numbers of their own, drawn from those of the
complaints: nothing else in a sample company's files depends on them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.sample.questionnaire import Words

_SECOND_THING = 0.16
_AND: Final = (" And also: ", "另外，")

_OPENINGS: Final = (
    ("", ""),
    ("", ""),
    ("Good morning. ", "你好，"),
    ("I have been your customer for {n} years. ", "我做你们的客户已经{n}年了，"),
    ("I am writing because I am not content. ", "我对这次的情况很不满意，"),
    ("Once again: ", "又来了，"),
    ("My booking number ends with {n}. ", "我的单号尾数是{n}，"),
    ("To whom it may concern: ", "请转告负责人，"),
)
_ENDINGS: Final = (
    ("", ""),
    ("", ""),
    (" Please see to it.", "请尽快处理。"),
    (" I expect an answer within {n} days.", "请在{n}天内答复。"),
    (" That must not happen.", "这种事不应该发生。"),
    (" I shall think twice next time.", "下次我要考虑考虑了。"),
    (" What are you going to do about it?", "你们打算怎么解决？"),
    (" I would like a word with the manager.", "我想和你们经理谈一谈。"),
)


def complaint_words(
    draws: NDArray[np.float64], factors: list[str], chinese: NDArray[np.bool_], words: Words
) -> list[str]:
    """Return one text a complaint, from its factor and language.

    ``words`` has, by factor, what people say of it (pairs of English and Chinese); ``draws`` are the
    numbers between 0 and 1 that the texts are drawn from, one a complaint.
    """
    rng = np.random.default_rng((draws * 2**32).astype(np.uint32))
    names = list(words)
    said = []
    for factor, in_chinese in zip(factors, chinese.tolist(), strict=True):
        what = _one(rng, words[factor], in_chinese)
        if rng.random() < _SECOND_THING:
            what += _AND[in_chinese] + _one(rng, words[names[rng.integers(len(names))]], in_chinese)
        text = _one(rng, _OPENINGS, in_chinese) + what + _one(rng, _ENDINGS, in_chinese)
        said.append(text.replace("{n}", str(rng.integers(2, 15))))
    return said


def _one(rng: np.random.Generator, among: tuple[tuple[str, str], ...], in_chinese: int) -> str:
    return among[rng.integers(len(among))][in_chinese]
