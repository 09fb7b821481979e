"""Lanes say of each viewer what the database says: `access.rules.may_read`, record by record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose, mask, seen_by
from comity.search.persons.index.lanes import Lane, lane_at, open_lanes, own_lane, seen

LANES = st.builds(
    Lane,
    register=st.sampled_from((1, 2, 19)),
    discreet=st.booleans(),
    level=st.sampled_from(tuple(map(int, Level))),
    seen=st.integers(0, 2**10 - 1),
    group=st.sampled_from((0, 3, 2**31 - 1)),
)
MASKS = st.builds(lambda some, shielded: mask(tuple(some), shielded=shielded), st.sets(st.sampled_from(Purpose), min_size=1), st.booleans())


@given(LANES)
def test_a_lane_is_its_number(lane: Lane) -> None:
    assert lane_at(lane.number) == lane
    assert lane.number < own_lane(1, 0)


@given(MASKS, st.sampled_from(Purpose))
def test_PUR_02_a_lane_is_open_to_the_purposes_that_see_the_record(purposes: int, purpose: Purpose) -> None:
    lane = Lane(1, False, 0, seen(purposes), 0)
    shown = open_lanes([lane.number], registers=(1,), purpose=purpose, clearance=Level.OFFICIAL, groups=(0,), discreet=False)
    assert bool(shown) == bool(purposes & seen_by(purpose))


@given(st.sets(LANES, min_size=1), st.sampled_from(Purpose), st.sampled_from(Level), st.booleans())
def test_CLS_01_and_OWN_03_only_lanes_of_the_viewer_are_open(lanes: set[Lane], purpose: Purpose, clearance: Level, discreet: bool) -> None:
    shown = open_lanes(
        [lane.number for lane in lanes], registers=(1, 2), purpose=purpose, clearance=clearance, groups=(0, 3), discreet=discreet
    )
    for lane in lanes:
        wanted = lane.register in (1, 2) and lane.discreet is discreet and bool(lane.seen & purpose.bit) and lane.group in (0, 3)
        wanted = wanted and (discreet or lane.level <= clearance)
        assert (lane.number in shown) is wanted


def test_own_lanes_are_nobody_elses() -> None:
    assert len({own_lane(register, owner) for register in (1, 2, 19) for owner in range(300)}) == 900
