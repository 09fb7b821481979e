"""A file with titles and words of its own: looked at, mapped, kept for the unit, loaded by the mapping."""

from __future__ import annotations

import pytest

from tests.flows.world import Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
AT = "/api/v1/registers/travel_documents/mappings"
FILE = (
    "Passport No.;Issuing State;Doc type;Status;Stolen on;Clerk\n"
    "AB1234567;XBM;Passport;S/B;2026-10-01;K\nAB1234568;XBM;Passport;LST;2026-10-02;L\nAB1234569;XBM;Passport;Stolen;31.02.2026;M\n"
)
HEADER = {"purposes": "border", "law": "Police Act, article 12", "source": "holder"}


async def looked(client, content: str = FILE, **query: str):
    return await client.post(f"{AT}/look", content=content.encode("cp1252"), headers={"content-type": "text/csv"}, params=HEADER | query)


async def test_looked_at_mapped_and_kept(site: Site) -> None:
    registrar = await site.officer("b.registrar", "DESK")
    before = len(site.world.entries())
    found = (await looked(registrar)).json()
    assert [(one["path"], one["why"]) for one in found["columns"]] == [
        ("number", "title"), ("issuer", "title"), ("type", "title"), ("reason", "title"), ("theft_date", "title"), ("", "nothing"),
    ]  # fmt: skip
    words = {one["word"]: (one["value"], one["sure"]) for one in found["words"]["reason"]}
    assert words == {"S/B": ("stolen_blank", False), "LST": ("", False), "Stolen": ("stolen", True)}
    assert [row["faults"][0]["field"] for row in found["rows"]] == ["reason", "reason", "theft_date"]
    assert len(site.world.entries()) == before

    columns = {one["title"]: one["path"] for one in found["columns"]}
    body = {"columns": columns, "words": {"reason": {"S/B": "stolen_blank", "LST": "lost"}}}
    kept = await registrar.put(f"{AT}/Ministry", json=body)
    assert kept.status_code == 200, kept.text
    again = (await looked(registrar, mapping="Ministry")).json()
    assert {one["why"] for one in again["columns"]} == {"said"}
    assert again["rows"][1]["values"]["reason"] == "lost"
    assert [len(row["faults"]) for row in again["rows"]] == [1, 0, 1]  # a blank needs the reference of its batch
    assert [one["name"] for one in (await registrar.get(AT)).json()["items"]] == ["Ministry"]
    assert (await registrar.get(f"{AT}/Ministry")).json()["columns"] == columns
    assert (await registrar.delete(f"{AT}/Ministry")).status_code == 204
    assert (await registrar.get(f"{AT}/Ministry")).status_code == 404


async def test_what_is_wrong_with_a_mapping_is_named(site: Site) -> None:
    registrar = await site.officer("b.registrar", "DESK")
    wrong = await registrar.put(f"{AT}/Ministry", json={"columns": {"A": "shoe_size", "B": "number", "C": "number"}})
    assert {fault["code"] for fault in wrong.json()["faults"]} == {"unknown_column", "double_column"}
    assert (await looked(registrar, "")).status_code in (200, 422)
    missing = (await looked(registrar, "Passport No.\nAB1234567\n")).json()
    assert {fault["code"] for fault in missing["faults"]} == {"missing_column"}


async def test_ACC_01_mappings_are_for_who_may_load_and_for_their_unit(site: Site) -> None:
    registrar = await site.officer("b.registrar", "DESK")
    await registrar.put(f"{AT}/Ministry", json={"columns": {"A": "number"}})
    officer = await site.officer("b.officer")
    for answer in (await officer.get(AT), await looked(officer), await officer.delete(f"{AT}/Ministry")):
        assert answer.status_code == 403
    other = await site.officer("a.registrar", "DESK")
    assert (await other.get(AT)).json() == {"items": []}
    assert (await other.get(f"{AT}/Ministry")).status_code == 404
