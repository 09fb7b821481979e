"""What a search for persons may do for which purpose, and when what it found is a positive result. Pure.

The defaults stand here; the secretariat sets others (`settings`), one row a purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from comity.access.model import AuthorityKind, Decision, Reader
from comity.kernel.errors import Fault
from comity.kernel.purposes import Purpose
from comity.search.persons.model import PersonSetting

_P = Purpose
SHORTEST_REASON: Final = 10  # characters
LONGEST_REASON: Final = 500
# Within these, whoever sets: beyond them every namesake would be shown, or told to an owner who waits to hear where somebody is (D).
MOST_PRIOR: Final = 0.1
LEAST_POSSIBLE: Final = 0.01
LEAST_ALARM: Final = 0.8

# Our own choice (D), to be changed by the organisation. Whole lists: passengers at a border; guests and staff of one event or post, which
# is named; the missing after a disaster. Elsewhere a list of names is fishing.
_LISTS: Final = frozenset({_P.BORDER, _P.ACCREDITATION, _P.MISSING})
# Of the records that a name leads to, one in two hundred is the person: most names that are asked about are nobody's here (DOMAIN: 0.02 %
# of searches meet anything), and a common name leads to hundreds. At the alarm a whole name needs a whole birth date and a nationality.
_PRIOR: Final = 0.005
DEFAULTS: Final[Mapping[Purpose, PersonSetting]] = MappingProxyType(
    {purpose: PersonSetting(prior=_PRIOR, possible=0.10, likely=0.60, alarm=0.97, lists=purpose in _LISTS) for purpose in Purpose}
)

_SEARCHES: Final = Decision(True, "PUR-01", "A person is searched for the purpose stated.")
_TRENDS: Final = Decision(False, "PUR-07", "Work on trends looks at groups: it does not search for one person.")
_LISTED: Final = Decision(True, "PUR-01", "Whole lists of persons may be searched for this purpose.")
_NOT_LISTED: Final = Decision(
    False, "PUR-04", "Whole lists of persons are not searched for this purpose.", "the secretariat, by the purpose's settings"
)
_EVENT: Final = Decision(False, "PUR-05", "A list for a security check names its event or post as the reference.", "you, with a reference")
_SETS: Final = Decision(True, "ACC-08", "The secretariat sets how persons are searched for.")
_DOES_NOT_SET: Final = Decision(False, "ACC-08", "Only the secretariat sets how persons are searched for.", "the secretariat")


def may_search(purpose: Purpose) -> Decision:
    """Whether a person may be searched for this purpose (PUR-07)."""
    return _TRENDS if purpose is Purpose.TRENDS else _SEARCHES


def may_search_list(purpose: Purpose, setting: PersonSetting, reference: str) -> Decision:
    """Whether a list of persons, or a batch with persons, may be searched (PUR-05)."""
    searches = may_search(purpose)
    if not searches.allowed:
        return searches
    if not setting.lists:
        return _NOT_LISTED
    return _EVENT if purpose is Purpose.ACCREDITATION and not reference.strip() else _LISTED


def may_change(reader: Reader) -> Decision:
    """Whether this reader may change what a purpose asks of searches: the secretariat's own alone."""
    return _SETS if reader.kind is AuthorityKind.SECRETARIAT else _DOES_NOT_SET


def is_positive(probability: float, setting: PersonSetting, *, exact: bool) -> bool:
    """Whether a person found is a positive result: above the purpose's alarm threshold, or met by an exact identifier too."""
    return exact or probability >= setting.alarm


def setting_faults(setting: PersonSetting, reason: str) -> list[Fault]:
    """Everything that is wrong with a setting that somebody wants."""
    faults = [
        Fault(name, "range", "This is a probability.", "Above 0 and below 1.")
        for name in ("prior", "possible", "likely", "alarm")
        if not 0 < getattr(setting, name) < 1
    ]
    if not faults and not setting.possible <= setting.likely <= setting.alarm:
        faults.append(Fault("alarm", "order", "The thresholds rise from possible over likely to alarm.", "possible <= likely <= alarm"))
    faults += [] if faults else list(_beyond(setting))
    if not SHORTEST_REASON <= len(" ".join(reason.split())) <= LONGEST_REASON:
        accepted = f"{SHORTEST_REASON} to {LONGEST_REASON} characters. It names nobody."
        faults.append(Fault("reason", "length", "Say why it is changed.", accepted))
    return faults


def _beyond(setting: PersonSetting) -> Iterator[Fault]:
    """What nobody may set."""
    bounds = (
        ("prior", setting.prior <= MOST_PRIOR, f"At most {MOST_PRIOR:g}."),
        ("possible", setting.possible >= LEAST_POSSIBLE, f"At least {LEAST_POSSIBLE:g}."),
        ("alarm", setting.alarm >= LEAST_ALARM, f"At least {LEAST_ALARM:g}."),
    )
    for name, within, accepted in bounds:
        if not within:
            yield Fault(name, "beyond", "Nobody may set this: it would show or tell of namesakes.", accepted)
