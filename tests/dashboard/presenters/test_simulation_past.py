from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.simulation_past import record_view

ENGLISH = Reader(Texts("en"), Formats("en", "EUR"))
CHINESE = Reader(Texts("zh_CN"), Formats("zh_CN", "CNY"))


def check(figure, actual, holds, **others):
    told = {
        "stand": "2025-10-31",
        "figure": figure,
        "months": 8,
        "low": 90.0,
        "middle": 100.0,
        "high": 110.0,
        "actual": actual,
        "holds": holds,
        "holds_by_luck": False,
        "season": None,
    }
    return told | others


RECORD = {
    "past": [
        check("kept", 105.0, True, holds_by_luck=True),
        check("purchases", 112.0, False, season=1.1),
        check("margin", 80.0, False),
    ],
    "left_out": ["2025-02-28"],
    "until": "2026-06-30",
}


def test_the_record_says_how_often_it_was_right_and_shows_misses():
    view = record_view(RECORD, ENGLISH)
    assert view.headline == (
        "What happened by Jun 30, 2026 fell into the 90% band 1 times of 3 (33%)."
        " With luck as the only doubt it would have been 1."
    )
    assert view.rows["holds"].tolist() == ["inside", "above the band", "below the band"]
    assert view.rows["luck"].tolist() == ["inside", "outside", "outside"]
    assert view.rows["season"].tolist() == ["–", "110%", "–"]
    assert view.rows["actual"].tolist() == ["105", "112", "€80"]
    assert view.rows["stand"].tolist() == ["Oct 31, 2025, 8 months"] * 3
    assert set(view.labels) == set(view.rows.columns)
    assert "Feb 28, 2025" in view.notes[-1]
    assert len(view.notes) == 4


def test_without_a_date_that_could_be_simulated_it_says_what_is_needed():
    view = record_view({"past": [], "left_out": [], "until": "2026-06-30"}, CHINESE)
    assert "100名至少购买过两次的客户" in view.headline
    assert view.rows.empty
    assert view.notes == ()
