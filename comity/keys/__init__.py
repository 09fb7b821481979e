"""Keys over time: what each version still holds, sealing anew under the newest, and when an older one may be destroyed."""

from comity.keys.errors import InForce, StillNeeded, Unheard
from comity.keys.filter_key import OtherFilterKey, prove
from comity.keys.service import KeyService, Progress, Use, open_keys

__all__ = ["InForce", "KeyService", "OtherFilterKey", "Progress", "StillNeeded", "Unheard", "Use", "open_keys", "prove"]
