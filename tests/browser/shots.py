"""Pictures of the gallery, for looking at: `python -m tests.browser.shots FOLDER en/light/check:1440 ar/dark/hits:390 ...`."""

import sys
from pathlib import Path

from tests.browser.site import browser, site


def main(folder: Path, wanted: list[str]) -> None:
    with site() as origin, browser() as chromium:
        for each in wanted:
            address, _, width = each.partition(":")
            page = chromium.new_page(viewport={"width": int(width or 1440), "height": 900})
            page.goto(f"{origin}/{address}")
            page.screenshot(path=folder / f"{address.replace('/', '.')}.{width or 1440}.png", full_page=True)
            page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
