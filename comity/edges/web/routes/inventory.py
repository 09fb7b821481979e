"""Private inventories. Who has opened one holds its key, sealed, in a cookie of this browser for half an hour; nothing else knows it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from comity.access.settings import Rate
from comity.edges.web import paths
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.i18n import Message, message
from comity.edges.web.pages import public_art
from comity.edges.web.pages.public_art import BoxView, GateView, ItemLine, ItemView
from comity.edges.web.routes.answers import Answer, SetCookie, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.arrival import Gate
from comity.edges.web.routes.posted import number_in
from comity.edges.web.routes.public_art import allowed, frame_of, title_of, unhurried
from comity.edges.web.routes.words import by_field, said
from comity.engines.crypto import Tampered, seal, unseal
from comity.engines.keyring import KeyGone, KeyName
from comity.inventory import model
from comity.inventory.model import BoxChanged, NoSuchBox, WrongPassphrase
from comity.inventory.service import Opened
from comity.kernel.errors import Absent, Invalid
from comity.kernel.kinds import MEASUREMENT
from comity.registers.catalogue import register as declared
from comity.registers.model import Field as Declared
from comity.registers.paths import each, leaf

COOKIE: Final = "comity-inventory"
OPEN_S: Final = 1800
OPENED: Final = Rate(burst=10, per_second=1 / 60)  # tries of one address at codes and passphrases
_SEALED_FOR: Final = b"comity inventory cookie"
_WRONG: Final = message("No inventory opens with this code and passphrase.")
_AGAIN: Final = message("Another window changed this inventory meanwhile. Look, and do it again.")
_EMPTY_MEASURES: Final = 4  # of a form; what is filled comes back, with room for more
_REPEATED: Final = 3


class _Held(msgspec.Struct, array_like=True):
    """What the cookie holds, sealed. `until`: seconds since 1970."""

    name: bytes
    key: bytes
    until: int


def _cookie(gate: Gate, opened: Opened | None) -> SetCookie:
    if opened is None:
        return SetCookie(COOKIE, "", gate.comity.settings.secure_cookies, 0)
    key = gate.comity.keyring.key(KeyName.SESSION)
    held = _Held(opened.name, opened.key, int(gate.comity.clock.now().timestamp()) + OPEN_S)
    sealed = bytes([key.version]) + seal(key.secret, msgspec.msgpack.encode(held), _SEALED_FOR)
    return SetCookie(COOKIE, base64.urlsafe_b64encode(sealed).decode().rstrip("="), gate.comity.settings.secure_cookies, OPEN_S)


async def _opened(gate: Gate) -> Opened | None:
    """The inventory that this browser has open; None where there is none, or no longer."""
    allowed(gate)
    text = gate.held.get(COOKIE, "")
    try:
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        secret = gate.comity.keyring.version(KeyName.SESSION, sealed[0]).secret
        held = msgspec.msgpack.decode(unseal(secret, sealed[1:], _SEALED_FOR), type=_Held)
        if held.until < gate.comity.clock.now().timestamp():
            return None
        return await gate.comity.inventories.again(held.name, held.key)
    except (ValueError, IndexError, binascii.Error, KeyGone, Tampered, msgspec.MsgspecError, NoSuchBox):
        return None


async def start(gate: Gate) -> Answer:
    """The open inventory, or the two ways in."""
    opened = await _opened(gate)
    if opened is None:
        return page(public_art.gate(GateView(frame_of(gate, paths.INVENTORY)), gate.manners.translator), cookies=gate.cookies)
    return _drawn(gate, opened)


def _drawn(gate: Gate, opened: Opened, code: str = "", failed: Message | None = None) -> Answer:
    items = tuple(_line(gate, one) for one in opened.content.items)
    view = BoxView(frame_of(gate, paths.INVENTORY, open_box=True), items, model.spaced(code), failed)
    return page(public_art.box(view, gate.manners.translator), 409 if failed else 200, cookies=(*gate.cookies, _cookie(gate, opened)))


def _line(gate: Gate, one: model.Item) -> ItemLine:
    size = " × ".join(MEASUREMENT.format(measure) for (measure,) in each(one.values, "measures.value") if measure)
    return ItemLine(one.number, title_of(gate, one.values), one.values.get("maker", ""), size)


async def enter(gate: Gate) -> Answer:
    """Opens an inventory by code and passphrase."""
    allowed(gate)
    await unhurried(gate, "inventory", OPENED)
    try:
        opened = await gate.comity.inventories.open(gate.posted.one("code"), gate.posted.values.get("passphrase", ("",))[0])
    except NoSuchBox:
        view = GateView(frame_of(gate, paths.INVENTORY), _WRONG, code=gate.posted.one("code")[:40])
        return page(public_art.gate(view, gate.manners.translator), 422)
    return go(paths.INVENTORY, _cookie(gate, opened))


async def begin(gate: Gate) -> Answer:
    """A new inventory; its code is on this page and nowhere else."""
    allowed(gate)
    await unhurried(gate, "inventory", OPENED)
    try:
        code, opened = await gate.comity.inventories.begin(gate.posted.values.get("passphrase", ("",))[0])
    except WrongPassphrase as problem:
        wrong = Field("passphrase", "Choose a passphrase", Widget.PASSWORD, required=True, error=said(problem.faults[0]))
        return page(public_art.gate(GateView(frame_of(gate, paths.INVENTORY), wrong=wrong), gate.manners.translator), 422)
    return _drawn(gate, opened, code)


async def close(gate: Gate) -> Answer:
    """This browser forgets the key."""
    allowed(gate)
    return go(paths.INVENTORY, _cookie(gate, None))


async def erase(gate: Gate) -> Answer:
    """The whole inventory goes, once its owner said to be sure."""
    opened = await _opened(gate)
    if opened is None or not gate.posted.one("sure"):
        return go(paths.INVENTORY)
    await gate.comity.inventories.remove(opened)
    return go(paths.INVENTORY, _cookie(gate, None))


async def item_form(gate: Gate) -> Answer:
    """The form of one object, new or there."""
    opened = await _opened(gate)
    if opened is None:
        return go(paths.INVENTORY)
    number = _number(gate)
    found = next((one for one in opened.content.items if one.number == number), None)
    if number and found is None:
        raise Absent
    return _item_page(gate, number, found.values if found else {}, {})


def _number(gate: Gate) -> int:
    text = gate.places.get("item", "") or gate.posted.one("number")
    return number_in(text, 5) or 0


def _item_page(gate: Gate, number: int, values: Mapping[str, str], wrong: Mapping[str, Message]) -> Answer:
    t = gate.manners.translator
    fields = tuple(_fields(gate, values, wrong))
    return page(public_art.item(ItemView(frame_of(gate, paths.INVENTORY), number, fields), t), 422 if wrong else 200)


def _fields(gate: Gate, values: Mapping[str, str], wrong: Mapping[str, Message]) -> Iterator[Field]:
    """The controls of an object: each field, a few lines of a repeated one."""
    art = declared("art")
    for name in model.FIELDS:
        field = art.field(name)
        if field.parts:
            for place in range(1, _EMPTY_MEASURES + 1):
                yield from (_control(gate, part, f"{name}.{place}.{part.name}", values, wrong) for part in field.parts[:2])
        elif field.many:
            yield from (_control(gate, field, f"{name}.{place}", values, wrong) for place in range(1, _REPEATED + 1))
        else:
            yield _control(gate, field, name, values, wrong)
    if missing := wrong.get("measures") or wrong.get("items"):
        yield Field("items", "Inventory", Widget.NOTE, error=missing)


def _control(gate: Gate, field: Declared, path: str, values: Mapping[str, str], wrong: Mapping[str, Message]) -> Field:
    t, kind = gate.manners.translator, field.kind
    options = tuple(Option(code, t(label)) for code, label in (("", "–"), *kind.choices)) if kind.choices else ()
    widget = Widget.SELECT if options else Widget.LONG if kind.widget == "textarea" else Widget.TEXT
    return Field(path, field.label, widget, values.get(path, ""), kind.hint, options, wrong.get(path), required=path == "type")


async def keep(gate: Gate) -> Answer:
    """Keeps one object as it was described, or says all that is wrong with it."""
    opened = await _opened(gate)
    if opened is None:
        return go(paths.INVENTORY)
    art, number = declared("art"), _number(gate)
    typed = {path: value for path, value in gate.posted.firsts().items() if value and leaf(art, path) is not None}
    typed = {path: value for path, value in typed.items() if not _alone(path, typed)}
    try:
        one = model.item(art, typed, number or opened.content.last + 1, gate.comity.records.today)
        await gate.comity.inventories.keep(opened, model.with_item(opened.content, one))
    except BoxChanged:
        return _drawn(gate, opened, failed=_AGAIN)
    except Invalid as problem:
        return _item_page(gate, number, typed, by_field(problem))
    return go(paths.INVENTORY, _cookie(gate, opened))


def _alone(path: str, typed: Mapping[str, str]) -> bool:
    """A dimension that was chosen, or left as it stood, without a measure."""
    return path.endswith(".dimension") and f"{path.removesuffix('dimension')}value" not in typed


async def remove(gate: Gate) -> Answer:
    """Takes one object out."""
    opened = await _opened(gate)
    if opened is None:
        return go(paths.INVENTORY)
    try:
        await gate.comity.inventories.keep(opened, model.without(opened.content, _number(gate)))
    except BoxChanged:
        return _drawn(gate, opened, failed=_AGAIN)
    return go(paths.INVENTORY, _cookie(gate, opened))


async def police_file(gate: Gate) -> Answer:
    """The descriptions as a file that a bureau loads: one object a line, by the register's own paths."""
    opened = await _opened(gate)
    if opened is None:
        return go(paths.INVENTORY)
    lines = b"".join(msgspec.json.encode(one.values) + b"\n" for one in opened.content.items)
    return Answer(lines, 200, "application/jsonl", {"content-disposition": 'attachment; filename="inventory.jsonl"'})


ROUTES: Final[tuple[Route | Open, ...]] = (
    Open("GET", paths.INVENTORY, start),
    Open("POST", paths.INVENTORY_OPEN, enter),
    Open("POST", paths.INVENTORY_NEW, begin),
    Open("POST", paths.INVENTORY_CLOSE, close),
    Open("POST", paths.INVENTORY_ERASE, erase),
    Open("GET", paths.INVENTORY_ITEM_NEW, item_form),
    Open("POST", paths.INVENTORY_ITEM_NEW, keep),
    Open("GET", paths.INVENTORY_ITEM, item_form),
    Open("POST", paths.INVENTORY_ITEM, keep),
    Open("POST", paths.INVENTORY_REMOVE, remove),
    Open("GET", paths.INVENTORY_FILE, police_file),
)
