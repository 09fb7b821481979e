"""What the officer says of a candidate that a check showed: *this person*, which tells the owner, or *not this person*; likewise of
an organisation.

As a look-alike is settled (`search.shift`): by whoever asked, within 24 hours, as often as wanted; the owner is told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec import structs

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may
from comity.audit import Act, EntryId
from comity.audit.entry import at_of
from comity.audit.reading import open_question
from comity.engines.store import Mode
from comity.kernel.errors import Absent, Fault, Invalid
from comity.search.oversight import read_question
from comity.search.persons.marks import Mark, opened
from comity.search.persons.model import Says
from comity.search.shift import now_positive, own_check, tell_once
from comity.search.telling import Tell

if TYPE_CHECKING:
    from datetime import datetime

    from comity.audit import Entry

_NOTED: Final = Decision(True, "HIT-06", "Who asked says whether it is the person.")
_OTHER_KIND: Final = {
    True: Fault("says", "of_organisation", "This record is about an organisation.", "this_organisation, not_this_organisation"),
    False: Fault("says", "of_person", "This record is about a person.", "this_person, not_this_person"),
}
_ABSENT: Final = "There is no such check of yours within the last 24 hours."


@dataclass(frozen=True, slots=True)
class PersonAnswers:
    """What the edges call. `tell`: the statement that tells owners."""

    means: Means
    tell: Tell

    async def answer(self, reader: Reader, check: EntryId, mark: str, says: Says) -> bool:
        """Takes what the officer says. *This person* tells the owner, once, with the grade that the record was shown under (HIT-06).

        No sighting is added: that the record was shown is one already. True where the check was protected: then the owner is not told
        before a release (HIT-12).
        Raises: Refused (audited); Absent where the mark is none of a check of this officer or system within 24 hours, and where the
        reader may not see the record any more; Invalid where the words are of a person and the mark is of an organisation, or the reverse.
        """
        await enforce(self.means, of_reader(reader), may(reader, Permission.CHECK_SINGLE_ASK), "person")
        marked = opened(self.means.keyring, check, mark)
        if says.of_body is not marked.body:
            raise Invalid(_OTHER_KIND[marked.body])
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            now = self.means.clock.now()
            asked = await own_check(connection, reader, check, at_of(marked.at_us), now)
            taken = asked is not None and marked.record.bytes in asked.head.shown
            protected = asked is not None and read_question(asked, open_question(asked, self.means.keyring)).protected
            if asked is not None and taken and says.tells:
                positive = await now_positive(connection, reader, asked, marked.record, now, marked.grade, protected=protected)
                taken = positive is not None
                if positive is not None:
                    await tell_once(connection, self.tell, reader, positive)
            await self.means.recorder.record(connection, _note(reader, now, check, marked, says, taken=taken))
        if not taken:
            raise Absent(_ABSENT)
        return protected


def _note(reader: Reader, now: datetime, check: EntryId, marked: Mark, says: Says, *, taken: bool) -> Entry:
    """A system's officer is sealed, as in a check."""
    by = f"Answered by officer {reader.officer_name}." if reader.officer_name else ""
    detail = f"{'organisation' if marked.body else 'person'} of {check.stream}-{check.number}, {marked.grade}: {says}"
    note = entry(Act.PERSON_ANSWER, now, of_reader(reader), _NOTED, detail, question=by.encode())
    return structs.replace(note, outcome=int(taken), shown=(marked.record.bytes,) if taken else ())
