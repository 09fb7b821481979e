"""The API answers as its own description says, whatever is sent: no 500, no status, type or body that is not described."""

from __future__ import annotations

import warnings

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from comity.access import totp
from comity.client.endpoints import Endpoint
from tests.flows.listening import on_a_socket
from tests.flows.world import PASSWORD, World

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 8
# What is sent without a body: the address says all of it.
BODILESS = {
    "/api/v1/checks/lists/{name}/resume",
    "/api/v1/jobs/{job}/cancel",
    "/api/v1/loads/{load}/retry",
    "/api/v1/sign-out",
}
# A reading is refused with a rule, a write may be too large or sent twice at once; what nobody signs in for has its own list.
ALWAYS = {
    "get": {"401", "403", "422", "503"},
    "put": {"401", "403", "409", "422", "503"},
    "post": {"401", "403", "409", "413", "422", "503"},
}
OPEN = ("/api/v1/public", "/api/v1/sign-in", "/api/v1/health", "/problems")
PARTS = 6  # of the endpoints, each part with a server of its own: workers share them
ENDS_SESSIONS = {"/api/v1/sign-out"}


def _session(world: World, address: str, role: str) -> str:
    login = f"b.{role}"
    body = {"login": login, "password": PASSWORD, "code": totp.code(world.seeds[login], totp.step_at(world.clock.now()))}
    token = httpx.post(f"{address}/api/v1/sign-in", json=body, timeout=60).json()["token"]
    place = {"unit": "DESK", "purpose": "border"}
    bearer = {"authorization": f"Bearer {token}"}
    assert httpx.put(f"{address}/api/v1/me/place", json=place, headers=bearer, timeout=60).status_code == 200
    return token


def _role(path: str) -> str:
    if path.startswith("/api/v1/audit"):
        return "auditor"
    if path.startswith(("/api/v1/tokens", "/api/v1/systems")):
        return "security"
    return "supervisor" if path.startswith("/api/v1/held") else "registrar"


def _keeps(operation, headers: dict[str, str]) -> None:
    """Sends what the description allows, and what it does not."""

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    @given(
        case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE) | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    )
    def keeps(case):
        case.call_and_validate(headers=headers, checks=CHECKS, timeout=60)

    keeps()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_endpoint_keeps_to_the_description(database, tmp_path, part):
    with on_a_socket(database, tmp_path) as (world, address):
        tokens = {role: _session(world, address, role) for role in ("auditor", "security", "supervisor", "registrar")}
        schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", timeout=120)
        asked = 0
        for found in list(schema.get_all_operations())[part::PARTS]:
            operation = found.ok()
            if operation.path in ENDS_SESSIONS:
                continue
            _keeps(operation, {"authorization": f"Bearer {tokens[_role(operation.path)]}"})
            asked += 1
        assert asked > 15


def test_the_description_has_what_the_client_calls(database, tmp_path):
    with on_a_socket(database, tmp_path) as (_, address):
        described = httpx.get(f"{address}/api/v1/openapi.json", timeout=60).json()
        assert described["openapi"].startswith("3.1")
        offered = {(method.upper(), path) for path, item in described["paths"].items() for method in item}
        wanted = {(one.verb, one.path) for one in Endpoint if one is not Endpoint.OPENAPI}
        assert wanted <= offered
        for path, item in described["paths"].items():
            for method, operation in item.items():
                assert operation.get("description") or operation.get("summary"), (method, path)
                assert all(one["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
                           for status, one in operation["responses"].items() if int(status) >= 400), (method, path)  # fmt: skip


def test_the_description_has_every_body_and_every_problem(database, tmp_path):
    with on_a_socket(database, tmp_path) as (_, address):
        paths = httpx.get(f"{address}/api/v1/openapi.json", timeout=60).json()["paths"]
    told = [(verb, path, operation) for path, item in paths.items() for verb, operation in item.items()]
    bodiless = {path for verb, path, operation in told if verb in ("post", "put") and "requestBody" not in operation}
    assert bodiless == BODILESS
    for verb, path, operation in told:
        if body := operation.get("requestBody"):
            assert body["required"], (verb, path)
            assert all("schema" in one for one in body["content"].values()), (verb, path)
        assert any(status.startswith("2") for status in operation["responses"]), (verb, path)
        if not path.startswith(OPEN):
            assert ALWAYS.get(verb, set()) <= set(operation["responses"]), (verb, path)
        named = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        given = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
        assert named == given, (verb, path)
