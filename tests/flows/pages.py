"""A browser without script, as far as a flow needs one: it keeps cookies, reads forms and sends them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx

from comity.edges.serve import whole
from tests.flows.world import PASSWORD, Site

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
TAG = re.compile(r"<(svg|head)\b.*?</\1>|<[^>]+>", re.DOTALL)


def words(answer: httpx.Response) -> str:
    """What a page says."""
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", answer.text)))


def main(answer: httpx.Response) -> str:
    """What a page says in its main part."""
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", answer.text.partition("<main")[2])))


@dataclass(slots=True)
class Browser:
    """One browser. `csrf` is that of the last page that had one."""

    client: httpx.AsyncClient
    csrf: str = ""
    seen: list[httpx.Response] = field(default_factory=list)

    async def get(self, path: str) -> httpx.Response:
        return self._read(await self.client.get(path))

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        """Sends a form with the token of the last page, and follows where it leads."""
        return self._read(await self.client.post(path, data={"csrf": self.csrf} | fields))

    async def upload(self, path: str, text: str, **fields: Any) -> httpx.Response:
        files = {"file": ("records.csv", text.encode(), "text/csv")}
        return self._read(await self.client.post(path, data={"csrf": self.csrf} | fields, files=files))

    def _read(self, answer: httpx.Response) -> httpx.Response:
        found = CSRF.search(answer.text)
        self.csrf = found[1] if found else self.csrf
        self.seen.append(answer)
        return answer

    async def sign_in(self, site: Site, login: str) -> httpx.Response:
        """With password and code, each code once."""
        await self.get("/sign-in")
        return await self.post("/sign-in", name=login, password=PASSWORD, code=site.code(login))


async def browser(site: Site, *, follow: bool = True, **headers: str) -> Browser:
    """A browser at the whole site: pages, and the API beside them."""
    transport = httpx.ASGITransport(whole(site.comity), raise_app_exceptions=True)
    client = httpx.AsyncClient(transport=transport, base_url="http://comity.test", follow_redirects=follow, headers=headers)
    return Browser(await site.clients.enter_async_context(client))


async def at_work(site: Site, login: str, unit: str = "post", purpose: str = "border", **headers: str) -> Browser:
    """An officer signed in, at a place and for a purpose."""
    opened = await browser(site, **headers)
    await opened.sign_in(site, login)
    await opened.post("/purpose", unit=str(site.world.units[f"{login[0]}.{unit}"].number))
    answer = await opened.post("/purpose", purpose=purpose)
    assert answer.status_code in (200, 403), answer.text
    return opened
