"""Which kinds of files can be brought in, and how is each?"""

from __future__ import annotations

from data.importing.attribute_rows import store_attributes
from data.importing.complaint_rows import (
    store_complaint_events,
    store_complaints,
    stored_complaint_events,
    stored_complaints,
)
from data.importing.complaints import ask_states, check_complaint_events, check_complaints
from data.importing.customers import check_customers
from data.importing.kind import Kind
from data.importing.stored_rows import stored_attributes, stored_transactions
from data.importing.survey_answers import check_survey_answers
from data.importing.survey_rows import store_survey_answers, stored_survey_answers
from data.importing.survey_settling import ask_survey
from data.importing.transaction_rows import store_transactions
from data.importing.transactions import check_transactions

REGISTRY: dict[str, Kind] = {
    "transactions": Kind(check_transactions, stored_transactions, store_transactions),
    "customers": Kind(check_customers, stored_attributes, store_attributes),
    "survey_answers": Kind(check_survey_answers, stored_survey_answers, store_survey_answers, ask_survey),
    "complaints": Kind(check_complaints, stored_complaints, store_complaints),
    "complaint_events": Kind(
        check_complaint_events, stored_complaint_events, store_complaint_events, ask_states
    ),
}
