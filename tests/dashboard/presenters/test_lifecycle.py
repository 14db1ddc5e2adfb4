"""Are the stages counted and explained?"""

from __future__ import annotations

from dashboard.presenters.lifecycle import lifecycle_view
from tests.dashboard.presenters.assessed_customers import grounds, six_customers


def test_stages_hold_customers_and_their_value():
    view = lifecycle_view(six_customers(), grounds())
    assert view.headline == "2 customers are in decline, with €210 of margin a year"
    assert view.stages["customers_label"].tolist() == ["2 · 33%", "1 · 17%", "1 · 17%", "2 · 33%"]
    assert [name for name, _ in view.meanings] == ["Exploration", "Formation", "Stability", "Decline"]


def test_the_stages_in_chinese_are_the_fields_terms():
    view = lifecycle_view(six_customers(), grounds("zh_CN"))
    assert view.stages["word"].tolist() == ["考察期", "形成期", "稳定期", "退化期"]
    assert view.headline == "2位客户处于退化期，年边际贡献€210"


def test_without_stages_it_says_what_is_needed():
    view = lifecycle_view(six_customers().assign(lifecycle_stage=None), grounds())
    assert view.missing.startswith("Nobody has bought anything up to this date")
