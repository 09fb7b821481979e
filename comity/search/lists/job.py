"""A list as a job: asked step by step by the process that runs jobs, with the officer's rights of that moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from comity.engines.jobs import Cancelled, Job, Progress
from comity.engines.spool import Spool
from comity.search.lists.answers import Tally
from comity.search.lists.result import lines
from comity.search.lists.service import ListChecks, whose

if TYPE_CHECKING:
    from comity.access.model import Reader

KIND: Final = "list_check"
_LIFE: Final = timedelta(days=1)


def handler(lists: ListChecks, spool: Spool) -> Callable[[Reader, Job, Progress], Awaitable[None]]:
    """What does such jobs. Its spec is the list's name; killed, it goes on behind the last step that was kept."""

    async def check(reader: Reader, job: Job, progress: Progress) -> None:
        name = job.spec.decode()

        async def tell(tally: Tally, total: int) -> None:
            await progress.ask()
            await progress.tell(tally.rows, total, _counts(tally))

        try:
            tally = await lists.ask(reader, name, tell)
            await progress.tell(tally.rows, job.total, _counts(tally))
        except Cancelled:
            await lists.stop(reader, name)
            await _kept(lists, spool, reader, name, progress)
            raise
        await _kept(lists, spool, reader, name, progress)

    return check


def _counts(tally: Tally) -> dict[str, int]:
    return {word: count for word, count in msgspec.structs.asdict(tally).items() if word != "rows"}


async def _kept(lists: ListChecks, spool: Spool, reader: Reader, name: str, progress: Progress) -> None:
    """The result file, as far as the list came, beside the job."""
    begun = lists.standing(whose(reader), name).begun
    if begun is None:
        return
    with spool.writing(lists.means.clock.now() + _LIFE) as (spooled, file):
        for line in lines(begun.titles, lists.rows(whose(reader), name), lists.settled(whose(reader), name)):
            file.write(line.encode())
    await progress.result(spooled, "list-result.csv")
