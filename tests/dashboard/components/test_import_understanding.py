"""Can every question about a file be answered on the page as well?"""

from __future__ import annotations

import datetime as dt

from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.dashboard.front_door import no_worker, opened


def test_what_was_known_twenty_years_ago_can_be_given_its_day(holdfast_home):
    slug = create_workspace(OWNER, "Old shop").slug
    with no_worker():
        app = opened("data", w=slug, lang="en")
        app.selectbox(key="import_kind_0_en").set_value("customers").run()
        app.file_uploader[0].set_value(("old.csv", b"customer_id,town\nA,Ulm\nB,Bonn\n", "text/csv"))
        app.run()
        (day,) = [one for one in app.date_input if one.key == "import_answer_known_on_0"]
        assert day.min == dt.date(1900, 1, 1)
        day.set_value(dt.date(2004, 6, 30)).run()
    assert [one.disabled for one in app.button if one.key == "import_go_0"] == [False]
