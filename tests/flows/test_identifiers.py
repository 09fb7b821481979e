"""Every kind of identifier from the API and the page, over the registers that hold it; typing errors; plates read in part."""

from __future__ import annotations

from typing import Any

import pytest

from comity.search.reading import ASKED, READERS
from tests.flows.pages import at_work, main
from tests.flows.world import VEHICLE, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]

VESSEL = {
    "type": "motor_yacht", "name": "M/V Étoile du Nord", "imo": "9074729", "hin": "US-ABC12345D404", "mmsi": "247320162",
    "call_sign": "XBMA7",
    "registration": "PZ 1234", "flag": "XBM", "theft_date": "2026-10-02", "theft_country": "XCS",
}  # fmt: skip
HITS = [
    ("imo", "IMO 9074729", "", "exact"),
    ("imo", "9O74729", "", "exact"),
    ("hin", "ABC12345D404", "", "exact"),
    ("hin", "US-ABCI2345D404", "", "exact"),
    ("hin", "ABC1Z345D404", "", "confusable"),
    ("mmsi", "247320162", "", "exact"),
    ("call_sign", "xbm a7", "", "exact"),
    ("call_sign", "X8MA7", "", "confusable"),
    ("vessel_registration", "pz-1234", "XBM", "exact"),
    ("vessel_registration", "PZI234", "", "confusable"),
    ("vessel_name", "etoile du nord", "", "confusable"),
]


async def grades(client: Any, kind: str, value: str, issuer: str = "", **more: Any) -> list[str]:
    asked = {"identifiers": [{"kind": kind, "value": value, "issuer": issuer}], **more}
    answer = await client.post("/api/v1/checks", json=asked)
    assert answer.status_code == 200, answer.text
    return [hit["grade"] for one in answer.json()["answers"] for hit in one.get("hits", ())]


async def test_a_vessel_is_found_by_any_of_its_identifiers(site: Site) -> None:
    await site.enter(VESSEL, "vessels")
    officer = await site.officer("a.officer")
    for kind, value, issuer, grade in HITS:
        assert await grades(officer, kind, value, issuer) == [grade], (kind, value)
    assert await grades(officer, "vessel_registration", "PZ1234", "XCS") == []
    assert await grades(officer, "imo", "9319466") == []
    page = await at_work(site, "a.officer")
    for text in ("IMO 9074729", "MMSI 247320162", "call sign XBMA7", "HIN US-ABC12345D404", "M/V Etoile du Nord", "ship étoile du nord"):
        said = main(await page.post("/check", q=text))
        assert "Vessels" in said, text
        assert "No hit" not in said.partition("What each register said")[0], text
    said = main(await page.post("/check", kind="vessel_registration", value="PZ 1234", beside="XBM"))
    assert "Hit in 1 register" in said


async def test_HIT_06_a_vin_with_one_typing_error_is_a_look_alike_with_its_sentence(site: Site) -> None:
    await site.enter(VEHICLE, "vehicles")
    officer = await site.officer("a.officer")
    for typed in ("1M8GDM9AXKP042789", "1M8GDM9AXKP04278", "1M8GDM9AXKP0427881", "1M8GDM9AXPK042788", "1N8GDM9AXKP042788"):
        assert await grades(officer, "vin", typed) == ["confusable"], typed
    assert await grades(officer, "vin", "1M8GDM9AXKP042788") == ["exact"]
    assert await grades(officer, "vin", "1M8GDM9AXKP042799") == []
    page = await at_work(site, "a.officer")
    said = main(await page.post("/check", q="VIN 1M8GDM9AXKP042789"))
    assert "The record has 8 at place 17, where 9 was asked" in said
    assert "Read the document again" in said


async def test_a_plate_read_in_part_is_found_with_its_country_alone(site: Site) -> None:
    await site.enter(VEHICLE, "vehicles")
    officer = await site.officer("a.officer")
    for typed in ("AB?23CD", "?B123C?", "AB*3CD"):
        assert await grades(officer, "plate", typed, "XBM") == ["confusable"], typed
    assert await grades(officer, "plate", "AB?23CD", "XCS") == []
    for typed, issuer, field in (("AB?23CD", "", "issuer"), ("AB???CD", "XBM", "value"), ("A?", "XBM", "value")):
        answer = await officer.post("/api/v1/checks", json={"identifiers": [{"kind": "plate", "value": typed, "issuer": issuer}]})
        assert answer.status_code == 422
        assert answer.json()["faults"][0]["field"] == f"identifiers.0.{field}"
    page = await at_work(site, "a.officer")
    said = main(await page.post("/check", q="AB?23CD XBM"))
    assert "The plate was read in part" in said
    assert "No hit. " not in said


async def test_what_was_typed_without_saying_what_it_is_is_asked_back(site: Site) -> None:
    page = await at_work(site, "a.officer")
    answer = await page.post("/check", value="BXR412")
    assert answer.status_code == 422
    assert 'href="#kind"' in answer.text
    assert "BXR412" in answer.text
    answer = await page.post("/check", kind="imei", value="123")
    assert answer.status_code == 422
    assert 'href="#value"' in answer.text


async def test_every_kind_is_offered_described_and_answered(site: Site) -> None:
    officer = await site.officer("a.officer", "DESK", "wanted")
    described = (await officer.get("/api/v1/openapi.json")).json()
    schema = described["components"]["schemas"]["IdentifierIn"]["properties"]["kind"]
    assert schema["enum"] == list(READERS)
    page = await at_work(site, "a.officer")
    form = (await page.get("/check")).text
    for row in ASKED:
        assert f'value="{row.kind}"' in form or row.kind in ("document", "mrz", "vin", "last8", "plate")
        answer = await officer.post("/api/v1/checks", json={"identifiers": [{"kind": row.kind, "value": row.example}]})
        assert answer.status_code in (200, 403), (row.kind, answer.text)
        assert answer.status_code == 200 or row.kind in ("md5", "sha256", "pdq")
