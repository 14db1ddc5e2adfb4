from __future__ import annotations

import pytest

from data.matching.fields import identifying
from data.matching.forms import birthday_form, email_form, id_form, name_form, place_form, telephone_form


@pytest.mark.parametrize(
    "written", ["C-001", "c-001", " C-0 01", "Ｃ－００１", "C\u200b-001\ufeff", "c-\u00ad001"]
)
def test_an_id_is_the_same_whatever_its_case_spaces_width_and_invisible_characters(written):
    assert id_form(written) == "c-001"


@pytest.mark.parametrize(("one", "other"), [("C-001", "C-0001"), ("C001", "C-001"), ("17850", "17850.0")])
def test_ids_of_other_characters_are_others(one, other):
    assert id_form(one) != id_form(other)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        (" Anna.Schmidt@X.org ", "anna.schmidt@x.org"),
        ("ａｎｎａ@x.org", "anna@x.org"),
        ("mailto:a@b.de", "a@b.de"),
        ("none", ""),
        ("a@b", ""),
        ("a@b@c.de", ""),
    ],
)
def test_an_email(written, form):
    assert email_form(written) == form


def test_telephones_keep_their_digits_without_what_stands_in_front():
    assert telephone_form("+49 (0)170 / 12345-67") == "491701234567"
    assert telephone_form("0170 1234567") == "1701234567"
    assert telephone_form("００８６ 138 0013 8000") == "8613800138000"
    assert telephone_form("123 45") == ""


@pytest.mark.parametrize(
    "written",
    [
        "Müller, Anna",
        "anna MUELLER",
        "Dr. Anna Müller",
        "Ａｎｎａ　Müller",
        "Frau Anna Mu\u0308ller",
        "Anna  Muller",
    ],
)
def test_a_name_is_the_same_in_any_order_case_and_accent(written):
    assert name_form(written) == "anna muller"


@pytest.mark.parametrize("written", ["林伟", "林 伟", "林伟先生", "林　伟", "林·伟"])
def test_a_chinese_name_is_the_same_without_spaces_and_form_of_address(written):
    assert name_form(written) == "林伟"


def test_a_name_that_is_only_a_form_of_address_stays():
    assert name_form("先生") == "先生"
    assert name_form("---") == ""


def test_places():
    assert place_form("Köln ") == place_form("KOELN") == "koln"
    assert place_form("SW1A 1AA") == place_form("sw1a1aa")
    assert place_form("上海　市") == "上海市"


@pytest.mark.parametrize(
    "written", ["1980-05-01", "01.05.1980", "5/1/1980", "19800501", "1980年5月1日", "1980-05-01 00:00:00"]
)
def test_a_birthday_is_the_same_whichever_number_is_the_month(written):
    assert birthday_form(written) == "1980-1-5"


@pytest.mark.parametrize("written", ["", "May", "1980", "1980-13-40", "01.05.80"])
def test_what_is_no_whole_birthday_cannot_be_compared(written):
    assert birthday_form(written) == ""


def test_fields_are_known_by_their_words_in_both_languages():
    known = identifying(
        {
            "手机号": "138 0013 8000",
            "e_mail": "a@b.de",
            "date_of_birth": "1980-05-01",
            "plz": "10115",
            "city": "n/a",
        }
    )
    assert known == {
        "telephone": "138 0013 8000",
        "email": "a@b.de",
        "birthday": "1980-05-01",
        "postcode": "10115",
    }


def test_a_name_in_two_columns_is_put_together():
    assert identifying({"last_name": "Schmidt", "first_name": "Anna"}) == {"name": "Anna Schmidt"}
    assert identifying({"姓": "林", "名": "伟"}) == {"name": "林伟"}
    assert identifying({"name": "A. Schmidt", "first_name": "Anna"}) == {"name": "A. Schmidt"}
