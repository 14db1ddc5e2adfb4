import pytest

from data.sample.hotel_group import HotelGroup, hotel_group
from data.sample.telephone_company import TelephoneCompany, telephone_company


@pytest.fixture(scope="session")
def group() -> HotelGroup:
    return hotel_group(seed=20261031)


@pytest.fixture(scope="session")
def company() -> TelephoneCompany:
    return telephone_company(seed=20261031)
