"""The whole line, with real processes: an installation comes up, is peopled, asked, restricted, loaded, proved and stopped."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from comity.access import totp
from comity.engines.clock import SystemClock
from tests.flows.listening import steady_port

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "correct horse battery staple"
BASIS = "--basis=review of this test"
pytestmark = pytest.mark.flow

Done = subprocess.CompletedProcess[str]


@dataclass(slots=True)
class Line:
    """The command line against one installation, one configuration folder for each officer."""

    home: Path
    folder: Path
    process: subprocess.Popen[str] | None = None
    address: str = ""
    seeds: dict[str, str] = field(default_factory=dict)

    def environment(self, who: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
        ours = {"COMITY_HOME": str(self.home), "COMITY_URL": self.address, "XDG_CONFIG_HOME": str(self.folder / (who or "nobody"))}
        return {**kept, **ours, "PYTHONPATH": str(ROOT)}

    def run(self, *words: object, who: str = "", typed: str = "") -> Done:
        command = [sys.executable, "-m", "comity", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, input=typed, env=self.environment(who), cwd=ROOT, check=False)
        assert "Traceback" not in done.stderr
        assert "made a mistake" not in done.stderr, done.stderr
        return done

    def right(self, *words: object, who: str = "", typed: str = "") -> str:
        done = self.run(*words, who=who, typed=typed)
        assert done.returncode == 0, done.stderr + self.said
        return done.stdout

    @property
    def said(self) -> str:
        """What the processes of the installation wrote."""
        return (self.folder / "said").read_text()

    def up(self) -> None:
        """Starts, on the port that it had before."""
        command = [sys.executable, "-m", "comity", "up", "--port", str(urlsplit(self.address).port or steady_port())]
        with (self.folder / "said").open("w") as said:
            self.process = subprocess.Popen(command, stderr=said, text=True, env=self.environment(""), cwd=ROOT)
        while not (found := re.search(r"http://[\d.:]+\d", self.said)):
            assert self.process.poll() is None, self.said
            time.sleep(0.05)
        self.address = found[0]

    def down(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(240)
        self.process = None
        return code

    def officer(self, bureau: str, login: str, *roles: str) -> None:
        options = [word for role in roles for word in ("--role", role)]
        out = self.right(
            "admin", "officer", "add", bureau, login, "--name", login.title(), "--unit", "DESK", "--unit", "GATE", *options, typed=PASSWORD
        )
        self.seeds[login] = parse_qs(urlsplit(out.splitlines()[-1]).query)["secret"][0]

    def sign_in(self, login: str, unit: str = "DESK") -> None:
        secret = self.seeds[login]
        seed = base64.b32decode(secret + "=" * (-len(secret) % 8))
        code = totp.code(seed, totp.step_at(SystemClock().now()))
        said = self.right("sign-in", login, who=login, typed=f"{PASSWORD}\n{code}\n")
        assert re.search(r"until 20\d\d-\d\d-\d\d \d\d:\d\dZ\.", said), said
        self.right("place", unit, "border", who=login)


def peopled(line: Line) -> None:
    for number, code in ((1, "XAR"), (2, "XBM")):
        line.right("admin", "authority", "add", number, code, "--name", code, "--issues", code)
        line.right("admin", "bureau", "add", code, f"{code}-NCB", "--name", f"Bureau of {code}")
        for kind, unit in (("desk", "DESK"), ("border_post", "GATE")):
            line.right("admin", "unit", "add", f"{code}-NCB", unit, "--kind", kind, "--name", unit)
    line.officer("XAR-NCB", "asker", "officer", "supervisor")
    line.officer("XBM-NCB", "owner", "registrar")
    line.officer("XAR-NCB", "auditor", "auditor", "security")


@pytest.fixture(scope="module")
def line(open_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    home = open_folder / "home"
    home.mkdir(mode=0o711)
    line = Line(home, tmp_path_factory.mktemp("config"))
    line.up()
    try:
        peopled(line)
        line.down()
        line.up()  # processes read the directory at their start
        for login, unit in (("asker", "GATE"), ("owner", "DESK"), ("auditor", "DESK")):
            line.sign_in(login, unit)
        yield line
    finally:
        if line.process is not None:
            line.down(signal.SIGTERM)


NEW = (
    "record", "new", "travel_documents", "--set", "number=XB1234567", "--set", "issuer=XBM", "--set", "type=passport",
    "--set", "reason=stolen",
    "--set", "report_reference=R-1", "--purpose", "border", "--law", "Passport act, 12", "--source", "authority",
)  # fmt: skip


def entered(line: Line, *more: str) -> str:
    made = json.loads(line.right(*NEW, *more, "--json", who="owner"))
    return str(made["id"])


def test_the_life_of_a_record(line: Line) -> None:
    assert line.run("check", "--document", "XB1234567:XBM", who="asker").returncode == 0
    record = entered(line)
    hit = line.run("check", "--document", "XB1234567:XBM", who="asker")
    assert hit.returncode == 10, hit.stderr
    assert hit.stdout.startswith("◆ HIT: document XB1234567 of XBM\n")
    assert record in hit.stdout
    assert "XAR-NCB" in line.right("inbox", who="owner")
    line.right("record", "restrict", "travel_documents", record, "--deny", "XAR", who="owner")
    assert line.run("check", "--document", "XB1234567:XBM", who="asker").returncode == 0
    assert line.run("record", "show", "travel_documents", record, who="asker").stderr == "comity: There is no such thing here for you.\n"
    assert "own restriction is lifted" in line.right("record", "restrict", "travel_documents", record, who="owner")
    corrected = json.loads(line.right("record", "correct", "travel_documents", record, "--set", "theft_place=Lys", "--json", who="owner"))
    assert corrected["values"]["theft_place"] == "Lys"
    assert corrected["values"]["number"] == "XB1234567"
    for act in ("block", "unblock", "confirm"):
        reason = ("--reason", "doubted by the holder") if act != "confirm" else ()
        assert record in line.right("record", act, "travel_documents", record, *reason, who="owner")
    assert record in line.right("record", "list", "travel_documents", who="owner")
    line.right("record", "withdraw", "travel_documents", record, "--reason", "found again by its holder", who="owner")
    assert line.run("check", "--document", "XB1234567:XBM", who="asker").returncode == 0
    assert "XAR-NCB" in line.right("who-looked", who="owner")


def test_HIT_06_a_look_alike_is_settled_with_the_line_that_the_check_printed(line: Line) -> None:
    record = entered(line, "--set", "number=XB7O01234", "--set", "report_reference=R-7")
    asked = line.run("check", "--document", "XB7001234:XBM", who="asker")
    assert asked.returncode == 11, asked.stderr
    printed = re.search(r"comity (settle \S+ \S+ \S+) record\|asked\|unreadable", asked.stdout)
    assert printed, asked.stdout
    words = printed[1].split()
    assert words[-1] == record
    assert "confusable" not in line.right("inbox", who="owner")
    assert "as you asked" in line.right(*words, "asked", who="asker")
    assert "as the record does" in line.right(*words, "record", who="asker")
    assert line.right("inbox", who="owner").count("confusable") == 1
    assert line.run(*words, "maybe", who="asker").returncode == 2
    assert line.run(*words, "record", who="owner").returncode == 1
    line.right("record", "withdraw", "travel_documents", record, "--reason", "found again", who="owner")


def test_a_file_of_checks(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "checks.csv"
    path.write_text("document,issuer,reference\nXA1,XAR,one\nXA2,XAR,two\n")
    done = line.run("check", "--batch", path, who="asker")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert "2 checks: 0 hits, 0 look-alikes, 2 no hits, 0 no answers." in done.stderr
    as_json = [json.loads(one) for one in line.right("check", "--batch", path, "--json", who="asker").splitlines()]
    assert [one["reference"] for one in as_json] == ["one", "two"]


def test_a_file_of_records(line: Line, tmp_path: Path) -> None:
    columns = line.right("registers", "travel_documents", "--template", who="owner").strip().split(",")
    good = {"number": "XB7654321", "issuer": "XBM", "type": "passport", "reason": "stolen", "report_reference": "R-2"}
    bad = {**good, "number": "XB7654322", "issuer": "XAR"}
    rows = [columns, *([one.get(column, "") for column in columns] for one in (good, bad))]
    path = tmp_path / "docs.csv"
    path.write_text("".join(",".join(row) + "\n" for row in rows))
    done = line.run(
        "load", "travel_documents", path, "--purpose", "border", "--law", "Passport act, 12", "--source", "authority", who="owner"
    )
    assert done.returncode == 1, done.stderr
    assert "2 rows: 1 entered, 0 there already, 1 refused." in done.stdout
    assert "XB7654322" in (tmp_path / "docs.errors.csv").read_text(encoding="utf-8-sig")
    again = line.run("load", "travel_documents", path, who="owner")
    assert "docs.errors-2.csv" in again.stderr  # what was written before stays


def test_all_records_restricted(line: Line) -> None:
    assert "XAR" in line.right("restrict-all", "--deny", "xar", who="owner")
    assert "entity" in line.right("restrict-all", "--deny-kind", "entity", who="owner")
    assert "nobody" in line.right("restrict-all", "--lift", who="owner")


def test_what_an_auditor_does(line: Line) -> None:
    line.run("check", "--document", "XA999:XAR", "--reference", "case 9", who="asker")
    found = json.loads(line.right("audit", "who-asked", "document", "XA999:XAR", BASIS, "--purpose", "border", "--json", who="auditor"))
    assert len(found) == 1
    opened = line.right("audit", "open", found[0]["id"], BASIS, who="auditor")
    assert "XA999" in opened
    assert "case 9" in opened
    assert "audit_open" in line.right("audit", "search", BASIS, "--act", "audit_open", who="auditor")
    assert "entries in the tree" in line.right("audit", "status", who="auditor")
    other = line.run("audit", "search", BASIS, "--purpose", "trends", who="auditor")
    assert other.returncode == 1
    assert "PUR-01" in other.stderr


def test_a_system_with_a_token(line: Line) -> None:
    line.right("admin", "system", "add", "XAR-NCB", "gates", "--name", "Gates", "--role", "officer")
    system = json.loads(line.right("token", "list", "--systems", "--json", who="auditor"))[0]["number"]
    issued = line.run("token", "issue", system, "--register", "travel_documents", "--purpose", "border", "--json", who="auditor")
    if issued.returncode:  # a token reaches no further than its issuer, who here may not ask
        assert "Refused under" in issued.stderr
        return
    token = json.loads(issued.stdout)["token"]
    environment = {**line.environment(""), "COMITY_TOKEN": token}
    words = ("check", "--document", "XA1:XAR", "--officer", "o-1", "--unit", "GATE", "--purpose", "border")
    done = subprocess.run([sys.executable, "-m", "comity", *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "in force" in line.right("token", "list", who="auditor")
    line.right("token", "revoke", json.loads(issued.stdout)["number"], who="auditor")
    assert "revoked" in line.right("token", "list", who="auditor")


@pytest.mark.parametrize("words", [("inbox",), ("audit", "status"), ("token", "list"), ("record", "list", "vehicles"), ("restrict-all",)])
def test_a_refusal_names_its_rule_and_who_can_grant_it(line: Line, words: tuple[str, ...]) -> None:
    line.officer("XAR-NCB", f"plain-{words[0][:3]}", "officer")
    line.sign_in(f"plain-{words[0][:3]}", "GATE")
    done = line.run(*words, who=f"plain-{words[0][:3]}")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Refused under ACC-" in done.stderr
    assert "Who can grant it" in done.stderr


def test_the_log_is_proved_whole_and_a_forged_checkpoint_is_named(line: Line) -> None:
    assert "The log is whole" in line.right("audit", "verify")
    notes = next((line.home / "main" / "checkpoints").glob("*.notes"))
    kept = notes.read_bytes()
    try:
        notes.write_bytes(kept.replace(b"time 20", b"time 19"))
        done = line.run("audit", "verify")
        assert done.returncode == 1
        assert "NOT whole" in done.stdout
        assert "forged_checkpoint" in done.stdout
        assert not json.loads(line.run("audit", "verify", "--json").stdout)["sound"]
    finally:
        notes.write_bytes(kept)


def test_a_withdrawn_officer_and_system_have_no_right_left(line: Line) -> None:
    line.officer("XAR-NCB", "leaver", "officer")
    line.sign_in("leaver", "GATE")
    assert "signed out everywhere" in line.right("admin", "officer", "withdraw", "leaver")
    assert "Sign in first" in line.run("me", who="leaver").stderr
    assert "no officer 'leaver' with any right" in line.run("admin", "officer", "withdraw", "leaver").stderr
    assert "withdrawn" in line.right("admin", "officer", "list", "XAR-NCB")
    for bureau in ("XAR-NCB", "XBM-NCB"):
        line.right("admin", "system", "add", bureau, "scales", "--name", "Scales", "--role", "officer")
    assert "--bureau XAR-NCB or XBM-NCB" in line.run("admin", "system", "withdraw", "scales").stderr
    assert "SCALES is withdrawn" in line.right("admin", "system", "withdraw", "scales", "--bureau", "xbm-ncb")
    assert "withdrawn" in line.right("admin", "system", "list", "XBM-NCB")


def test_signed_out(line: Line) -> None:
    assert "Signed out everywhere." in line.right("sign-out", "--everywhere", who="auditor")
    done = line.run("me", who="auditor")
    assert done.returncode == 1
    assert "Sign in first" in done.stderr


def test_ctrl_c_stops_it_and_it_comes_up_again(line: Line) -> None:
    assert line.down() == 0
    assert "No Comity answers" in line.run("me", who="asker").stderr
    line.up()
    assert "asker" in line.right("me", who="asker")
