"""The consolidated list as a stream of small trees, one for each entry. Pure but for the file.

Attacks: entities that expand without end, external entities and document types are refused at their declaration; a text, a name or a
comment without end at a limit, before it is held in memory; deep nesting and endless siblings at theirs.
Source: the list's own schema, sc-sanctions.xsd of the United Nations, as files have it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from comity.imports.listed import Opened
from comity.kernel.errors import Fault, Invalid

LARGEST: Final = 32 << 20  # bytes; the list has 2 MB after twenty years
MOST_ENTRIES: Final = 20_000
DEEPEST: Final = 6
MOST_ELEMENTS: Final = 3_000  # of one entry; the largest has 200
LONGEST_TEXT: Final = 20_000  # characters of one element; the longest has 2,000
_SILENCE: Final = 1 << 20  # bytes without any event: one endless comment, tag or attribute
_CHUNK: Final = 1 << 16
_ROOT: Final = "CONSOLIDATED_LIST"
_ENTRIES: Final = {"INDIVIDUAL": "INDIVIDUALS", "ENTITY": "ENTITIES"}


class InvalidList(Invalid):
    """The file as a whole is no list: nothing of it is taken, since half a list would withdraw the other half."""


@dataclass(slots=True)
class Node:
    """An element. `line`: where it begins. `fault`: it, or something within, is more than an entry may hold."""

    tag: str
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list)
    fault: Fault | None = None

    def all(self, tag: str) -> list[Node]:
        """The children of that name."""
        return [child for child in self.children if child.tag == tag]

    def word(self, tag: str) -> str:
        """The text of the first child of that name, spaces joined; empty where there is none."""
        return next((child.plain for child in self.children if child.tag == tag), "")

    @property
    def plain(self) -> str:
        """The text with its white space joined: lines are broken by the list's own form, not by meaning."""
        return " ".join(self.text.split())


def read(file: BinaryIO) -> Iterator[Opened | Node]:
    """`Opened` first, then each INDIVIDUAL and ENTITY in the file's order.

    Raises: InvalidList, in the midst too; the caller then takes nothing.
    """
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.place = lambda: parser.parser.CurrentLineNumber
    total = 0
    try:
        while chunk := file.read(_CHUNK):
            total += len(chunk)
            builder.silent += len(chunk)
            if total > LARGEST:
                raise InvalidList(Fault("file", "too_large", "The file is too large for this list.", f"At most {LARGEST >> 20} MB."))
            parser.feed(chunk)
            if builder.silent > _SILENCE:
                raise InvalidList(Fault("file", "too_long", "A part of the file has no end.", "The list as the United Nations give it."))
            yield from builder.taken()
        parser.close()
    except DefusedXmlException:
        raise InvalidList(Fault("file", "forbidden", "The file declares a document type or entities, which this list never has.")) from None
    except ParseError as problem:
        line, column = problem.position
        raise InvalidList(Fault("file", "bad_xml", f"This is no XML: line {line}, column {column + 1}.", "The file, whole.")) from None
    except (LookupError, ValueError):
        raise InvalidList(Fault("file", "bad_encoding", "The file is in an encoding that is not known here.", "UTF-8.")) from None
    yield from builder.taken()


class _Builder:
    """What the parser tells of. Holds one entry at a time; finished ones are taken."""

    def __init__(self) -> None:
        self.place: Any = lambda: 0
        self.silent = 0
        self._done: deque[Opened | Node] = deque()
        self._path: list[str] = []
        self._open: list[Node] = []
        self._elements = 0
        self._entries = 0

    def taken(self) -> Iterator[Opened | Node]:
        while self._done:
            yield self._done.popleft()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.silent = 0
        tag = tag.rpartition("}")[2]
        self._path.append(tag)
        if len(self._path) == 1:
            if tag != _ROOT:
                raise InvalidList(Fault("file", "other_list", "This is another kind of file.", f"XML with the root {_ROOT}."))
            self._done.append(Opened(attributes.get("dateGenerated", "")[:40]))
        elif len(self._path) == 3 and _ENTRIES.get(tag) == self._path[1]:
            self._begin(tag)
        elif self._open:
            self._within(tag)
        elif len(self._path) > 2 or tag not in _ENTRIES.values():
            raise InvalidList(Fault("file", "other_list", f"Element {tag[:40]!r} has no place in this list.", ", ".join(_ENTRIES)))

    def _begin(self, tag: str) -> None:
        self._entries += 1
        if self._entries > MOST_ENTRIES:
            raise InvalidList(Fault("file", "too_many", "The list has too many entries.", f"At most {MOST_ENTRIES}."))
        self._elements = 0
        self._open = [Node(tag, self.place())]

    def _within(self, tag: str) -> None:
        entry = self._open[0]
        self._elements += 1
        if len(self._path) > DEEPEST or self._elements > MOST_ELEMENTS:
            entry.fault = entry.fault or Fault(tag[:40], "too_many", "This entry holds more than any entry does.")
            self._open.append(Node(tag, 0))  # counted, and forgotten with its end
            return
        node = Node(tag, self.place())
        self._open[-1].children.append(node)
        self._open.append(node)

    def data(self, text: str) -> None:
        self.silent = 0
        if not self._open:
            return
        node = self._open[-1]
        if len(node.text) + len(text) > LONGEST_TEXT:
            entry = self._open[0]
            entry.fault = entry.fault or Fault(node.tag[:40], "too_long", "This text is longer than any of the list.", f"{LONGEST_TEXT}.")
            return
        node.text += text

    def end(self, tag: str) -> None:
        del tag
        self.silent = 0
        self._path.pop()
        if self._open:
            node = self._open.pop()
            if not self._open:
                self._done.append(node)

    def close(self) -> None:
        """The parser asks for it."""
