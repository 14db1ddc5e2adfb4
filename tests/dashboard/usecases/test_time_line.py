"""Do events from every kind of file stand in one list?"""

from __future__ import annotations

from dashboard.usecases.importing import ImportRequest, import_file
from dashboard.usecases.time_line import time_line
from data import item_roles
from data.reading import customer_key
from data.viewer import OWNER
from data.workspaces import create_workspace

COMPLAINTS = (
    "complaint id,customer,opened,resolved,category,description\n"
    "7,A,2024-04-01 08:40,2024-04-03 10:00,bill,Wrong sum\n"
)
# Of a scale to ten a 3 is better than a 1 of five; little effort speaks for us.
ANSWERS = (
    "item,score,customer,date,scale\n"
    "Staff,3,A,2024-05-01,1-10\n"
    "Bed,1.5,A,2024-05-01,1-5\n"
    "How hard was it?,1,A,2024-05-01,1-7\n"
)
EXITS = "customer,date,cause\nA,2024-06-01,price\n"


def test_relations_complaints_and_answers_are_joined_newest_first(holdfast_home, tmp_path):
    slug = create_workspace(OWNER, "Linde").slug
    for kind, text in (("complaints", COMPLAINTS), ("survey_answers", ANSWERS), ("exits", EXITS)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        report = import_file(OWNER, slug, ImportRequest(kind, path))
        assert (report.state, [one.id for one in report.questions]) == ("done", []), kind
    seen = {one.item_id: one.version for one in item_roles.items(OWNER, slug)}
    item_roles.save_roles(OWNER, slug, {"How hard was it?": "ces"}, seen)
    found = time_line(OWNER, slug, customer_key(OWNER, slug, "A"))
    days = found["day"].dt.strftime("%Y-%m-%d")
    assert list(zip(days, found["sort"], strict=True)) == [
        ("2024-06-01", "exit"),
        ("2024-05-01", "answers"),
        ("2024-04-03", "complaint_resolved"),
        ("2024-04-01", "complaint"),
    ]
    assert found["parts"][1] == {"count": 3, "item_id": "Bed", "score": 1.5, "highest": 5.0}
    assert found["parts"][2]["days"] == 2
    assert found["words"][3] == "Wrong sum"
