"""A file with columns of its own, by page: looked at, its columns and words confirmed, kept, loaded as a job; without script."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from comity.access.model import Role
from tests.flows.pages import Browser, at_work, main
from tests.flows.world import Site, reader_for

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
FILE = (
    "Passport No.;Issuing State;Doc type;Status;Clerk;Ref\n"
    "AB1234567;XBM;Passport;LST;K;R1\nAB1234568;XBM;Passport;??;L;R2\n=1+1;XBM;Passport;Stolen;M;R3\n"
)
AT = "/registers/3/load/columns"
HEADER = {"purposes": "border", "law": "Police Act, article 12", "source": "holder"}


def form(text: str) -> dict[str, str]:
    """The form as it stands: columns, words, and what they are taken as."""
    inputs = dict(re.findall(r'<input class="id" id="(column\.\d+)" name="[^"]+" value="([^"]*)"', text))
    words = dict(re.findall(r'name="(word\.\d+)" value="([^"]*)"', text))
    values = dict(re.findall(r'<select id="[^"]+" name="(value\.\d+)">.*?<option value="([^"]*)" selected', text, re.DOTALL))
    return inputs | words | values


async def looked(site: Site) -> tuple[Browser, str]:
    registrar = await at_work(site, "b.registrar", "desk")
    await registrar.get(AT)
    answer = await registrar.upload(AT, FILE)
    assert answer.status_code == 200, answer.text
    return registrar, answer.url.path


async def test_looked_at_confirmed_kept_and_loaded(site: Site) -> None:
    registrar, at = await looked(site)
    said = main(registrar.seen[-1])
    assert "by a title in use" in said
    assert "not understood: left out" in said
    assert "Words that the register does not know" in said
    given = form(registrar.seen[-1].text)
    assert [given[f"column.{place}"] for place in range(6)] == ["number", "issuer", "type", "reason", "", ""]
    given["column.5"] = "report_reference"
    values = {name: value.partition("=")[2] for name, value in given.items() if name.startswith("word.")}
    for name, word in values.items():
        given[name.replace("word", "value")] = {"LST": "lost"}.get(word, "")
    again = await registrar.post(at, **(given | {"do": "look"}))
    assert "AB1234567" in main(again)
    stands = form(again.text)
    said_of = {stands[name].partition("=")[2]: stands[name.replace("word", "value")] for name in stands if name.startswith("word.")}
    assert said_of == {"LST": "lost", "??": ""}
    assert "Reason: " in main(again)

    done = await registrar.post(at, **(given | HEADER | {"do": "load", "keep": "Ministry"}))
    assert done.url.path.startswith("/jobs/"), done.text
    job = UUID(done.url.path.rpartition("/")[2])
    await site.comity.jobs.wait(reader_for(site.world, "b", Role.REGISTRAR), job, 30)
    shown = main(await registrar.get(done.url.path))
    assert "Entered 1" in shown
    assert "Refused 2" in shown
    errors = (await registrar.get(f"{done.url.path}/result")).text
    assert "'=1+1" in errors
    assert "Ministry" in main(await registrar.get(AT))
    answer = await registrar.upload(AT, FILE, mapping="Ministry")
    assert "as you said" in main(answer)


async def test_a_dry_run_from_the_page_writes_nothing(site: Site) -> None:
    registrar, at = await looked(site)
    given = form(registrar.seen[-1].text)
    done = await registrar.post(at, **(given | HEADER | {"do": "dry"}))
    job = UUID(done.url.path.rpartition("/")[2])
    await site.comity.jobs.wait(reader_for(site.world, "b", Role.REGISTRAR), job, 30)
    officer = await at_work(site, "a.officer")
    assert "No hit" in main(await officer.post("/check", q="AB1234567 XBM"))


async def test_what_is_missing_is_said_and_nothing_loaded(site: Site) -> None:
    registrar, at = await looked(site)
    given = form(registrar.seen[-1].text) | {"column.0": ""}
    answer = await registrar.post(at, **(given | HEADER | {"do": "load"}))
    assert answer.status_code == 422
    assert "So nothing could be loaded" in main(answer)


async def test_nobody_else_sees_the_file(site: Site) -> None:
    _, at = await looked(site)
    other = await at_work(site, "a.registrar", "desk")
    assert (await other.get(at)).status_code == 404
    officer = await at_work(site, "b.officer")
    assert (await officer.get(AT)).status_code == 404
    assert "No lists yet" in main(await officer.get("/check/list"))
