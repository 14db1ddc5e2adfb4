"""Does the time line show what happened, and nothing that a file could make of it?"""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page(language: str) -> None:
    import datetime as dt

    import pandas as pd

    from dashboard.components import time_line
    from dashboard.formats import Formats, Reader
    from dashboard.i18n.texts import Texts
    from dashboard.presenters.grounds import Grounds

    parts = {"purpose": "**bold** [x](http://e.com)"}
    events = pd.DataFrame(
        [("2026-05-04", "contact", parts, None), ("2026-05-03", "exit", {"causes": ["price"]}, "太贵了")],
        columns=["day", "sort", "parts", "words"],
    )
    reader = Reader(Texts(language), Formats(language, "EUR"))
    grounds = Grounds(dt.date(2026, 6, 30), "margin", reader)
    time_line.show(events.assign(day=pd.to_datetime(events["day"])), grounds)
    time_line.show(events.iloc[:0], grounds)


def test_events_stand_under_their_heading_and_cells_stay_text():
    app = AppTest.from_function(page, args=("en",), default_timeout=30).run()
    assert not app.exception
    shown = [element.value for element in app.markdown]
    assert ":material/call: **Contact** · \\*\\*bold\\*\\* \\[x\\](http\\://e.com)" in shown
    assert ":material/logout: **Left** · price" in shown
    assert [caption.value for caption in app.text if "太贵了" in caption.value] == ["“太贵了”"]
    assert [one.value for one in app.subheader] == ["Beside purchases"]


def test_the_same_in_chinese():
    app = AppTest.from_function(page, args=("zh_CN",), default_timeout=30).run()
    assert not app.exception
    assert [one.value for one in app.subheader] == ["购买之外"]
    assert ":material/logout: **客户退出** · 价格" in [element.value for element in app.markdown]
