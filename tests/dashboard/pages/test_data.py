"""Does a manager's file come in by way of the Data page: uploaded, asked about, imported, undone?"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.usecases import worker
from dashboard.usecases.jobs import worker_lock
from data import assessments, jobs, reading
from data.home import workspace_folder
from data.locks import try_lock
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.source_tree import ROOT

PAGE = "dashboard/pages/data.py"
SALES = b"customer,day,amount\nA,03/04/2025,10.50\nB,05/06/2025,20\n,07/08/2025,5\nA,09/10/2025,-2\n"


@pytest.fixture
def _no_other_worker(holdfast_home) -> Iterator[None]:
    """Be the one worker of this home, so that the test itself decides when a job runs."""
    holdfast_home.mkdir(exist_ok=True)
    lock = try_lock(worker_lock())
    assert lock is not None
    yield
    os.close(lock)


@pytest.fixture
def shop(_no_other_worker) -> str:
    return create_workspace(OWNER, "Gift shop", "GBP").slug


def opened(slug: str, language: str = "en") -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60).run()
    app.switch_page(PAGE)
    app.query_params["w"], app.query_params["lang"] = slug, language
    app.run()
    assert not app.exception
    return app


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, content, "text/csv"))
    app.run()
    assert not app.exception
    return app


def work(app: AppTest) -> AppTest:
    """Do all waiting work, as the worker does, and look at the page again."""
    while (job := jobs.claim("test")) is not None:
        worker.run(job, "test")
    app.run()
    assert not app.exception
    return app


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


def words(app: AppTest) -> str:
    kinds = (app.title, app.markdown, app.caption, app.info, app.success, app.error, app.subheader)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def test_an_empty_company_is_shown_the_way_in(shop):
    app = opened(shop)
    assert app.title[0].value.startswith("Nothing is here yet")
    assert "No imports yet." in words(app)


def test_a_file_is_asked_about_imported_and_undone(shop):
    app = upload(opened(shop), "sales.csv", SALES)
    assert "1 question is open" in words(app)
    assert button(app, "Import 4 rows").disabled
    app.radio[0].set_value("dmy").run()
    assert "days as day-month-year" in words(app)
    preview = app.dataframe[0].value
    assert preview["Day"].tolist() == ["Apr 3, 2025", "Jun 5, 2025", "Aug 7, 2025", "Oct 9, 2025"]
    assert preview["Can't be used because"].tolist() == ["", "", "no customer", ""]
    button(app, "Import 4 rows").click().run()
    assert "Waiting to start" in app.get("progress")[0].proto.text
    work(app)
    assert "“sales.csv” was brought in: 3 of 4 rows." in words(app)
    assert app.dataframe[0].value["Sum of amounts"].tolist() == ["£33.50", "£28.50", "£5.00", "£0.00"]
    assert "Rows left out, with line and reason" in words(app)
    assert app.title[0].value == "2 customers and 3 transactions, from Apr 3, 2025 to Oct 9, 2025"
    assert [made.as_of.isoformat() for made in assessments.assessments(OWNER, shop)] == ["2025-10-09"]
    assert list((workspace_folder(shop) / "uploads").iterdir()) == []
    undo(app, shop)
    assert "was taken out again: 3 rows." in words(app)
    assert app.title[0].value.startswith("Nothing is here yet")
    assert "Taken out on" in "".join(expander.label for expander in app.expander)


def undo(app: AppTest, slug: str) -> None:
    import_id = reading.imports(OWNER, slug)[0].import_id
    app.session_state[f"history_{import_id}"] = True  # AppTest can't click an expander
    app.run()
    app.button(key=f"history_{import_id}_undo_do").click().run()
    work(app)


def test_an_answer_and_a_column_can_be_changed_before_the_import(shop):
    app = upload(opened(shop), "sales.csv", b"wer;wann;preis\nA;03/04/2025;1,234\n")
    assert "3 questions are open" in words(app)
    for field, heading in (("customer_id", "wer"), ("day", "wann"), ("amount", "preis")):
        next(box for box in app.selectbox if box.key.startswith(f"import_field_{field}_")).set_value(
            heading
        ).run()
    app.radio[0].set_value("mdy").run()
    app.radio[1].set_value("comma").run()
    assert app.dataframe[0].value[["Day", "Amount"]].to_numpy().tolist() == [["Mar 4, 2025", "1.23"]]
    app.radio[0].set_value("dmy").run()
    app.radio[1].set_value("point").run()
    assert app.dataframe[0].value[["Day", "Amount"]].to_numpy().tolist() == [["Apr 3, 2025", "1,234.00"]]
    assert not button(app, "Import 1 row").disabled


def test_a_column_taken_for_another_field_leaves_the_first(shop):
    app = upload(opened(shop), "sales.csv", b"customer,day,amount\nA,2025-01-01,5\n")
    next(box for box in app.selectbox if box.key.startswith("import_field_margin_")).set_value("amount").run()
    assert next(box for box in app.selectbox if box.key.startswith("import_field_amount_")).value == ""
    assert "Which column is “Amount”?" in words(app)


def test_a_file_that_is_no_table_is_refused_in_a_sentence_and_another_can_be_chosen(shop):
    app = upload(opened(shop), "report.csv", b"%PDF-1.7 ...")
    assert "this file is none. Export the rows" in app.error[0].value
    button(app, "Another file").click().run()
    assert app.error.len == 0
    assert list((workspace_folder(shop) / "uploads").iterdir()) == []
    assert app.file_uploader.len == 1


def test_the_same_file_again_changes_nothing_and_says_so(shop):
    good = b"customer,day,amount\nA,2025-01-01,5\n"
    for _ in range(2):
        app = upload(opened(shop), "good.csv", good)
        button(app, "Import 1 row").click().run()
        work(app)
    assert "is here already, so nothing was changed" in words(app)
    assert len(reading.imports(OWNER, shop)) == 1


def test_a_file_of_which_nothing_can_be_used_shows_its_findings(shop):
    app = upload(opened(shop), "bad.csv", b"customer,day,amount\nA,soon,5\n")
    button(app, "Import 1 row").click().run()
    work(app)
    assert "so nothing was brought in" in app.error[0].value
    assert any("can't be read as a day" in expander.label for expander in app.expander)


def test_a_cancelled_import_says_that_nothing_was_changed(shop):
    app = upload(opened(shop), "good.csv", b"customer,day,amount\nA,2025-01-01,5\n")
    button(app, "Import 1 row").click().run()
    button(app, "Cancel").click().run()
    work(app)
    assert "cancelled; nothing was changed" in words(app)
    assert reading.imports(OWNER, shop) == []


def test_a_running_import_is_found_again_after_a_reload(shop):
    app = upload(opened(shop), "good.csv", b"customer,day,amount\nA,2025-01-01,5\n")
    button(app, "Import 1 row").click().run()
    again = opened(shop)
    assert again.file_uploader.len == 0
    work(again)
    assert "was brought in: 1 of 1 row." in words(again)


def test_customers_come_in_with_the_day_on_which_they_were_known(shop):
    app = opened(shop)
    next(one for one in app.selectbox if one.key.startswith("import_kind_")).set_value("customers").run()
    upload(app, "guests.csv", "客户编号,姓名\n1,张三\n".encode("gb18030"))
    assert "GB18030" in words(app)
    app.date_input[0].set_value("2025-03-01").run()
    button(app, "Import 1 row").click().run()
    work(app)
    assert app.title[0].value.startswith("1 customer is here, but no transactions yet")


@pytest.mark.parametrize(("language", "title"), [("en", "Bring data in"), ("zh", "导入数据")])
def test_the_sample_company_says_that_it_is_one(demo, language, title):
    app = opened(demo, language)
    assert app.subheader[0].value == title
    assert app.metric.len == 4
    assert ("sample company" in words(app)) is (language == "en")
    assert ("示例公司" in words(app)) is (language == "zh")
