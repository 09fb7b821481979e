"""The gallery as a small site on localhost, and the Debian browser that looks at it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from comity.edges.web.assets import STATIC
from comity.edges.web.frame import Theme
from comity.edges.web.i18n import Language, Translator
from tests.edges.web.gallery import pages

CHROMIUM = shutil.which("chromium") or ""
MANNERS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
KINDS = {"css": "text/css", "js": "text/javascript"}
# The policy that the product sends: a page that needs anything inline fails here.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def addresses() -> dict[str, str]:
    """Address -> page: /en/light/check."""
    return {
        f"/{language}/{theme}/{name}": str(page)
        for language in Language
        for theme in (Theme.LIGHT, Theme.DARK)
        for name, page in pages(Translator(language), theme).items()
    }


@contextmanager
def site() -> Iterator[str]:
    """Serves the gallery; gives its origin. What was posted stands in the answer."""
    drawn = addresses()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            static = STATIC / path.removeprefix("/static/") if path.startswith("/static/") else None
            if static and static.is_file():
                self._give(static.read_bytes(), KINDS[static.suffix[1:]])
            elif path in drawn:
                self._give(drawn[path].encode(), "text/html")
            else:
                self._give(f"<!doctype html><title>{path}</title><p id=path>{path}".encode(), "text/html")

        def do_POST(self) -> None:
            posted = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._give(f"<!doctype html><title>posted</title><p id=path>{self.path}<pre id=posted>{posted}".encode(), "text/html")

        def _give(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def browser() -> Iterator[Browser]:
    """The distribution's own Chromium, quiet on the network."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(MANNERS))
        try:
            yield started
        finally:
            started.close()
