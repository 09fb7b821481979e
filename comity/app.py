"""The one place where things are plugged together, by plain calls. Edges take what they need from a `Comity`."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import httpx

from comity.access.administration import Administration, authorities, bureaus, issuing_codes
from comity.access.entries import Means
from comity.access.limits import Buckets
from comity.access.model import Authority, AuthorityKind, Bureau, Permission, Reader
from comity.access.owners import Owners
from comity.access.repeats import Repeats
from comity.access.sessions import Sessions
from comity.access.settings import AccessSettings
from comity.access.sign_in import SignIn
from comity.access.token_memo import TokenCache
from comity.access.tokens import Tokens
from comity.audit import Recorder
from comity.engines.blobs import Blobs
from comity.engines.clock import Clock, SystemClock
from comity.engines.filters.filterset import Filters
from comity.engines.keyring import Keyring
from comity.engines.spool import Spool
from comity.engines.store import NOBODY, Store
from comity.hits.service import Inbox
from comity.hits.store import TELL, TELL_CLEARED, tell, tell_cleared
from comity.inventory.service import Inventories
from comity.jobs import Handler, Jobs, Needs, new_job
from comity.kernel.countries import ISSUERS, NAMES
from comity.kernel.errors import Absent
from comity.keys import prove
from comity.loads import LoadDesk
from comity.registers import ledger_work
from comity.registers.attachments import Files
from comity.registers.desk import Desk
from comity.registers.hashing import hasher
from comity.registers.images import Limits
from comity.registers.lists import bulk, doing, export
from comity.registers.load import KIND, RELEASE, Loads
from comity.registers.mapping.service import Mappings
from comity.search.clearances import rules as clearance_rules
from comity.search.clearances.model import Clearance
from comity.search.clearances.service import Clearances
from comity.search.commit import GroupCommit, ended
from comity.search.desk import CheckDesk
from comity.search.keeping import Follower, Place, life_of
from comity.search.lists import job as list_job
from comity.search.lists.keeping import ListFiles
from comity.search.lists.service import ListChecks, Queue
from comity.search.model import Positive
from comity.search.near_hashes import NearHashes
from comity.search.oversight import Oversight
from comity.search.people import People
from comity.search.person_answers import PersonAnswers
from comity.search.persons.bare import BareNames
from comity.search.persons.candidates import NameIndex
from comity.search.persons.countries import Countries
from comity.search.persons.readings import Readings
from comity.search.persons.settings import PersonSettings
from comity.search.plan import Planner
from comity.search.service import Checks
from comity.search.shift import Shift
from comity.search.sources import RemoteSource, Source
from comity.statistics.reading import Statistics


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Another installation to ask. `issuers`: issuing codes whose own register it is."""

    name: str
    address: str
    issuers: tuple[str, ...]
    registers: tuple[str, ...] = ("travel_documents",)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation. `home`: folder of keyring, filters and checkpoints, outside the database.

    `behind_proxy`: a proxy on this machine answers with TLS and says whom it asks for; nobody else's word for that is taken.
    """

    dsn: str = field(repr=False)
    home: Path
    demo: bool = False
    contact: str = ""
    secure_cookies: bool = True
    behind_proxy: bool = False
    access: AccessSettings = field(default_factory=AccessSettings)
    sources: tuple[SourceSettings, ...] = ()
    public_art: bool = False
    passphrase_file: Path | None = None
    limits: Limits = field(default_factory=Limits)
    clearance_life: timedelta = clearance_rules.LIFE

    @property
    def blobs(self) -> Path:
        """Files of records, each sealed under its record's key."""
        return self.home / "blobs"

    @property
    def keyring(self) -> Path:
        """The files of the keys, which no dump of the database holds."""
        return self.home / "keyring"

    @property
    def filters(self) -> Path:
        """The filter files: can be built again from the database at any time."""
        return self.home / "filters"

    @property
    def names(self) -> Path:
        """The index of names: likewise."""
        return self.home / "names"

    @property
    def checkpoints(self) -> Path:
        """What the database said each minute, signed, and the ledger of deletions: kept outside it."""
        return self.home / "checkpoints"

    @property
    def spool(self) -> Path:
        """Files of jobs, sealed, each with an end."""
        return self.home / "spool"


@dataclass(frozen=True, slots=True)
class Directory:
    """Who takes part: known to all (ACC-10), read once at start and again at need."""

    organisation: UUID
    organisation_name: str
    authorities: dict[int, Authority]
    bureaus: dict[int, Bureau]
    issuing: dict[str, int]

    @property
    def members(self) -> dict[str, str]:
        """The countries that take part, by each of their names, with their codes: how a list of others may name them."""
        countries = [one for one in self.authorities.values() if one.kind is AuthorityKind.COUNTRY]
        return {name: one.code for one in countries for name in one.names.values()}


@dataclass(frozen=True, slots=True)
class Comity:
    """All services of one process."""

    settings: Settings
    directory: Directory
    means: Means
    administration: Administration
    sign_in: SignIn
    sessions: Sessions
    tokens: Tokens
    token_memo: TokenCache
    officer_buckets: Buckets
    system_buckets: Buckets
    load_buckets: Buckets
    checks: Checks
    lists: ListChecks
    shift: Shift
    person_answers: PersonAnswers
    person_settings: PersonSettings
    bare_names: BareNames
    clearances: Clearances
    names: NameIndex
    desk: CheckDesk
    records: Desk
    files: Files
    mappings: Mappings
    inbox: Inbox
    owners: Owners
    oversight: Oversight
    statistics: Statistics
    repeats: Repeats
    inventories: Inventories
    place: Place
    jobs: Jobs
    loads: LoadDesk

    @property
    def clock(self) -> Clock:
        """The clock that every service of this process reads."""
        return self.means.clock

    @property
    def store(self) -> Store:
        """The pool of connections that every service of this process takes from."""
        return self.means.store

    @property
    def keyring(self) -> Keyring:
        """The keys of this installation."""
        return self.means.keyring


_PASSPHRASE_BYTES: Final = 4096
_ORGANISATION: Final = "organisation"


def open_keyring(settings: Settings, clock: Clock) -> Keyring:
    """The keyring of this installation, with the passphrase from its file where there is one. Made at the first start, and never again."""
    passphrase = settings.passphrase_file.read_bytes()[:_PASSPHRASE_BYTES].strip() if settings.passphrase_file else None
    return Keyring.open(settings.keyring, passphrase, clock, fresh=pinned(settings.home) is None)


def pinned(home: Path) -> UUID | None:
    """The organisation that this folder's keyring, filters and checkpoints belong to; None before its first start."""
    path = home / _ORGANISATION
    return UUID(path.read_text().strip()) if path.exists() else None


def pin(home: Path, organisation: UUID) -> None:
    """Ties the folder to its organisation at the first start: from then on a process refuses another's database."""
    path = home / _ORGANISATION
    if not path.exists():
        path.write_text(f"{organisation}\n")


async def directory_of(store: Store) -> Directory:
    """The directory as it stands now."""
    async with store.transaction(NOBODY) as connection:
        row = await (await connection.execute("select id, name from comity.organisation")).fetchone()
        everyone = await authorities(connection)
        offices = await bureaus(connection)
        codes = await issuing_codes(connection)
    organisation, name = row or (UUID(int=0), "")
    return Directory(organisation, name, {one.number: one for one in everyone}, {one.number: one for one in offices}, codes)


def _tell(positives: Sequence[Positive]) -> tuple[str, Sequence[object]]:
    return TELL, tell(positives)


def _tell_cleared(one: Clearance, owner_bureau: int, check: tuple[int, int]) -> tuple[str, Sequence[object]]:
    return TELL_CLEARED, tell_cleared(one, owner_bureau, check)


def _sources(settings: Settings, client: httpx.AsyncClient) -> tuple[Source, ...]:
    return tuple(RemoteSource(one.name, one.address, frozenset(one.issuers), one.registers, one.token, client) for one in settings.sources)


@contextlib.asynccontextmanager
async def opened(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Comity]:
    """Everything of one serving process, started; stopped in order at the end. Raises Unavailable with what to do about it."""
    clock = clock or SystemClock()
    store = await Store.open(settings.dsn, organisation=pinned(settings.home), migrated=True)
    async with contextlib.AsyncExitStack() as ending:
        ending.push_async_callback(store.close)
        keyring = open_keyring(settings, clock)
        client = await ending.enter_async_context(httpx.AsyncClient(timeout=10, trust_env=False))
        async with store.transaction(NOBODY) as connection:
            recorder = await Recorder.start(connection, keyring)
            database = await life_of(connection)
            await prove(connection, keyring)
            await ledger_work.prove(connection, settings.checkpoints, keyring)
        means = Means(store, keyring, clock, recorder, settings.access)
        directory = await directory_of(store)
        pin(settings.home, directory.organisation)
        place = Place(settings.filters, directory.organisation, keyring, database)
        comity = _plugged(settings, means, directory, place, client)
        comity.jobs.handlers.update(job_handlers(comity))
        comity.jobs.needs.update(JOB_NEEDS)
        comity.jobs.closers[KIND] = comity.loads.loads.abandoned
        follower = Follower(comity.place, comity.desk)
        follower.first()
        if comity.checks.people is not None:  # before anything is served: compiling holds up whoever shares the interpreter
            await comity.checks.people.warm()
        await comity.checks.commit.start()
        ending.push_async_callback(comity.checks.commit.stop)
        if comity.checks.near is not None:
            ending.push_async_callback(comity.checks.near.stop)
        if comity.checks.people is not None:
            ending.push_async_callback(comity.checks.people.stop)
        await comity.token_memo.refresh()
        for job in (follower.run(), comity.token_memo.run(), comity.names.run()):
            ending.push_async_callback(ended, asyncio.create_task(job))
        yield comity


def _plugged(settings: Settings, means: Means, directory: Directory, place: Place, client: httpx.AsyncClient) -> Comity:
    codes = {number: authority.code for number, authority in directory.authorities.items()}
    desk = CheckDesk(Filters(place.key_version), hasher(means.keyring), means.keyring, means.clock, _tell, codes)
    planner = Planner(NAMES.keys() | ISSUERS.keys() | directory.issuing.keys(), Countries(directory.members))
    jobs = Jobs(means, Spool(settings.spool, means.keyring))
    names = NameIndex(settings.names, means.keyring, desk.audiences)
    checks = _checks(means, planner, desk, names, _sources(settings, client))
    records = Desk(means.store, means.keyring, means.recorder, means.clock)
    return Comity(
        settings=settings,
        directory=directory,
        means=means,
        administration=Administration(means),
        sign_in=SignIn(means, demo=settings.demo),
        sessions=Sessions(means),
        tokens=Tokens(means),
        token_memo=TokenCache(means),
        officer_buckets=Buckets(settings.access.checks_of_officer, "checks", means.clock),
        system_buckets=Buckets(settings.access.checks_of_system, "checks", means.clock),
        load_buckets=Buckets(settings.access.loads_of_system, "loads", means.clock),
        checks=checks,
        lists=ListChecks(means, checks, ListFiles(settings.home / "lists", means.keyring, means.clock), _list_queue(jobs)),
        shift=Shift(means, _tell),
        person_answers=PersonAnswers(means, _tell),
        person_settings=PersonSettings(means),
        bare_names=BareNames(means),
        clearances=Clearances(means, _tell_cleared, planner.countries, settings.clearance_life),
        names=names,
        desk=desk,
        records=records,
        files=Files(records, Blobs(settings.blobs, means.keyring), settings.limits),
        mappings=Mappings(means),
        inbox=Inbox(means),
        owners=Owners(means),
        oversight=Oversight(means, str(directory.organisation), settings.checkpoints),
        statistics=Statistics(means),
        repeats=Repeats(means),
        inventories=Inventories(records),
        place=place,
        jobs=jobs,
        loads=LoadDesk(Loads(records, jobs.spool), jobs),
    )


def _checks(means: Means, planner: Planner, desk: CheckDesk, names: NameIndex, sources: tuple[Source, ...]) -> Checks:
    """Checks of all kinds: by search key through the group commit, by hashes near one, by names, and of others beside them."""
    near = NearHashes(means.store, means.keyring)
    people = People(names, Readings(means.store, means.keyring), planner.countries)
    return Checks(means, planner, GroupCommit(means.store, desk), sources, near, people)


def _list_queue(jobs: Jobs) -> Queue:
    """How a long list becomes a job."""

    async def start(reader: Reader, name: str, rows: int) -> UUID:
        return await jobs.start(reader, new_job(reader, list_job.KIND, name.encode(), total=rows))

    async def over(reader: Reader, job: UUID) -> bool:
        try:
            return (await jobs.show(reader, job)).state.over
        except Absent:
            return True

    return Queue(start, over)


def job_handlers(comity: Comity) -> dict[str, Handler]:
    """What does each kind of job."""
    loads = comity.loads.loads
    return {
        list_job.KIND: list_job.handler(comity.lists, comity.jobs.spool),
        KIND: loads.run,
        RELEASE: loads.release,
        bulk.KIND: doing.handler(comity.records, comity.jobs.spool),
        export.KIND: export.handler(comity.records, comity.jobs.spool),
    }


# What the file of a job holds is kept from who may not ask for such a file any more (ACC-04).
JOB_NEEDS: Final[dict[str, Needs]] = {
    list_job.KIND: lambda _: (Permission.CHECK_BATCH_ASK,),
    KIND: lambda _: (Permission.REGISTER_RECORD_LOAD,),
    bulk.KIND: lambda _: (Permission.REGISTER_RECORD_BULK,),
    export.KIND: export.needs,
}


def home_folder() -> Path:
    """Where this installation's folders lie: COMITY_HOME, as the script `run` sets it."""
    home = os.environ.get("COMITY_HOME")
    if home:
        return Path(home)
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return Path("/var/lib/comity") if os.geteuid() == 0 else state / "comity"
