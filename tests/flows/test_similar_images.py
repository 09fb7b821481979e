"""Similar images by page and API, for cleared specialists alone."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import psycopg
import pytest

from tests.flows.pages import at_work, main
from tests.flows.world import Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
NEAR = PDQ[:-1] + "d"  # 2 and d differ in four bits
VALUES = {"list": "Baseline 2026", "category": "baseline", "medium": "image", "pdq": PDQ}
HEADER = {"purposes": ["intelligence"], "law": "Penal code, article 7", "source": "authority"}


def cleared(site: Site, *logins: str) -> None:
    """Makes specialists of these officers."""
    with psycopg.connect(site.world.database.superuser) as connection:
        for login in logins:
            connection.execute("update access.officer set roles = array_append(roles, 'specialist') where login = %s", (login,))


async def asked(officer: httpx.AsyncClient) -> dict[str, Any]:
    """The answer to the near value, once the index is filled: until then it is *no answer*, and never *no hit*."""
    for _ in range(480):
        answer: dict[str, Any] = (await officer.post("/api/v1/checks", json={"identifiers": [{"kind": "pdq", "value": NEAR}]})).json()
        if answer["outcome"] != "no_answer":
            break
        await asyncio.sleep(0.5)
    return answer


async def test_a_specialist_asks_by_api_and_page_and_nobody_else(site: Site) -> None:
    cleared(site, "a.officer", "b.registrar")
    registrar = await site.officer("b.registrar", "DESK", "intelligence")
    made = await registrar.post("/api/v1/registers/hash_lists/records", json={"values": VALUES, "header": HEADER})
    assert made.status_code == 201, made.text
    officer = await site.officer("a.officer", "DESK", "intelligence")
    answer = await asked(officer)
    (hit,) = [hit for one in answer["answers"] for hit in one["hits"]]
    assert (hit["grade"], hit["register"]) == ("confusable", "hash_lists")
    assert "differ in 4 of 256 bits" in hit["sentence"]
    other = await site.officer("c.officer", "DESK", "intelligence")
    refused = await other.post("/api/v1/checks", json={"identifiers": [{"kind": "pdq", "value": NEAR}]})
    assert (refused.status_code, refused.json()["rule"]) == (403, "ACC-08")


async def test_the_page_shows_the_distance_and_asks_to_settle(site: Site) -> None:
    cleared(site, "a.officer", "b.registrar")
    registrar = await site.officer("b.registrar", "DESK", "intelligence")
    made = await registrar.post("/api/v1/registers/hash_lists/records", json={"values": VALUES, "header": HEADER})
    assert made.status_code == 201, made.text
    page = await at_work(site, "a.officer", "desk", "intelligence")
    await asked(await site.officer("a.officer", "DESK", "intelligence"))  # fills the index
    assert 'value="pdq"' in (await page.get("/check")).text
    said = main(await page.post("/check", kind="pdq", value=NEAR))
    assert "differ in 4 of 256 bits" in said
    assert "not settled" in said
    said = main(await page.post("/check", q=f"PDQ {PDQ}"))
    assert "the same image" in said
