"""Does the printed Overview say what the page says? A2 (gold, 250) and C2 (lead, -40) are leaning."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from dashboard.presenters.overview import Earlier, OverviewView, overview_view
from dashboard.reports.overview import overview_report
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import grounds, six_customers
from tests.dashboard.reports.printed import fonts, letterhead, pages, unspaced, words

FIGURES = {
    "customers": Estimate(6.0, n=6),
    "active_customers_12m": Estimate(5.0, n=6),
    "current_value_total": Estimate(960.0, n=6),
    "current_value_prior_12m_total": Estimate(1015.0, n=6),
    "repeat_purchase_rate": Estimate(0.75, 0.6, 0.9, n=40, needed=30),
    "retention_rate": Estimate(float("nan"), n=12, needed=30),
    "leaning_customers": Estimate(2.0, n=6),
    "leaning_value": Estimate(210.0, n=2),
}
BEFORE = Earlier(dt.date(2026, 3, 31), {**FIGURES, "leaning_customers": Estimate(1.0, n=5)})


def view(language: str = "en", people=None, **changes: Estimate) -> OverviewView:
    everybody = six_customers() if people is None else people
    return overview_view(everybody, {**FIGURES, **changes}, BEFORE, grounds(language))


@pytest.fixture(scope="module")
def english() -> bytes:
    return overview_report(view(), letterhead())


def test_headline_figures_and_intervals_are_those_of_the_page(english):
    first = pages(english)[0]
    assert "2 customers worth €210 a year are leaning to leave; 1 of them is platinum or gold" in first
    assert "12-month margin €960 0.0% · unchanged €1,015 in the 12 months before" in first
    assert "Repeat purchase rate 75.0% 0.0 points · unchanged 60.0% to 90.0%" in first
    assert "Leaning to leave 2 +100.0% · worse €210 in 12 months" in first


def test_an_undefined_figure_is_a_dash_with_what_is_needed(english):
    assert "Retention rate – Not enough data: 12 of the 30 customers needed" in words(english)


def test_the_picture_and_the_list_say_who(english):
    said = words(english)
    assert "Gold €250 · 1 customer (100% of tier)" in said
    assert "Platinum nobody" in said
    assert "A2 Gold €250 60% 90 days · usually 30" in said
    assert "Click" not in said


def test_every_figure_says_what_it_means_and_where_it_comes_from(english):
    said = words(english)
    assert said.count("Based on:") == said.count("Origin:") == 10
    assert "Interval: 60.0% to 90.0% (95%) · Origin: Measured in your data" in said
    assert "A dash means not known; it never stands for zero." in said


def test_each_page_says_what_it_is_and_which_of_how_many(english):
    said = pages(english)
    assert len(said) == 2
    for number, page in enumerate(said, 1):
        assert "Linde & Söhne · as of Jun 30, 2026" in page
        assert f"Page {number} of 2" in page


def test_latin_is_embedded_and_chinese_is_left_to_the_reader(english):
    assert {"Inter-Regular", "Inter-SemiBold", "STSong-Light"} <= fonts(english)
    assert len(english) < 100_000


def test_the_document_says_its_title_and_language(english):
    document = PdfReader(io.BytesIO(english))
    assert document.metadata is not None
    assert document.metadata.title == "Overview · Linde & Söhne · as of Jun 30, 2026"
    assert overview_report(view("zh_CN"), letterhead("zh_CN")).count(b"zh-CN") == 1


def test_it_speaks_chinese():
    said = unspaced(overview_report(view("zh_CN"), letterhead("zh_CN")))
    assert "2位客户有流失倾向，他们一年带来€210的边际贡献；" in said
    assert "数据从何而来" in said
    assert "第1页，共2页" in said


def test_values_that_are_not_profit_are_called_so():
    basis = "There are no margins in the data"
    assert basis in pages(overview_report(view(), letterhead(basis=basis)))[0]


def test_without_tiers_it_says_what_is_missing_instead_of_a_picture():
    people = six_customers().assign(value_tier=None)
    said = words(overview_report(view(people=people), letterhead()))
    assert view(people=people).silent_missing in said


def test_with_nobody_to_see_to_it_says_so():
    people = six_customers().assign(churn_state="staying")
    said = words(overview_report(view(people=people, leaning_customers=Estimate(0.0, n=6)), letterhead()))
    assert "Nobody at present: no customer is silent for longer than usual." in said


@pytest.mark.parametrize(
    "name",
    [
        '<b>Ann</b>&"Bo"<img src="http://x/y.png"/>',
        "*Ann* _Bo_ $x$",
        "</font><para>",
        "海衡😀文化",
        "&lt;&#0;&nbsp;",
    ],
)
def test_a_hostile_name_is_printed_as_it_is(name):
    said = unspaced(overview_report(view(people=six_customers().assign(name=name)), letterhead(company=name)))
    # A2 and C2 in the list; the company above the headline and at the foot of both pages.
    assert said.count(name.replace(" ", "").replace("😀", "□")) == 2 + 3


@pytest.mark.parametrize("name", ["x" * 5_000, "客" * 5_000, "long name " * 500])
def test_an_endless_name_is_cut_and_does_not_break_the_page(name):
    content = overview_report(view(people=six_customers().assign(name=name)), letterhead(company=name))
    assert "…" in words(content)
    assert len(pages(content)) <= 3
