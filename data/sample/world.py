"""What is the invented world like: houses, kinds of guest, products, channels and why guests leave?

Every number here is an assumption of the made-up company, chosen to be believable; none
was measured anywhere. Shares are 0-1, money is in euro.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

FIRST_DAY = dt.date(2023, 11, 1)
LAST_DAY = dt.date(2026, 10, 31)
MONTHS = 36
DAYS = (LAST_DAY - FIRST_DAY).days + 1

# Keaveney's factors, in the order of the domain's reference table.
FACTORS = (
    "price",
    "inconvenience",
    "core_service_failure",
    "service_encounter_failure",
    "response_to_failure",
    "competition",
    "ethics",
    "involuntary",
)
CHANNELS = ("Own website", "Telephone", "Travel agency", "Booking portal", "Walk-in")
COMMISSION = np.array([0.01, 0.02, 0.10, 0.17, 0.0])


@dataclass(frozen=True)
class GuestType:
    """One kind of guest.

    ``season`` holds January to December and ``weekday`` Monday to Sunday arrivals as
    weights; ``leaving`` is the monthly intensity of leaving by factor without any failure;
    ``extras`` the chance that a stay brings breakfast, restaurant, spa, parking, conference.
    """

    name: str
    share: float
    stays_per_year: float
    stays_shape: float
    nights: float
    rooms: float
    price_factor: float
    discount: float
    home_share: float
    complains: float
    season: tuple[float, ...]
    weekday: tuple[float, ...]
    channel: tuple[float, ...]
    extras: tuple[float, ...]
    leaving: tuple[float, ...]


GUEST_TYPES = (
    GuestType(
        "business",
        0.36,
        5.2,
        1.6,
        1.9,
        1.0,
        1.0,
        0.05,
        0.70,
        0.14,
        (0.95, 1.10, 1.20, 1.05, 1.15, 1.10, 0.70, 0.50, 1.25, 1.25, 1.20, 0.55),
        (2.2, 2.0, 1.8, 1.3, 0.5, 0.3, 0.9),
        (0.38, 0.16, 0.18, 0.24, 0.04),
        (0.72, 0.38, 0.05, 0.42, 0.04),
        (0.0008, 0.0010, 0.0004, 0.0004, 0.0, 0.0014, 0.0002, 0.0014),
    ),
    GuestType(
        "leisure",
        0.38,
        2.3,
        1.5,
        2.6,
        1.0,
        1.12,
        0.04,
        0.35,
        0.07,
        (0.60, 0.75, 0.80, 1.00, 1.20, 1.25, 1.45, 1.50, 1.20, 1.05, 0.65, 0.95),
        (0.6, 0.6, 0.7, 1.1, 2.2, 2.0, 0.7),
        (0.34, 0.07, 0.10, 0.44, 0.05),
        (0.60, 0.52, 0.26, 0.34, 0.0),
        (0.0016, 0.0008, 0.0004, 0.0003, 0.0, 0.0014, 0.0002, 0.0008),
    ),
    GuestType(
        "family",
        0.19,
        1.9,
        1.8,
        4.2,
        1.3,
        1.08,
        0.06,
        0.55,
        0.10,
        (0.45, 0.85, 0.60, 1.40, 0.80, 0.85, 2.10, 2.00, 0.55, 1.30, 0.35, 1.15),
        (0.8, 0.6, 0.6, 0.8, 1.8, 2.4, 1.0),
        (0.42, 0.12, 0.14, 0.29, 0.03),
        (0.85, 0.60, 0.18, 0.66, 0.0),
        (0.0015, 0.0010, 0.0004, 0.0003, 0.0, 0.0010, 0.0002, 0.0012),
    ),
    GuestType(
        "corporate account",
        0.045,
        9.5,
        2.4,
        1.8,
        2.2,
        0.97,
        0.17,
        0.80,
        0.30,
        (0.95, 1.10, 1.20, 1.05, 1.15, 1.10, 0.75, 0.55, 1.25, 1.25, 1.15, 0.50),
        (2.4, 2.0, 1.6, 1.1, 0.4, 0.2, 0.8),
        (0.22, 0.42, 0.30, 0.05, 0.01),
        (0.80, 0.45, 0.02, 0.40, 0.22),
        (0.0012, 0.0005, 0.0003, 0.0003, 0.0, 0.0016, 0.0002, 0.0010),
    ),
    GuestType(
        "group organiser",
        0.025,
        2.6,
        2.0,
        1.7,
        5.0,
        0.92,
        0.14,
        0.55,
        0.26,
        (0.50, 0.80, 1.00, 1.10, 1.50, 1.40, 0.70, 0.60, 1.50, 1.40, 0.90, 0.60),
        (0.9, 0.9, 1.0, 1.4, 1.9, 1.2, 0.5),
        (0.14, 0.38, 0.45, 0.02, 0.01),
        (0.88, 0.80, 0.06, 0.25, 0.45),
        (0.0014, 0.0008, 0.0004, 0.0003, 0.0, 0.0013, 0.0002, 0.0009),
    ),
)


@dataclass(frozen=True)
class House:
    """One hotel; ``failure`` is the chance that a stay goes wrong, months count from the first.

    ``price_rise_month`` and ``rival_month`` are when it raised its prices and when a rival
    opened nearby; ``trouble`` are the months of building works or of staff leaving.
    """

    code: str
    name: str
    city: str
    country: str
    price: float
    size: float
    failure: float
    price_rise_month: int = MONTHS
    rival_month: int = MONTHS
    trouble: tuple[int, int] = (MONTHS, MONTHS)


HOUSES = (
    House("ALD", "Holm House", "Aldermere", "Norrland Isles", 128.0, 0.20, 0.055, price_rise_month=15),
    House("LYS", "Harbour Hotel", "Port Lysander", "Norrland Isles", 142.0, 0.17, 0.065, rival_month=18),
    House("TES", "Seehof", "Tesslin", "Altmarken", 118.0, 0.14, 0.050),
    House("BRA", "Station Hotel", "Brackwater", "Altmarken", 104.0, 0.15, 0.090, trouble=(13, 18)),
    House("VEL", "Villa Vellina", "Vellina", "Costa Serene", 165.0, 0.10, 0.045, price_rise_month=27),
    House("NIN", "宁水居 Ningshui Court", "Ningshui", "East Province", 112.0, 0.12, 0.060, rival_month=29),
    House("HAI", "海月楼 Haiyue House", "Haiyue", "East Province", 134.0, 0.08, 0.070, trouble=(25, 29)),
    House("KOR", "Korran Lodge", "Korran", "Altmarken", 96.0, 0.04, 0.060),
)


@dataclass(frozen=True)
class Product:
    """What a house sells; ``margin`` is the share left of its amount before cost per night."""

    code: str
    label: str
    price: float
    margin: float


ROOMS = (
    Product("ROOM-STD", "Standard room", 1.00, 0.80),
    Product("ROOM-SUP", "Superior room", 1.28, 0.81),
    Product("ROOM-SUI", "Suite", 1.95, 0.82),
)
# The order is that of ``GuestType.extras``; prices are per room and night, save the last.
EXTRAS = (
    Product("BREAKFAST", "Breakfast", 17.0, 0.46),
    Product("RESTAURANT", "Restaurant", 38.0, 0.31),
    Product("SPA", "Spa", 64.0, 0.42),
    Product("PARKING", "Parking", 13.0, 0.86),
    Product("CONFERENCE", "Conference", 420.0, 0.55),
)
COST_PER_ROOM_NIGHT = 40.0


def table(field: str) -> np.ndarray:
    """Return one field of all guest types, stacked: guest type x its entries."""
    return np.array([getattr(guest_type, field) for guest_type in GUEST_TYPES])


def house_table(field: str) -> np.ndarray:
    """Return one field of all houses."""
    return np.array([getattr(house, field) for house in HOUSES])


def month_starts() -> np.ndarray:
    """Return the day number on which each month begins, and the day after the last month."""
    months = np.datetime64(FIRST_DAY, "M") + np.arange(MONTHS + 1)
    return (months.astype("datetime64[D]") - np.datetime64(FIRST_DAY, "D")).astype(np.int64)


def month_of(days: np.ndarray) -> np.ndarray:
    """Return the month number (0 is the first) of day numbers."""
    return np.searchsorted(month_starts(), days, side="right") - 1


def dates(days: np.ndarray) -> np.ndarray:
    """Return calendar days of day numbers."""
    return np.datetime64(FIRST_DAY, "D") + np.asarray(days, dtype=np.int64)


def season_by_month() -> np.ndarray:
    """Return the seasonal weight by guest type and month number; every year averages 1."""
    season = table("season")
    season = season / season.mean(axis=1, keepdims=True)
    calendar_month = (FIRST_DAY.month - 1 + np.arange(MONTHS)) % 12
    return np.asarray(season[:, calendar_month])
