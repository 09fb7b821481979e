"""Which classes of the filters a viewer probes. Pure. What matters: nobody who may see a key ever skips its class."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.access.model import Audience, AuthorityKind
from comity.access.rules import permits
from comity.search.audiences import Audiences

COUNTRY, ENTITY = AuthorityKind.COUNTRY, AuthorityKind.ENTITY


def test_an_open_audience_is_of_class_0_and_a_restricted_one_of_its_own() -> None:
    audiences = Audiences()
    audiences.load([(1, [], []), (2, [5], []), (3, [], [2])])
    assert [audiences.class_of(number) for number in (1, 2, 3)] == [0, 2, 3]


def test_whom_an_audience_denies_does_not_probe_its_class() -> None:
    audiences = Audiences()
    audiences.load([(1, [], []), (2, [5], []), (3, [], [2])])
    assert audiences.of(5, COUNTRY) == (0, 3)
    assert audiences.of(6, COUNTRY) == (0, 2, 3)
    assert audiences.of(6, ENTITY) == (0, 2)


def test_a_restriction_that_was_lifted_keeps_its_class_and_all_probe_it() -> None:
    audiences = Audiences()
    audiences.load([(2, [5], [])])
    assert audiences.of(5, COUNTRY) == (0,)
    audiences.load([(2, [], [])])
    assert audiences.class_of(2) == 2
    assert audiences.of(5, COUNTRY) == (0, 2)


def test_a_new_restriction_holds_with_the_next_load() -> None:
    audiences = Audiences()
    audiences.load([(2, [], [])])
    assert (audiences.class_of(2), audiences.of(5, COUNTRY)) == (0, (0,))
    audiences.load([(2, [5], [])])
    assert (audiences.class_of(2), audiences.of(5, COUNTRY), audiences.of(6, COUNTRY)) == (2, (0,), (0, 2))


def test_an_audience_not_heard_of_has_a_class_that_all_probe() -> None:
    audiences = Audiences()
    assert audiences.class_of(9) == 9
    assert audiences.of(5, COUNTRY) == (0, 9)
    audiences.load([(9, [], [])])
    assert audiences.class_of(9) == 9
    assert audiences.of(5, COUNTRY) == (0, 9)


def test_the_classes_of_a_file_are_probed() -> None:
    audiences = Audiences()
    audiences.load([(4, [], [])])
    audiences.keep((0, 4, 7))
    assert audiences.of(5, COUNTRY) == (0, 4, 7)


row = st.tuples(st.integers(1, 6), st.lists(st.integers(1, 3), unique=True), st.lists(st.sampled_from([1, 2, 3]), unique=True))
step = st.one_of(
    st.tuples(st.just("load"), st.lists(row, unique_by=lambda one: one[0])),
    st.tuples(st.just("keep"), st.lists(st.integers(0, 6))),
    st.tuples(st.just("key"), st.integers(1, 6)),
)


@given(st.lists(step, max_size=12), st.integers(1, 3), st.sampled_from(list(AuthorityKind)))
def test_OWN_03_nobody_who_may_see_a_key_skips_its_class(steps, authority: int, kind: AuthorityKind) -> None:
    audiences = Audiences()
    now: dict[int, Audience] = {}
    held: set[tuple[int, int]] = set()  # (audience, class) of keys that were put into the filters
    for name, what in steps:
        if name == "load":
            now |= {number: Audience(frozenset(denied), frozenset(map(AuthorityKind, kinds))) for number, denied, kinds in what}
            audiences.load([(n, sorted(a.denied_authorities), sorted(int(k) for k in a.denied_kinds)) for n, a in now.items()])
        elif name == "keep":
            audiences.keep(what)
        else:
            held.add((what, audiences.class_of(what)))
        for audience, number in held:
            if audience not in now or permits(now[audience], authority, kind):
                assert number in audiences.of(authority, kind)
