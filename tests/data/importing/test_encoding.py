"""In which encoding is a file read, and when is it asked?"""

from __future__ import annotations

import pytest

from data.errors import DataError, FileRefusedError, QuestionOpenError
from data.importing.encoding import decode

CHINESE = "客户编号,姓名\n1,张三\n2,李小明\n"
WESTERN = "code,town\n1,Köln\n2,Nîmes\n3,Málaga\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_chinese_text_is_read_in_any_encoding(encoding):
    assert decode(CHINESE.encode(encoding), {}).utf8.decode() == CHINESE


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
def test_western_text_is_read_in_any_encoding(encoding):
    assert decode(WESTERN.encode(encoding), {}).utf8.decode() == WESTERN


def test_traditional_chinese_is_known_by_its_headings():
    text = "客戶編號,姓名\n1,王力宏\n"
    assert decode(text.encode("big5"), {}).encoding == "big5"


def test_bytes_with_two_plausible_readings_are_asked_with_a_sample_of_each():
    # These two bytes are 常 in GB18030 and 都 in Big5, both of them everyday words.
    data = b"code,word\n" + bytes.fromhex("b3a3") + b"\n"
    with pytest.raises(QuestionOpenError) as asked:
        decode(data, {})
    question = asked.value.parameters["questions"][0]
    assert question.id == "encoding"
    readings = {choice.id: choice.examples for choice in question.choices}
    assert len(readings) >= 2
    assert readings["gb18030"] == (bytes.fromhex("b3a3").decode("gb18030"),)
    assert len(set(readings.values())) == len(readings)


def test_an_answer_is_taken_as_it_is_even_beyond_the_choices():
    data = "a,b\nПривет,1\n".encode("cp1251")
    assert decode(data, {"encoding": "cp1251"}).utf8.decode() == "a,b\nПривет,1\n"


def test_an_encoding_that_does_not_exist_or_fit_is_refused():
    for answer in ("klingon", "ascii"):
        with pytest.raises(DataError) as refused:
            decode(WESTERN.encode(), {"encoding": answer})
        assert refused.value.message_id == "import.encoding_does_not_fit"


def test_a_damaged_byte_in_utf8_does_not_turn_the_whole_file_into_another_encoding():
    data = ("名字,1\n" * 50).encode() + b"\xff\xfe broken,1\n"
    read = decode(data, {})
    assert (read.encoding, read.broken) == ("utf-8", True)
    assert read.utf8.decode().startswith("名字,1\n")


def test_binary_is_no_text():
    with pytest.raises(FileRefusedError) as refused:
        decode(bytes(range(256)) * 40, {})
    assert refused.value.message_id == "import.refused.not_a_table"
