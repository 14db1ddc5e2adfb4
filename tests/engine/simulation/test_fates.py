import numpy as np
import pytest

from engine.simulation.fates import Fates, keyed_uniforms, stream_key

CUSTOMERS = np.arange(200_000, dtype=np.uint64)


def test_a_known_key_gives_the_published_stream():
    # SplitMix64 seeded with 1234567: the first outputs of the reference implementation (Vigna).
    first = [6457827717110365317, 3203168211198807973, 9817491932198370423]
    drawn = keyed_uniforms(1234567, np.arange(1, 4, dtype=np.uint64))
    assert drawn.tolist() == [((number >> 11) + 0.5) * 2.0**-53 for number in first]


def test_draws_are_uniform_normal_and_exponential():
    fates = Fates(7, 3)
    assert fates.uniforms("any", CUSTOMERS).mean() == pytest.approx(0.5, abs=0.003)
    assert fates.uniforms("any", CUSTOMERS).var() == pytest.approx(1 / 12, abs=0.001)
    assert fates.exponentials("any", CUSTOMERS).mean() == pytest.approx(1.0, abs=0.01)
    assert fates.normals("any", CUSTOMERS).std() == pytest.approx(1.0, abs=0.01)
    counts = np.histogram(fates.uniforms("any", CUSTOMERS), 100, (0, 1))[0]
    assert ((counts - 2_000) ** 2 / 2_000).sum() < 150  # chi-square with 99 degrees, p = 0.0007


def test_a_part_of_a_stream_has_the_digits_of_the_whole():
    fates, some = Fates(1, 2), np.array([5, 99_999, 3], dtype=np.uint64)
    assert fates.uniforms("x", some).tolist() == fates.uniforms("x", CUSTOMERS)[[5, 99_999, 3]].tolist()


@pytest.mark.parametrize("other", [(2, 0, "a", 0), (1, 1, "a", 0), (1, 0, "b", 0), (1, 0, "a", 1)])
def test_streams_of_other_names_are_unrelated(other):
    one = keyed_uniforms(stream_key(1, 0, "a", 0), CUSTOMERS)
    two = keyed_uniforms(stream_key(*other), CUSTOMERS)
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.01
    assert not np.isin(one, two).any()


def test_neighbouring_customers_are_unrelated():
    drawn = Fates(1, 0).uniforms("x", CUSTOMERS)
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 0.01
