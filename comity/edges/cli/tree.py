"""The command tree as data: name, what it does, where it lies. Nothing here is imported before its command is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cyclopts import App

_HERE: Final = "comity.edges.cli"


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `words`: as typed after `comity`; `does`: one sentence for help and docs; `place`: `module:function`."""

    words: tuple[str, ...]
    does: str
    place: str


def _of(words: str, place: str, does: str) -> Command:
    return Command(tuple(words.split()), does, f"{_HERE}.{place}")


GROUPS: Final = {
    ("admin",): "Builds up the organisation, on the machine itself.",
    ("admin", "authority"): "Authorities, the owners of data.",
    ("admin", "bureau"): "Bureaus, the office of each authority.",
    ("admin", "officer"): "Officers of a bureau.",
    ("admin", "system"): "National systems of a bureau.",
    ("admin", "unit"): "Places of a bureau.",
    ("audit",): "Proves and reads the log.",
    ("clearances",): "Documents that are not those of a record's person, so that the next officer knows.",
    ("imports",): "Lists of others taken over as a whole, by two officers.",
    ("jobs",): "Work that outlives a command.",
    ("loads",): "Loads of files, and the second officer's decision about those that wait.",
    ("lists",): "Passenger, crew, vehicle and cargo lists that were checked.",
    ("keys",): "Looks after the keyring of this machine.",
    ("ledger",): "The list of deletions outside the database.",
    ("life",): "What ends soon, versions, deletions and their receipts.",
    ("measure",): "Measures on what an authority enters.",
    ("mapping",): "What the columns and words of your unit's files are to a register.",
    ("names",): "Names compared and searched on this machine alone, without a server.",
    ("persons",): "Candidates of a search for a person, its settings, and searches by name alone.",
    ("record",): "Enters and corrects your authority's records.",
    ("review",): "What waits before others see it.",
    ("traces",): "Requests to trace a firearm.",
    ("token",): "Tokens of your bureau's national systems.",
}
COMMANDS: Final = (
    _of("up", "running:up", "Starts Comity with an embedded database, and serves until Ctrl-C."),
    _of("demo", "shows:demo", "Starts a synthetic world; --check walks the main job and says whether each step was right."),
    _of("bench", "shows:bench", "Measures, beside peers."),
    _of("serve", "running:serve", "Serves requests from a database of your own."),
    _of("work", "running:work", "Works in the background for a database of your own: sequencer, checkpoints, filters."),
    _of("watch", "running:watch", "Loads whatever appears in the folders of a settings file, by the tokens of systems."),
    _of("prepare", "running:prepare", "Makes the three roles and the database on a server of your own; shows their passwords once."),
    _of("migrate", "running:migrate", "Brings a database of your own to this version."),
    _of("sign-in", "session:sign_in", "Signs in with password and code, asked without echo."),
    _of("sign-out", "session:sign_out", "Ends the session."),
    _of("me", "session:me", "Says who you are, where, for which purpose, and what is open to you."),
    _of("place", "session:place", "Chooses unit and purpose for what follows."),
    _of("check", "check:check", "Asks about anything with a number, or about a person."),
    _of("find", "find:find", "Finds works of art by words and measures."),
    _of("check-list", "check_list:check_list", "Checks a passenger, crew, vehicle or cargo list from a file."),
    _of("recognise", "anybody:recognise", "Says how a number, a scanned zone or a pasted text is read."),
    _of("public-art", "anybody:public_art", "Looks up works of art that their owners opened to everybody."),
    _of("directory", "anybody:directory", "Lists the authorities that take part, and their bureaus."),
    _of("health", "anybody:health", "Says whether the service and its database answer."),
    _of("lists list", "lists:listed", "Lists your checked lists of the last day."),
    _of("lists rows", "lists:rows", "Shows rows of a list as they were answered, page by page."),
    _of("lists result", "lists:result", "Writes the rows of a list with their answers into a file once more."),
    _of("lists resume", "lists:resume", "Goes on with a list that broke off."),
    _of("lists remove", "lists:remove", "Takes a list and its answers away before their day is over."),
    _of("compare", "walking:compare", "Shows specimens and counterfeits of a kind of document."),
    _of("settle", "settle:settle", "Says what the document says where a check met a look-alike."),
    _of("inbox", "inbox:inbox", "Lists who met your records, or opens one entry."),
    _of("held", "inbox:held", "Lists protected results that their owners do not know of; `held release ID` tells the owner after all."),
    _of("who-looked", "inbox:who_looked", "Lists who looked at your data."),
    _of("restrict-all", "restrictions:restrict_all", "Shows or sets from whom all records of your authority are kept."),
    _of("load", "load:load", "Loads a file into a register, or whatever appears in a watched folder; bad rows come back."),
    _of("retry-load", "load:retry", "Tries the refused rows of a load again, alone."),
    _of("imports propose", "imports:propose", "Proposes the consolidated list of the United Nations."),
    _of("imports list", "imports:listed", "Lists the imports of your authority, newest first."),
    _of("imports show", "imports:show", "Shows what an import would do: added, changed, withdrawn, refused."),
    _of("imports approve", "imports:approve", "Makes all of an import records, at once; another officer than who proposed it."),
    _of("imports refuse", "imports:refuse", "Ends an import without any record."),
    _of("loads list", "loads:listed", "Lists loads of your authority, newest first."),
    _of("loads show", "loads:show", "Shows a load; where it waits, some of its records, drawn at random."),
    _of("loads release", "loads:release", "Releases a load that a colleague brought, as a whole."),
    _of("loads refuse", "loads:refuse", "Refuses a load as a whole: what it brought is erased."),
    _of("jobs list", "jobs:listed", "Lists jobs, newest first."),
    _of("jobs show", "jobs:show", "Shows a job; --wait follows it to its end."),
    _of("jobs cancel", "jobs:cancel", "Asks a job to stop at its next safe place."),
    _of("jobs result", "jobs:result", "Fetches the file that a job of yours made."),
    _of("mapping list", "mapping:listed", "Lists what your unit's columns are to a register."),
    _of("mapping show", "mapping:show", "Shows a mapping."),
    _of("mapping look", "mapping:look", "Shows how a file would be understood, and keeps that as a mapping."),
    _of("mapping remove", "mapping:remove", "Takes a mapping away."),
    _of("clearances list", "clearances:listed", "Lists clearances that your bureau gave, or those against your records."),
    _of("clearances propose", "clearances:propose", "Says after a check that the document's holder is not the record's person."),
    _of("clearances confirm", "clearances:confirm", "Gives the second signature, with the same document read again."),
    _of("clearances object", "clearances:object_to", "Objects to a clearance against a record of yours; it ends."),
    _of("clearances end", "clearances:end", "Ends a clearance of your bureau, or refuses a proposal."),
    _of("persons answer", "persons:answer", "Says whether a candidate is the person; only then its owner is told."),
    _of("persons settings", "persons:settings", "Shows what each purpose asks of a search for persons."),
    _of("persons set", "persons:set_purpose", "Changes what a purpose asks of a search."),
    _of("persons bare", "persons:bare", "Counts searches of your bureau by nothing but a name."),
    _of(
        "registers",
        "load:registers",
        "Lists the registers; with a name its fields; --template its empty CSV file, --spreadsheet the same as XLSX.",
    ),
    _of("record new", "record:new", "Enters a record."),
    _of("record show", "record:show", "Shows a record."),
    _of("record links", "walking:links", "Shows what lies around a record: stated links and shared identifiers."),
    _of("record list", "record:listed", "Lists your authority's own records."),
    _of("record views", "many:views", "Lists your saved lists of a register, and those that your unit shares."),
    _of("record view-save", "many:view_save", "Saves a list under a name."),
    _of("record view-drop", "many:view_drop", "Takes a saved list away."),
    _of("record export", "many:export", "Writes own records into a file, each row with its conditions."),
    _of("record many", "many:many", "Acts on many records: counts and shows first, does it with the same count."),
    _of("record sign", "many:sign", "Signs an act on many records that another officer asked for."),
    _of("record correct", "record:correct", "Corrects a record."),
    _of("record restrict", "record:restrict", "Keeps a record from authorities or kinds of entity."),
    _of("record block", "record:block", "Hides a record from everybody else while its facts are in doubt."),
    _of("record unblock", "record:unblock", "Lifts your own block."),
    _of("record withdraw", "record:withdraw", "Takes a record back for good."),
    _of("record release", "record:release", "Releases a record that another officer entered."),
    _of("record confirm", "record:confirm", "Says that a record still stands, so that it lives on."),
    _of("record attach", "record_files:attach", "Adds a photograph, document or sealed file to a record."),
    _of("record files", "record_files:files", "Lists the files of a record."),
    _of("record fetch", "record_files:fetch", "Fetches a file of a record."),
    _of("record detach", "record_files:detach", "Takes a file of a record away for good."),
    _of("names explain", "names:explain", "Shows two names side by side, and what makes them one person or two."),
    _of("names score", "names:score", "Scores the pairs of a CSV file."),
    _of("names search", "names:search", "Finds each name of a CSV file among those of another."),
    _of("statistics", "statistics:statistics", "Counts records and checks by month: your own, or others' as far as they are published."),
    _of("ledger status", "ledger:status", "Says whether the database knows every deletion of the ledger."),
    _of("ledger replay", "ledger:replay", "Deletes again, in a database restored from an older copy, what was deleted since."),
    _of("life list", "life:listed", "Lists what of your records ends within six months, and what nobody confirmed for a year."),
    _of("life extend", "life:extend", "Asks for a longer life; another officer decides."),
    _of("life let-go", "life:let_go", "Says that a record is not needed: it is erased at its end."),
    _of("life approve", "life:approve", "Approves a longer life that another officer asked for."),
    _of("life refuse", "life:refuse", "Does not approve a longer life."),
    _of("life close", "life:close", "Says that the purpose of a record is met: it is erased at once."),
    _of("life history", "life:history", "Shows what a record said before, and what changed."),
    _of("life deletions", "life:deletions", "Lists what was deleted of your records, with the receipt of each holder of a copy."),
    _of("review list", "review:queue", "Lists what waits for you as a reviewer of the secretariat."),
    _of("review own", "review:own", "Lists what of your authority's records waits or was refused."),
    _of("review show", "review:show", "Opens a record that waits, as its reviewer."),
    _of("review release", "review:release", "Signs for a release."),
    _of("review ask", "review:ask", "Asks the owner something before signing."),
    _of("review refuse", "review:refuse", "Refuses a record, with its ground."),
    _of("review suspend", "review:suspend", "Leaves a record unseen until something is known."),
    _of("measure list", "review:measures", "Lists supervised input and quotas."),
    _of("measure supervise", "review:supervise", "What an authority enters waits for review from now on."),
    _of("measure lift", "review:lift", "Lifts the supervision of an authority."),
    _of("measure quota", "review:quota", "Sets how many records a day pass with one signature."),
    _of("traces ask", "traces:ask", "Asks the maker's and the importer's country whom a firearm was sold or exported to."),
    _of("traces list", "traces:listed", "Lists your traces, or those that your authority was asked."),
    _of("traces show", "traces:show", "Shows a trace: its asker every answer, who was asked its own."),
    _of("traces further", "traces:further", "Asks others too, where an answer leads to."),
    _of("traces answer", "traces:answer", "Answers for your authority, once."),
    _of("traces close", "traces:close", "Closes your trace with what came of it."),
    _of("token list", "tokens:listed", "Lists the tokens of your bureau."),
    _of("token issue", "tokens:issue", "Issues a token to a system, shown once."),
    _of("token revoke", "tokens:revoke", "Revokes a token; it opens nothing from the next second on."),
    _of("audit verify", "verify:verify", "Proves that the log is whole, on the machine itself; names whatever is not."),
    _of("audit status", "audit:status", "Says how far the log is, and its last signed checkpoint."),
    _of("audit search", "audit:search", "Searches the log of your authority."),
    _of("audit who-asked", "audit:who_asked", "Finds who asked about a document or vehicle."),
    _of("audit open", "audit:open_entry", "Opens what was asked; the opening is an entry of its own."),
    _of("keys list", "keys:listed", "Lists names, versions and ages of keys; never a secret."),
    _of("keys rotate", "keys:rotate", "Makes a fresh version of a key."),
    _of("keys rewrap", "keys:rewrap", "Seals the keys of records and the seeds of codes anew, under the newest version."),
    _of("keys destroy", "keys:destroy", "Takes an older version of a key away for good, unless something still needs it."),
    _of("keys export", "keys:export", "Writes every key into one file for a safe, under a passphrase of its own."),
    _of("keys restore", "keys:restore", "Makes the keyring again from such a file."),
    _of("admin authority add", "admin:authority_add", "Enters an authority."),
    _of("admin authority list", "admin:authority_list", "Lists the authorities."),
    _of("admin bureau add", "admin:bureau_add", "Enters the bureau of an authority."),
    _of("admin bureau list", "admin:bureau_list", "Lists the bureaus."),
    _of("admin unit add", "admin:unit_add", "Enters a place of a bureau."),
    _of("admin unit list", "admin:unit_list", "Lists the places of a bureau."),
    _of("admin officer add", "admin:officer_add", "Enters an officer; shows the secret of the codes once."),
    _of("admin officer list", "admin:officer_list", "Lists the officers of a bureau."),
    _of("admin officer withdraw", "admin:officer_withdraw", "Takes every right from an officer, and ends the officer's sessions."),
    _of("admin system add", "admin:system_add", "Enters a national system of a bureau."),
    _of("admin system list", "admin:system_list", "Lists the systems of a bureau."),
    _of("admin system withdraw", "admin:system_withdraw", "Takes every right from a national system, and from its tokens."),
)
_EPILOGUE: Final = (
    "Exit codes: 0 done or no hit, 10 hit, 11 look-alikes alone, 20 no answer, 1 error, 2 not understood. COMITY_URL names the server."
)


def tree(typed: Sequence[str] = ()) -> App:
    """The whole command line. `typed`: the words after `comity`; the command that they call shows its whole help."""
    from cyclopts import App, Parameter

    from comity import VERSION

    root = App(
        name="comity",
        help="Checks, records, keys and proofs of a Comity installation.",
        help_epilogue=_EPILOGUE,
        help_format="plaintext",
        version=VERSION,
        version_flags=["--version"],
        default_parameter=Parameter(negative=(), show_default=_told),
        result_action="return_value",
        exit_on_error=False,
        print_error=False,
        suppress_keyboard_interrupt=False,
    )
    apps: dict[tuple[str, ...], App] = {(): root}
    for words, does in GROUPS.items():
        apps[words] = App(name=words[-1], help=does, help_format="plaintext", version_flags=[])
        apps[words[:-1]].command(apps[words])
    for command in COMMANDS:
        called = tuple(typed[: len(command.words)]) == command.words
        apps[command.words[:-1]].command(command.place, name=command.words[-1], help=None if called else command.does)
    return root


def _told(default: object) -> str | None:
    """A default that says something; an empty one is silent."""
    return str(default) if default else None
