"""A typed client of Comity's HTTP API. Stands alone: it needs httpx and msgspec, and nothing else of Comity.

    with Client("https://comity.example", token) as client:
        result = client.check(Question((Identifier("document", "P1234567", "XBM"),), purpose="border"))

What may go wrong stands in `comity.client.errors`.
"""

from comity.client.checks import Answer, Batch, BatchItem, BatchResult, CheckResult, Hit, Identifier, Question, Reading
from comity.client.client import Client
from comity.client.errors import ApiError
from comity.client.lists import CheckedList, ListQuestion
from comity.client.oversight import AuditQuery, SightingQuery
from comity.client.persons import Person, PersonAnswer
from comity.client.records import Header, Record, Restriction

__all__ = [
    "Answer",
    "ApiError",
    "AuditQuery",
    "Batch",
    "BatchItem",
    "BatchResult",
    "CheckResult",
    "CheckedList",
    "Client",
    "Header",
    "Hit",
    "Identifier",
    "ListQuestion",
    "Person",
    "PersonAnswer",
    "Question",
    "Reading",
    "Record",
    "Restriction",
    "SightingQuery",
]
