"""Keyed hashing: the published vectors, and the same answer by every way in."""

from __future__ import annotations

import struct
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.engines.filters.compiled import kernels
from comity.engines.filters.hashing import AT_ONCE, FEW, KeyHasher, sip_key
from tests.engines.filters.siphash_vectors import ANSWERS, KEY

SECRET = bytes(range(100, 132))


def hashed(key: bytes, messages: list[bytes]) -> list[int]:
    data = np.frombuffer(b"".join(messages) + b"\0", np.uint8)
    offsets = np.cumsum([0, *map(len, messages)], dtype=np.int64)
    out = np.empty(len(messages), np.uint64)
    kernels().sip_many(data, offsets, *map(np.uint64, struct.unpack("<QQ", key)), out)
    return out.tolist()


def test_the_kernel_gives_the_published_vectors() -> None:
    assert hashed(KEY, [bytes(range(n)) for n in range(64)]) == list(ANSWERS)


def test_the_sip_key_comes_from_the_whole_secret() -> None:
    keys = {sip_key(SECRET)} | {sip_key(SECRET[:i] + bytes([SECRET[i] ^ 1]) + SECRET[i + 1 :]) for i in range(32)}
    assert len(keys) == 33
    assert {len(key) for key in keys} == {16}


@given(st.lists(st.binary(max_size=70), max_size=40))
def test_every_way_in_gives_the_same_keys(values: list[bytes]) -> None:
    hasher = KeyHasher(SECRET)
    together = hasher.many(values)
    assert together.dtype == np.uint64
    assert together.tolist() == [hasher.one(value) for value in values] == hashed(sip_key(SECRET), values)
    data = np.frombuffer(b"".join(values), np.uint8) if any(values) else np.empty(0, np.uint8)
    assert hasher.packed(data, np.cumsum([0, *map(len, values)], dtype=np.int64)).tolist() == together.tolist()


@pytest.mark.parametrize("count", [0, 1, FEW, FEW + 1, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE + 5])
def test_many_keeps_the_order_over_the_pieces_it_works_in(count: int) -> None:
    values = [b"%d" % n for n in range(count)]
    assert KeyHasher(SECRET).many(values).tolist() == hashed(sip_key(SECRET), values)


def test_packed_takes_arrays_that_may_be_written() -> None:
    assert KeyHasher(SECRET).packed(np.array([49, 124], np.uint8), np.array([0, 2])).tolist() == [KeyHasher(SECRET).one(b"1|")]


@pytest.mark.parametrize("offsets", [[], [0, 4], [-1, 2], [0, 2, 1, 3]])
def test_offsets_outside_the_data_are_refused(offsets: list[int]) -> None:
    with pytest.raises(ValueError, match="offsets"):
        KeyHasher(SECRET).packed(np.zeros(3, np.uint8), np.array(offsets, np.int64))


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_secret_has_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyHasher(bytes(length))


def test_another_secret_gives_other_keys() -> None:
    values = [b"3|number|%09d|XAR" % n for n in range(1000)]
    assert not set(KeyHasher(SECRET).many(values).tolist()) & set(KeyHasher(bytes(32)).many(values).tolist())


def test_importing_the_package_does_not_load_numba() -> None:
    modules = "fuse", "hashing"
    words = f"import sys; from comity.engines.filters import {', '.join(modules)}; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
