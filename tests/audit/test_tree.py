"""The Merkle tree: published vectors, and the laws that proofs must keep."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.audit import tree

# Source: the reference leaves, roots and paths of the Certificate Transparency project (merkle_tree_test, transparency-dev/merkle).
LEAVES = [
    tree.hash_leaf(bytes.fromhex(text))
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATH_0_OF_8 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
PATH_5_OF_8 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
CONSISTENCY_6_TO_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]


def numbered(count: int) -> list[bytes]:
    return [tree.hash_leaf(b"%d" % i) for i in range(count)]


def direct_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + direct_root(leaves[:split]) + direct_root(leaves[split:])).digest()


def test_the_empty_tree() -> None:
    """RFC 6962, 2.1: the hash of an empty string."""
    assert tree.Frontier().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size: int) -> None:
    assert tree.root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_published_paths() -> None:
    assert [step.hex() for step in tree.inclusion_proof(0, LEAVES)] == PATH_0_OF_8
    assert [step.hex() for step in tree.inclusion_proof(5, LEAVES)] == PATH_5_OF_8
    assert [step.hex() for step in tree.consistency_proof(6, LEAVES)] == CONSISTENCY_6_TO_8


@given(st.integers(0, 70))
def test_growing_leaf_by_leaf_gives_the_tree_of_the_definition(size: int) -> None:
    assert tree.root_of(numbered(size)) == direct_root(numbered(size))


@given(st.integers(0, 70), st.integers(0, 30))
def test_a_frontier_goes_on_where_it_was_left(size: int, more: int) -> None:
    leaves = numbered(size + more)
    frontier = tree.Frontier()
    frontier.extend(leaves[:size])
    again = tree.Frontier.from_bytes(size, frontier.to_bytes())
    again.extend(leaves[size:])
    assert (again.size, again.root()) == (size + more, direct_root(leaves))


@given(st.integers(1, 60), st.data())
def test_a_leaf_is_included_at_its_place_alone(size: int, data: st.DataObject) -> None:
    leaves, index = numbered(size), data.draw(st.integers(0, size - 1))
    proof, root = tree.inclusion_proof(index, leaves), tree.root_of(leaves)
    assert tree.included(leaves[index], index, size, proof, root)
    other = data.draw(st.integers(0, size - 1))
    assert tree.included(leaves[index], other, size, proof, root) == (other == index)
    assert not tree.included(leaves[index], index, size, [*proof, root], root)
    assert not tree.included(tree.hash_leaf(b"another"), index, size, proof, root)
    assert not tree.included(leaves[index], size, size, proof, root)


@settings(max_examples=200)
@given(st.integers(1, 60), st.data())
def test_a_tree_is_consistent_with_its_beginnings_alone(size: int, data: st.DataObject) -> None:
    leaves, first = numbered(size), data.draw(st.integers(1, size))
    proof, root, old = tree.consistency_proof(first, leaves), tree.root_of(leaves), tree.root_of(leaves[:first])
    assert tree.consistent(first, size, old, root, proof)
    assert not tree.consistent(first, size, tree.hash_leaf(b"another"), root, proof)
    assert not tree.consistent(first, size, old, tree.hash_leaf(b"another"), proof)
    assert not tree.consistent(first, size, old, root, [*proof, root])
    if proof:
        assert not tree.consistent(first, size, old, root, proof[:-1])


def test_what_is_no_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="2 peaks"):
        tree.Frontier(3, [b""])
    with pytest.raises(ValueError, match="whole hashes"):
        tree.Frontier.from_bytes(1, b"x")
    with pytest.raises(ValueError, match="leaf 2"):
        tree.inclusion_proof(2, numbered(2))
    with pytest.raises(ValueError, match="no tree of 3"):
        tree.consistency_proof(3, numbered(2))
    assert not tree.consistent(0, 3, b"", b"", [])
    assert not tree.consistent(3, 4, b"", b"", [])
