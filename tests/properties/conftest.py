"""How many examples? A few in CI; ``--hypothesis-profile=long`` tries 5,000 of each law."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_SHARED = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    "print_blob": True,
}
settings.register_profile("short", max_examples=100, **_SHARED)
settings.register_profile("long", max_examples=5_000, **_SHARED)
settings.load_profile("short")
