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
from data.importing.contacts import check_contacts
from data.importing.contracts import check_contracts
from data.importing.customers import check_customers
from data.importing.exits import check_exits
from data.importing.kind import Kind
from data.importing.products import check_products
from data.importing.relation_rows import (
    store_contacts,
    store_contracts,
    store_exits,
    store_products,
    store_rescues,
    store_targets,
    stored_contacts,
    stored_contracts,
    stored_exits,
    stored_products,
    stored_rescues,
    stored_targets,
)
from data.importing.rescues import ask_control_group, check_rescues
from data.importing.stored_rows import stored_attributes, stored_transactions
from data.importing.survey_answers import check_survey_answers
from data.importing.survey_rows import store_survey_answers, stored_survey_answers
from data.importing.survey_settling import ask_survey
from data.importing.targets import check_targets
from data.importing.tenure import ask_tenure, ask_tenure_and_day
from data.importing.transaction_rows import store_transactions
from data.importing.transactions import check_transactions
from data.importing.wide import check_wide
from data.importing.wide_rows import store_wide, stored_wide

REGISTRY: dict[str, Kind] = {
    "transactions": Kind(check_transactions, stored_transactions, store_transactions),
    "customers": Kind(check_customers, stored_attributes, store_attributes),
    "survey_answers": Kind(check_survey_answers, stored_survey_answers, store_survey_answers, ask_survey),
    "complaints": Kind(check_complaints, stored_complaints, store_complaints),
    "complaint_events": Kind(
        check_complaint_events, stored_complaint_events, store_complaint_events, ask_states
    ),
    "products": Kind(check_products, stored_products, store_products),
    "contracts": Kind(check_contracts, stored_contracts, store_contracts, ask_tenure_and_day),
    "contacts": Kind(check_contacts, stored_contacts, store_contacts),
    "rescues": Kind(check_rescues, stored_rescues, store_rescues, ask_control_group),
    "exits": Kind(check_exits, stored_exits, store_exits),
    "targets": Kind(check_targets, stored_targets, store_targets),
    "wide": Kind(check_wide, stored_wide, store_wide, ask_tenure),
}
