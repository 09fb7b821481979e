"""Registers, records and loads, and lists of one's own records, as methods of the client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import BinaryIO, Final
from uuid import UUID

import msgspec

from comity.client.attachments import Attachment
from comity.client.calling import Caller
from comity.client.endpoints import Endpoint
from comity.client.loads import LoadQuestion, LoadStarted
from comity.client.records import (
    Act,
    Compared,
    Decided,
    Finding,
    Header,
    Loaded,
    PublicWork,
    PublicWorks,
    Record,
    Records,
    Register,
    RegisterLine,
    Restriction,
    Walk,
)
from comity.client.transport import Call
from comity.client.views import Many, ManyAct, Particulars, Preview, Started, View

_CSV: Final = "text/csv; charset=utf-8"
_OCTETS: Final = "application/octet-stream"


class Keeping(Caller):
    """Registers, records and loads, and lists of one's own records."""

    # Registers and records --------------------------------------------------------------------------------------------

    def registers(self) -> tuple[RegisterLine, ...]:
        """The nineteen, in their order."""
        return self._list(Call(Endpoint.REGISTERS), RegisterLine)

    def register(self, name: str) -> Register:
        """One register's declaration."""
        return self._ask(Call(Endpoint.REGISTER, {"register": name}), Register)

    def register_spreadsheet(self, name: str) -> bytes:
        """The empty file of a register as a spreadsheet (XLSX)."""
        return self._transport.send(Call(Endpoint.REGISTER_SPREADSHEET, {"register": name}))

    def register_template(self, name: str) -> str:
        """The empty CSV file of a register."""
        return self._transport.send(Call(Endpoint.REGISTER_TEMPLATE, {"register": name})).decode("utf-8-sig")

    def records(
        self, register: str, where: Mapping[str, str] | None = None, *, sort: str = "", after: str = "", limit: int = 50, **also: str
    ) -> Records:
        """A page of your authority's own records. `where`: conditions by name, as the API describes them; `after`: a page's mark.

        `also`: `state`, and `value` of the register's own column.
        """
        parts = [f"{name}={wanted}" for name, wanted in (where or {}).items()]
        query = {**also, "where": parts, "sort": sort, "after": after, "limit": limit}
        return self._ask(Call(Endpoint.RECORDS, {"register": register}, query), Records)

    def find(self, register: str, words: str, measures: Sequence[tuple[str, str]] = ()) -> Finding:
        """Works of art that are like a description. `measures`: (dimension, measure with its unit)."""
        described = {"words": words, "measures": [{"dimension": name, "value": value} for name, value in measures]}
        return self._ask(Call(Endpoint.FIND, {"register": register}, body=described, repeatable=False), Finding)

    def links(self, register: str, record: UUID | str, steps: int = 2) -> Walk:
        """What lies around a record, along stated links and shared identifiers."""
        return self._ask(Call(Endpoint.RECORD_LINKS, {"register": register, "record": record}, {"steps": steps}), Walk)

    def compare(self, country: str, type_: str, series: str = "") -> Compared:
        """Specimens and counterfeits of a kind of document."""
        return self._ask(Call(Endpoint.DOCUMENTS_COMPARE, query={"country": country, "type": type_, "series": series}), Compared)

    def find_public(self, words: str, measures: Sequence[tuple[str, str]] = ()) -> tuple[PublicWork, ...]:
        """Works of art open to the public that are like a description. Needs no sign-in."""
        described = {"words": words, "measures": [{"dimension": name, "value": value} for name, value in measures]}
        return self._ask(Call(Endpoint.PUBLIC_ART_FIND, body=described, repeatable=False), PublicWorks).items

    def public_work(self, record: UUID | str) -> PublicWork:
        """One work of art that is open to the public. Needs no sign-in."""
        return self._ask(Call(Endpoint.PUBLIC_WORK, {"record": record}), PublicWork)

    def record(self, register: str, record: UUID | str, *, protected: bool = False) -> Record:
        """One record. `protected`, after a protected check: its owner is not told of this reading."""
        query = {"protected": "true"} if protected else {}
        return self._ask(Call(Endpoint.RECORD, {"register": register, "record": record}, query), Record)

    def enter_record(self, register: str, values: Mapping[str, str], header: Header) -> Record:
        """Enters a record for your authority."""
        return self._ask(Call(Endpoint.RECORD_NEW, {"register": register}, body={"values": dict(values), "header": header}), Record)

    def correct_record(self, register: str, record: UUID | str, values: Mapping[str, str], header: Header, version: int) -> Record:
        """Puts new content in the place of a record's. `version`: the one that was read."""
        body = {"values": dict(values), "header": header, "version": version}
        return self._ask(Call(Endpoint.RECORD_CORRECT, {"register": register, "record": record}, body=body), Record)

    def replace_person(self, register: str, record: UUID | str, values: Mapping[str, str], header: Header, version: int) -> Record:
        """The record was about a wrong person: it is erased at once, and this entered in its place, under another id."""
        body = {"values": dict(values), "header": header, "version": version, "wrong_person": True}
        return self._ask(Call(Endpoint.RECORD_CORRECT, {"register": register, "record": record}, body=body), Record)

    def decide(
        self,
        register: str,
        record: UUID | str,
        act: Act,
        reason: str = "",
        restriction: Restriction = Restriction(),  # noqa: B008 - frozen
    ) -> Decided:
        """Restricts, blocks, unblocks, releases, confirms or withdraws a record."""
        body = {"reason": reason, **msgspec.structs.asdict(restriction)}
        return self._ask(Call(Endpoint.RECORD_ACT, {"register": register, "record": record, "act": act}, body=body), Decided)

    def attach(self, register: str, record: UUID | str, content: bytes, field: str, **told: str) -> Attachment:
        """Adds a file to a field of your authority's record. `told`: title, source, version, derived_from."""
        places = {"register": register, "record": record}
        return self._ask(Call(Endpoint.ATTACHMENT_NEW, places, {"field": field, **told}, content, _OCTETS), Attachment)

    def attachments(self, register: str, record: UUID | str, *, protected: bool = False) -> tuple[Attachment, ...]:
        """The files of a record that you may see."""
        query = {"protected": "true" if protected else ""}
        return self._list(Call(Endpoint.ATTACHMENTS, {"register": register, "record": record}, query), Attachment)

    def attachment(
        self, register: str, record: UUID | str, attachment: UUID | str, *, preview: bool = False, protected: bool = False
    ) -> bytes:
        """A file, or a small image of it."""
        endpoint = Endpoint.ATTACHMENT_PREVIEW if preview else Endpoint.ATTACHMENT
        places = {"register": register, "record": record, "attachment": attachment}
        return self._transport.send(Call(endpoint, places, {"protected": "true" if protected else ""}))

    def detach(self, register: str, record: UUID | str, attachment: UUID | str) -> None:
        """Takes a file of your authority's record away for good."""
        places = {"register": register, "record": record, "attachment": attachment}
        self._transport.send(Call(Endpoint.ATTACHMENT_REMOVE, places))

    def load(self, register: str, csv: bytes, *, purposes: Iterable[str] = (), law: str = "", source: str = "", level: str = "") -> Loaded:
        """Loads a CSV file. The same file again changes nothing."""
        query = {"purposes": tuple(purposes), "law": law, "source": source, "level": level}
        return self._ask(Call(Endpoint.LOAD, {"register": register}, query, csv, _CSV), Loaded)

    def start_load(self, register: str, file: BinaryIO, how: LoadQuestion) -> str:
        """Sends a file of any size as a stream; gives the load's number, which is its job's too."""
        query = msgspec.structs.asdict(how) | {"dry_run": "true" if how.dry_run else ""}
        call = Call(Endpoint.LOAD_START, {"register": register}, query, file, "application/octet-stream", repeatable=False)
        return self._ask(call, LoadStarted).load

    def retry_load(self, load: UUID | str, mapping: str = "") -> str:
        """Tries the refused rows of your load again, alone; gives the new load's number."""
        return self._ask(Call(Endpoint.LOAD_RETRY, {"load": load}, {"mapping": mapping}), LoadStarted).load

    def restriction(self) -> Restriction:
        """Who is kept out of all records of your authority."""
        return self._ask(Call(Endpoint.RESTRICTIONS), Restriction)

    def restrict_all(self, restriction: Restriction) -> Restriction:
        """Keeps these out of all records; an empty one lifts it."""
        return self._ask(Call(Endpoint.RESTRICTIONS_SET, body=restriction), Restriction)

    # Lists of one's own records ---------------------------------------------------------------------------------------

    def views(self, register: str) -> tuple[View, ...]:
        """Your saved lists of a register, and those that your unit shares."""
        return self._list(Call(Endpoint.VIEWS, {"register": register}), View)

    def save_view(self, register: str, name: str, where: Mapping[str, str], *, sort: str = "", shared: bool = False) -> View:
        """Saves a list; one of the same name is replaced."""
        body = {"name": name, "where": dict(where), "sort": sort, "shared": shared}
        return self._ask(Call(Endpoint.VIEW_SAVE, {"register": register}, body=body), View)

    def drop_view(self, register: str, view: UUID | str) -> None:
        """Takes one of your own saved lists away."""
        self._transport.send(Call(Endpoint.VIEW_DROP, {"register": register, "view": view}))

    def export_records(self, register: str, where: Mapping[str, str], *, format: str = "csv", personal: bool = False) -> UUID:  # noqa: A002 - the API's word
        """Writes own records into a file (csv, jsonl, xlsx), as a job: its id. The file is the job's result."""
        body = {"where": dict(where), "format": format, "personal": personal}
        return self._ask(Call(Endpoint.EXPORT, {"register": register}, body=body), Started).job

    def preview_many(self, register: str, act: ManyAct, where: Mapping[str, str], records: Iterable[UUID | str] = ()) -> Preview:
        """Counts what an act on many records would be done to, and shows ten of them."""
        body = {"where": dict(where), "records": tuple(map(str, records))}
        return self._ask(Call(Endpoint.BULK_PREVIEW, {"register": register, "act": act}, body=body, repeatable=False), Preview)

    def order_many(
        self,
        register: str,
        act: ManyAct,
        count: int,
        where: Mapping[str, str],
        records: Iterable[UUID | str] = (),
        particulars: Particulars | None = None,
    ) -> Many:
        """Acts on many records; `count` as the preview said. Above 500 a second officer signs first."""
        body = {
            "count": count,
            "where": dict(where),
            "records": tuple(map(str, records)),
            **msgspec.to_builtins(particulars or Particulars()),
        }
        return self._ask(Call(Endpoint.BULK, {"register": register, "act": act}, body=body), Many)

    def many_waiting(self) -> tuple[Many, ...]:
        """Acts on many records of your authority that are to be signed or under way."""
        return self._list(Call(Endpoint.BULK_WAITING), Many)

    def sign_many(self, act: UUID | str, *, refuse: bool = False) -> Many:
        """Signs an act on many that another officer asked for, or refuses it."""
        return self._ask(Call(Endpoint.BULK_SIGN, {"bulk_id": act}, body={"refuse": refuse}), Many)
