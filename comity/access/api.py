"""What others may call. Values stand in `model`, the table in `permissions`, its meaning in `rules`.

An edge takes a session (`Sessions.of`, `reader_of`) or a token (`TokenCache.get`, `find`, `reader_for_token`) to a `Reader`, asks
`may_ask` or `may`, and opens its transaction with `reader.context(mode)`: the database then shows what `may_read` allows.
"""

from comity.access.administration import Administration, NewOfficer, authorities, bureaus, issuing_codes
from comity.access.credentials import csrf_holds, csrf_token
from comity.access.entries import Means, enforce, of_reader
from comity.access.limits import Buckets, RateLimit
from comity.access.restrictions import all_audiences, audience_for, audience_of, default_audience, restrict_all, restriction_of
from comity.access.rules import askable, may, may_ask, may_choose, may_read, permits, purposes_for
from comity.access.sessions import Sessions, purposes_open, reader_of
from comity.access.settings import AccessSettings, PasswordCost, Rate
from comity.access.sign_in import PasswordAndCode, SignedIn, SignIn
from comity.access.token_memo import TokenCache
from comity.access.tokens import Tokens, reader_for_token

__all__ = [
    "AccessSettings",
    "Administration",
    "Buckets",
    "Means",
    "NewOfficer",
    "PasswordAndCode",
    "PasswordCost",
    "Rate",
    "RateLimit",
    "Sessions",
    "SignIn",
    "SignedIn",
    "TokenCache",
    "Tokens",
    "all_audiences",
    "askable",
    "audience_for",
    "audience_of",
    "authorities",
    "bureaus",
    "csrf_holds",
    "csrf_token",
    "default_audience",
    "enforce",
    "issuing_codes",
    "may",
    "may_ask",
    "may_choose",
    "may_read",
    "of_reader",
    "permits",
    "purposes_for",
    "purposes_open",
    "reader_for_token",
    "reader_of",
    "restrict_all",
    "restriction_of",
]
