"""The main job, walked once through the real HTTP API.

Prints what was asked and what came as JSON lines; the exit code says whether all was right.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec

from comity.access import totp
from comity.demo.building import Account, Accounts
from comity.demo.people import ORGANISATION, PEOPLE
from comity.demo.world import HIDDEN_DOCUMENT, HIT_NUMBER, NO_HIT_NUMBER, SILENT_ISSUER, SILENT_NUMBER, SILENT_SOURCE, VEHICLES
from comity.engines.clock import Clock, SystemClock

TIMEOUT_S: Final = 20.0
_GRACE_S: Final = 0.2
_NAMES_S: Final = 60.0
_LOOK_S: Final = 0.5
_ROUNDED: Final = 0.01
_OFFICER: Final = "ines.marlow"
_OWNER: Final = "adel.karam"
_AUDITOR: Final = "jonas.wick"

Body = dict[str, Any]


@dataclass(slots=True)
class Walk:
    """One walk: the client, the accounts, and whether every step so far was right."""

    client: httpx.Client
    accounts: Accounts
    clock: Clock = field(default_factory=SystemClock)
    tokens: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def step(
        self, name: str, method: str, path: str, body: Body | None, who: str, right: Callable[[httpx.Response], bool]
    ) -> httpx.Response:
        """Asks, prints, judges. A step that cannot be judged is wrong."""
        token = self.tokens.get(who, self.accounts.token if who == "system" else "")
        headers = {"authorization": f"Bearer {token}"} if token else {}
        reply = self.client.request(method, path, json=body, headers=headers)
        try:
            fits = right(reply)
        except (KeyError, IndexError, TypeError, ValueError):
            fits = False
        if not fits:
            self.wrong.append(name)
        _print(
            {
                "step": name,
                "as": who,
                "asked": f"{method} {path}",
                "body": _shown(body),
                "status": reply.status_code,
                "got": _got(reply),
                "right": fits,
            }
        )
        return reply

    def sign_in(self, login: str, unit: str) -> None:
        """Login, password and the code of this half minute; then unit and purpose, which nobody guesses."""
        account = next(one for one in self.accounts.officers if one.login == login)
        body = {"login": login, "password": account.password, "code": _code(account, self.clock.now())}
        reply = self.step(f"sign in: {login}", "POST", "/api/v1/sign-in", body, "", lambda got: bool(got.json()["token"]))
        self.tokens[login] = reply.json().get("token", "") if reply.status_code == httpx.codes.OK else ""
        place = {"unit": unit, "purpose": "border"}
        self.step(f"unit and purpose: {login}", "PUT", "/api/v1/me/place", place, login, lambda got: got.status_code == httpx.codes.OK)

    def wait_for_codes(self, last: Path) -> None:
        """A code serves once (RFC 6238, 5.2): a second walk within its half minute waits for the next one."""
        step = totp.step_at(self.clock.now())
        if last.exists() and int(last.read_text()) >= step:
            rest = (int(last.read_text()) + 1) * totp.STEP_S - self.clock.now().timestamp()
            _print({"step": "wait for the next codes: each serves once", "seconds": round(rest, 1)})
            time.sleep(max(0.0, rest) + _GRACE_S)


def walk(address: str, accounts: Accounts, home: Path) -> int:
    """All steps in order. Gives 0 only when every one was right."""
    with httpx.Client(base_url=address, timeout=TIMEOUT_S, trust_env=False) as client:
        walk_ = Walk(client, accounts)
        walk_.wait_for_codes(home / "walked")
        walk_.sign_in(_OFFICER, "LYS")
        hit = _checks(walk_)
        _person(walk_)
        _batch(walk_)
        _aftermath(walk_, hit)
        (home / "walked").write_text(str(totp.step_at(walk_.clock.now())))
    _print({"step": "result", "right": not walk_.wrong, "wrong": walk_.wrong})
    return 1 if walk_.wrong else 0


def _checks(walk_: Walk) -> str:
    """A no-hit, a hit, a hidden record, two things at once, a source that does not answer. Gives the entry of the hit."""
    _check(walk_, "no hit", [_document(NO_HIT_NUMBER, "XAR")], lambda got: got["outcome"] == "no_hit")
    hit = _check(walk_, "hit", [_document(HIT_NUMBER, "XBM")], lambda got: got["outcome"] == "hit" and _first(got)["grade"] == "exact")
    _check(walk_, "a record hidden from the asker", [_document(HIDDEN_DOCUMENT.number, "XCS")], lambda got: got["outcome"] == "no_hit")
    both = [_document(NO_HIT_NUMBER, "XAR"), {"kind": "vin", "value": VEHICLES[0].vin}]
    _check(walk_, "two things at once", both, _one_of_two)
    _check(walk_, "a source that does not answer", [_document(SILENT_NUMBER, SILENT_ISSUER)], _silent)
    return str(hit.get("check", ""))


def _person(walk_: Walk) -> None:
    """A person by name in another script, found with reasons that add up; nobody for an unknown one, and for a witness (REC-06)."""
    _wait_for_names(walk_)
    known, witness = PEOPLE[0], PEOPLE[-1]
    asked = {"name": known.names[1], "born": known.born, "nationality": known.nationality, "sex": known.sex}
    found = _asked(walk_, "a person", asked, _found_first)
    mark = _best(found)["person"]["mark"] if found.get("outcome") == "hit" else "-"
    path = f"/api/v1/checks/{found.get('check')}/persons/{mark}"
    walk_.step("the officer says who it is", "POST", path, {"says": "this_person"}, _OFFICER, lambda got: got.status_code == 204)
    _asked(walk_, "a person nobody knows", {"name": "Wendeline Oxbarrow", "born": "1955"}, lambda got: got["outcome"] == "no_hit")
    body = {"name": ORGANISATION["names.1.full"]}
    _asked(walk_, "an organisation", body, lambda got: _best(got)["person"]["about"] == "organisation")
    hidden = {"name": witness.names[0], "born": witness.born}
    _asked(walk_, "a witness, at a border", hidden, lambda got: witness.names[0] not in str(got["answers"]))


def _asked(walk_: Walk, name: str, person: dict[str, str], right: Callable[[Body], bool]) -> Body:
    body = {"purpose": "border", "person": person}
    reply = walk_.step(name, "POST", "/api/v1/checks", body, _OFFICER, lambda got: got.status_code == 200 and right(got.json()))
    return dict(reply.json())


def _found_first(got: Body) -> bool:
    """The person comes first, above the namesake, and the evidence adds up to the probability."""
    best = _best(got)
    odds = sum(one["log_odds"] for one in best["person"]["evidence"])
    adds_up = abs(1 / (1 + math.exp(-odds)) - best["person"]["probability"]) < _ROUNDED
    return bool(best["facts"]["names.1.full"] == PEOPLE[0].names[0] and adds_up)


def _best(got: Body) -> Body:
    hits = [hit for answer in got["answers"] for hit in answer.get("hits", ()) if "person" in hit]
    return dict(min(hits, key=lambda hit: hit["person"]["rank"]))


def _wait_for_names(walk_: Walk) -> None:
    """The index of names is built after the start; until then a person is no answer."""
    headers = {"authorization": f"Bearer {walk_.tokens[_OFFICER]}"}
    body = {"purpose": "border", "person": {"name": PEOPLE[0].names[0]}}
    for _ in range(int(_NAMES_S / _LOOK_S)):
        reply = walk_.client.post("/api/v1/checks", json=body, headers=headers)
        if reply.status_code != httpx.codes.OK or reply.json()["outcome"] != "no_answer":
            return
        time.sleep(_LOOK_S)


def _check(walk_: Walk, name: str, identifiers: list[Body], right: Callable[[Body], bool]) -> Body:
    body = {"purpose": "border", "identifiers": identifiers}
    reply = walk_.step(name, "POST", "/api/v1/checks", body, _OFFICER, lambda got: got.status_code == 200 and right(got.json()))
    return dict(reply.json())


def _one_of_two(got: Body) -> bool:
    """The vehicle alone is known: every other register that was asked has nothing."""
    outcomes = {one["register"]: one["outcome"] for one in got["answers"]}
    return outcomes.pop("vehicles", "") == "hit" and outcomes["travel_documents"] == "no_hit" and set(outcomes.values()) == {"no_hit"}


def _silent(got: Body) -> bool:
    """Named, with its reason, and never taken for a no hit."""
    answers = {one["source"]: one for one in got["answers"]}
    return bool(got["outcome"] == "no_answer" and answers[SILENT_SOURCE]["outcome"] == "no_answer" and answers[SILENT_SOURCE]["why"])


def _batch(walk_: Walk) -> None:
    """A national system asks fifty at once, one of them known."""
    numbers = [f"P20000{place:02d}" for place in range(49)] + [HIT_NUMBER]
    checks = [{"identifiers": [_document(number, "XBM")]} for number in numbers]
    body = {"purpose": "border", "officer": "gate-3", "unit": "LYS", "checks": checks}
    expected = ["no_hit"] * 49 + ["hit"]
    walk_.step("batch", "POST", "/api/v1/checks/batch", body, "system", lambda got: [line["outcome"] for line in _lines(got)] == expected)


def _aftermath(walk_: Walk, entry: str) -> None:
    """The audit has the entry; the owner's inbox has it too, without the officer."""
    walk_.sign_in(_AUDITOR, "DESK")
    body = {"identifier": {"kind": "document", "value": HIT_NUMBER}, "basis": "Demonstration of the audit"}
    walk_.step("the audit entry", "POST", "/api/v1/audit/who-asked", body, _AUDITOR, lambda got: _has(got, entry))
    walk_.sign_in(_OWNER, "DESK")
    walk_.step("the owner's inbox", "GET", "/api/v1/inbox", None, _OWNER, _told)


def _has(got: httpx.Response, entry: str) -> bool:
    """Among those who asked about this document is the check of a moment ago."""
    return any(one["id"].startswith(f"{entry}-") for one in got.json()["items"])


def _told(got: httpx.Response) -> bool:
    newest = got.json()["items"][0]
    return got.status_code == 200 and newest["authority"] == "XAR" and "marlow" not in got.text.lower()


def _document(number: str, issuer: str) -> Body:
    return {"kind": "document", "value": number, "issuer": issuer}


def _first(got: Body) -> Body:
    return next(hit for answer in got["answers"] for hit in answer.get("hits", ()))


def _code(account: Account, at: datetime) -> str:
    return totp.code(account.seed, totp.step_at(at))


def _lines(reply: httpx.Response) -> list[Body]:
    return [msgspec.json.decode(line) for line in reply.content.splitlines() if line]


def _got(reply: httpx.Response) -> object:
    if "jsonl" in reply.headers.get("content-type", ""):
        return _lines(reply)[-2:]
    try:
        got = reply.json()
    except ValueError:
        return reply.text[:200]
    return got | {"token": "..."} if isinstance(got, dict) and "token" in got else got


def _shown(body: Body | None) -> object:
    """The body without what opens an account, and without fifty lines of a batch."""
    if body is None:
        return None
    hidden: Body = {name: "..." for name in ("password", "code") if name in body}
    counted = {"checks": f"{len(body['checks'])} checks"} if "checks" in body else {}
    return body | hidden | counted


def _print(line: Body) -> None:
    sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
    sys.stdout.flush()
