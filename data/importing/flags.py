"""Does a cell mean yes or no?"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.importing.problems import Mask

_YES = frozenset(
    """
    yes y true t 1 1.0 x ✓ √ ja left churned gone exited control 是 有 真 对 已 已流失 流失 已离开 接受
    已接受 响应 已响应 对照 对照组 對照組
    """.split()  # noqa: SIM905 - a list of one word a line would fill a page
)
_NO = frozenset(
    """
    no n false f 0 0.0 - ✗ × nein stayed staying active retained existing treated 否 无 無 假 不 未 未流失
    在网 留存 现有 拒绝 未接受 未响应 非对照组 实验组
    """.split()  # noqa: SIM905 - as above
)


@dataclass(frozen=True)
class Flags:
    """Yes and no of a column, null where a cell is empty or says something else."""

    values: pa.BooleanArray
    is_missing: Mask
    is_unreadable: Mask


def flags(cells: pa.DictionaryArray) -> Flags:
    """Return what the cells of a column say."""
    texts = [_plain(text) for text in cells.dictionary.to_pylist()]
    meant = [True if text in _YES else False if text in _NO else None for text in texts]
    codes = cells.indices.to_numpy(zero_copy_only=False)
    missing = np.array([text == "" for text in texts], dtype=bool)[codes]
    values = pa.array(meant, pa.bool_()).take(pa.array(codes))
    unknown = values.is_null().to_numpy(zero_copy_only=False)
    return Flags(values, missing, unknown & ~missing)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().rstrip(".").casefold()
