import pytest

from data.sample.hotel_group import HotelGroup, hotel_group


@pytest.fixture(scope="session")
def group() -> HotelGroup:
    return hotel_group(seed=20261031)
