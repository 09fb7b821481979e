"""Addresses of the pages, in one place for links, forms and routes. `{record}` and the like are filled by `at`."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

SIGN_IN: Final = "/sign-in"  # get, post: name, password, code
SIGN_IN_DEMO: Final = "/sign-in/demo"  # post: officer
SIGN_OUT: Final = "/sign-out"  # post: everywhere
PURPOSE: Final = "/purpose"  # get, post: unit or purpose, next
SETTINGS: Final = "/settings"  # post: any of language, theme, digits, keys; next
ACCOUNT: Final = "/account"
PALETTE: Final = "/go"
CHECK: Final = "/check"  # get, post: q; number, issuer; vin; plate, plate_country; protected, protected_reason
CHECK_CONFIRM: Final = "/check/{entry}/confirm"  # entry and its time; post: record, says
CHECK_PERSONS: Final = "/check/{entry}/persons"  # entry and its time; post: candidate (each), says (what.rank), sure
PERSON_SETTINGS: Final = "/persons/settings"  # get: purpose; post: purpose, prior, possible, likely, alarm, lists, reason
BARE_NAMES: Final = "/persons/bare"  # get: since, until
CHECK_LISTS: Final = "/check/list"  # get; post: file
CHECK_LIST: Final = "/check/list/{list}"  # get: after; post: column.N, reference, protected, do (read, ask, go on, remove)
CHECK_LIST_RESULT: Final = "/check/list/{list}/result.csv"
FIND: Final = "/registers/{register}/find"  # get, post: words, and a measure by each dimension
ART: Final = "/art"  # open to all; get, post: words, and a measure by each dimension
ART_WORK: Final = "/art/works/{record}"
INVENTORY: Final = "/art/inventory"  # get
INVENTORY_OPEN: Final = "/art/inventory/open"  # post: code, passphrase
INVENTORY_NEW: Final = "/art/inventory/new"  # post: passphrase
INVENTORY_ITEM_NEW: Final = "/art/inventory/items/new"  # get, post
INVENTORY_ITEM: Final = "/art/inventory/items/{item}"  # get, post
INVENTORY_REMOVE: Final = "/art/inventory/remove"  # post: number
INVENTORY_FILE: Final = "/art/inventory/file.jsonl"
INVENTORY_CLOSE: Final = "/art/inventory/close"  # post
INVENTORY_ERASE: Final = "/art/inventory/erase"  # post: sure
REGISTERS: Final = "/registers"  # get: register, state, q, after
OVERVIEW: Final = "/registers/overview"
MANY: Final = "/lists/many"  # get: register, conditions; post: step (look, do), act, particulars, count
MANY_WAITING: Final = "/lists/many/waiting"
MANY_SIGN: Final = "/lists/many/{act}/sign"  # post: says (sign, refuse)
EXPORT: Final = "/lists/export"  # post: register, conditions, format, personal
VIEWS: Final = "/lists/views"  # post: register, conditions, sort, name, shared; or drop
RECORD: Final = "/records/{record}"
RECORD_ACT: Final = "/records/{record}/{action}"  # post: reason and, for restrict, authority, kind; get for correct: the form
RECORD_FILES: Final = "/records/{record}/files"  # post: file, field, title
RECORD_FILE: Final = "/records/{record}/files/{file}"
RECORD_FILE_PREVIEW: Final = "/records/{record}/files/{file}/small"
RECORD_FILE_REMOVE: Final = "/records/{record}/files/{file}/remove"  # post
RECORD_LINKS: Final = "/records/{record}/links"  # get: steps
COMPARE: Final = "/documents/compare"  # get: country, type, series
RECORD_NEW: Final = "/registers/{register}/new"  # get, post
LOAD: Final = "/registers/{register}/load"  # get, post: file
LOAD_COLUMNS: Final = "/registers/{register}/load/columns"  # get, post: file, mapping
LOAD_COLUMNS_FILE: Final = "/registers/{register}/load/columns/{file}"  # get, post: column.N, word.N, value.N, do
LOADS: Final = "/loads"  # get: after
LOADED: Final = "/loads/{load}"  # get; post: action (release, refuse), reason
JOBS: Final = "/jobs"  # get: after
JOB: Final = "/jobs/{job}"
JOB_CANCEL: Final = "/jobs/{job}/cancel"  # post
JOB_RESULT: Final = "/jobs/{job}/result"
LOAD_ERRORS: Final = "/loads/{load}/errors.csv"
CLEARANCES: Final = "/clearances"  # get: side, after
CLEARANCE_NEW: Final = "/clearances/new"  # get: entry, record; post: entry, record, ground, agreed, named
CLEARANCE: Final = "/clearances/{clearance}"  # post: act (confirm, object, end), number, issuer, why, person_withdrew
TRACES: Final = "/traces"  # get: side, after, record; post: fields of the firearm, record, ask, words
TRACE: Final = "/traces/{trace}"  # get; post: act (answer, further, close) and its fields
IMPORTS: Final = "/imports"  # get: after; post: file, purposes, law, behalf
IMPORT: Final = "/imports/{proposal}"  # get: kind, after; post: decision, reason
RESTRICTIONS: Final = "/restrictions"  # get, post: authority, kind, action (add, lift)
INBOX: Final = "/inbox"  # get: after
INBOX_ENTRY: Final = "/inbox/{entry}"  # get; post: seen
HELD: Final = "/protected"  # get
HELD_RELEASE: Final = "/protected/{held}/release"  # post: reason
STATISTICS: Final = "/statistics"  # get: of, register, owner, purpose, months, last
LIFE: Final = "/life"  # get: after
LIFE_ANSWER: Final = "/life/{record}/answer/{action}"  # post: until, purpose, reason; extend, let-go, approve, refuse
LIFE_DELETIONS: Final = "/life/deletions"  # get: missing, after
LIFE_HISTORY: Final = "/life/{record}/versions"  # get
REVIEW: Final = "/review"  # get
REVIEW_RECORD: Final = "/review/{record}"  # get, post: outcome, ground, reason
MEASURES: Final = "/measures"  # post: authority, reason
WHO_LOOKED: Final = "/who-looked"  # get: register, reader, purpose, since, until, after
AUDIT: Final = "/audit"  # get; post: purpose, basis, identifier, issuer, officer, act, since, until
AUDIT_ENTRY: Final = "/audit/{entry}"
AUDIT_OPEN: Final = "/audit/{entry}/open"  # post: purpose, basis
TOKENS: Final = "/tokens"  # get, post: name, registers, purposes, days
SYSTEM_REVOKE: Final = "/tokens/{token}/revoke"  # post


def at(path: str, **places: str | int) -> str:
    """The address with its places filled, each quoted."""
    return path.format(**{name: quote(str(value), safe="") for name, value in places.items()})
