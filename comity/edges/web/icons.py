"""Icons as inline SVG: no second request, so that shape and word arrive together on the worst link."""

from __future__ import annotations

from typing import Final

from htpy import Element, svg
from markupsafe import Markup

PATHS: Final = {
    "audit": '<path d="M1 8s2.6-4.7 7-4.7S15 8 15 8s-2.6 4.7-7 4.7S1 8 1 8z"/><circle cx="8" cy="8" r="2"/>',
    "back": '<path d="M13 8H3m4-4L3 8l4 4"/>',
    "bang": '<path d="M8 2.2 14.5 13.6h-13zM8 6.5v3.2M8 11.6v.1"/>',
    "car": '<path d="M1.8 11.8V8.5l1.8-.7 1.3-3h6.2l1.3 3 1.8.7v3.3zM4.3 12v1.5M11.7 12v1.5M3.6 7.8h8.8"/>',
    "check": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5M5 7l1.5 1.5L9 5.7"/>',
    "clear": '<circle cx="8" cy="8" r="6"/><path d="m5.3 8.2 1.9 1.9 3.6-4"/>',
    "doc": '<path d="M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3"/>',
    "dot": '<circle cx="8" cy="8" r="2.2"/>',
    "down": '<path d="m4 6.3 4 4 4-4"/>',
    "eq": '<path d="M3 5.8h10M3 10.2h10"/>',
    "finger": '<path d="M3.2 10.5V7.6a4.8 4.8 0 0 1 9.6 0v1.6M5.8 13.4V7.8a2.2 2.2 0 0 1 4.4 0v3.4M8 8v6.2M12.6 11.8l-.4 1.6"/>',
    "globe": '<circle cx="8" cy="8" r="6.2"/><path d="M1.8 8h12.4M8 1.8c-4 4-4 8.4 0 12.4 4-4 4-8.4 0-12.4z"/>',
    "hit": '<path d="M8 1.5 14.5 8 8 14.5 1.5 8zM8 5v3.5M8 10.8v.1"/>',
    "key": '<circle cx="5" cy="11" r="3"/><path d="m7.2 8.8 6-6M11 5l2 2"/>',
    "load": '<path d="M8 10.5V2.2M4.8 5.2 8 2l3.2 3.2M2 10.5v3.3h12v-3.3"/>',
    "lock": '<path d="M3 7.2h10v6.8H3zM5 7V5a3 3 0 0 1 6 0v2"/>',
    "mail": '<path d="M1.8 3.5h12.4v9H1.8zM2 4l6 5 6-5"/>',
    "moon": '<path d="M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z"/>',
    "neq": '<path d="M3 5.8h10M3 10.2h10M11 2.5l-6 11"/>',
    "off": '<path d="M5 8h6"/>',
    "pass": '<path d="M3 1.8h10v12.4H3z"/><circle cx="8" cy="6.4" r="2.4"/><path d="M5.5 11.5h5"/>',
    "people": '<circle cx="5.8" cy="5.2" r="2.5"/><path d="M1.2 13.5c.3-2.9 2-4.3 4.6-4.3s4.3 1.4 4.6 4.3M10.5 '
    '3a2.3 2.3 0 0 1 0 4.4M12 9.6c1.7.5 2.6 1.8 2.8 3.9"/>',
    "place": '<path d="M8 14.5S3 9.8 3 6.4a5 5 0 0 1 10 0c0 3.4-5 8.1-5 8.1z"/><circle cx="8" cy="6.4" r="1.8"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "print": '<path d="M4.5 6V2h7v4M4.5 11H2V6h12v5h-2.5M4.5 9.5h7V14h-7z"/>',
    "registers": '<ellipse cx="8" cy="3.6" rx="5.5" ry="2"/><path d="M2.5 3.6v8.6c0 1.1 2.5 2 5.5 2s5.5-.9 '
    '5.5-2V3.6M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2"/>',
    "seal": '<path d="M8 1.6 13.5 4v3.8c0 3.3-2.3 5.5-5.5 6.7-3.2-1.2-5.5-3.4-5.5-6.7V4z"/><path d="m5.7 7.9 1.7 1.7 3-3.2"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
    "stats": '<path d="M2.5 14V8.5M6.2 14V3M9.8 14V6.5M13.5 14v-4"/>',
    "stop": '<path d="M3.5 3.5h9v9h-9z"/>',
    "sun": '<circle cx="8" cy="8" r="3"/><path d="M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 '
    '1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1"/>',
    "user": '<circle cx="8" cy="5.2" r="2.9"/><path d="M2.3 14.2c.5-3.2 2.7-4.7 5.7-4.7s5.2 1.5 5.7 4.7"/>',
    "wait": '<path d="M2.2 2.2h11.6v11.6H2.2z" stroke-dasharray="2.6 2"/><path d="M6.2 6.3c0-2.3 3.6-2.2 3.6 0 0 '
    '1.3-1.8 1.4-1.8 2.7M8 11.2v.1"/>',
}
MARK_FIRST: Final = "M11.2 1.5v15a7.5 7.5 0 0 1 0-15z"
MARK_SECOND: Final = "M12.8 7.5v15a7.5 7.5 0 0 0 0-15z"


def icon(name: str, *, flip: bool = False) -> Element:
    """One icon beside its word. Raises KeyError for a name that is not drawn."""
    return svg(class_="i flip" if flip else "i", viewBox="0 0 16 16", aria_hidden="true")[Markup(PATHS[name])]  # noqa: S704  (drawn above, never data)


def sign(name: str) -> Element:
    """The large sign of a banner."""
    return svg(class_="sign", viewBox="0 0 16 16", aria_hidden="true")[Markup(PATHS[name])]  # noqa: S704  (drawn above, never data)


def emblem(class_: str = "mark") -> Element:
    """The mark: two equals meeting at a border. Never mirrored but as the sign-in page's art."""
    drawn = f'<path class="a" d="{MARK_FIRST}"/><path class="b" d="{MARK_SECOND}"/>'
    return svg(class_=class_, viewBox="0 0 24 24", aria_hidden="true")[Markup(drawn)]  # noqa: S704  (drawn above, never data)


def dashed_emblem() -> Element:
    """The mark of an empty state."""
    drawn = f'<path d="{MARK_FIRST}{MARK_SECOND}" stroke-dasharray="1.5 1"/>'
    return svg(viewBox="0 0 24 24", aria_hidden="true", fill="none", stroke="currentColor")[Markup(drawn)]  # noqa: S704  (drawn above, never data)
