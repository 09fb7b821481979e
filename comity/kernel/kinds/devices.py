"""What devices and things are known by.

Source: 3GPP TS 23.003, 6.2 and annex B (IMEI: 8 digits of the type, 6 of the device, a Luhn digit; IMEISV: the version of the software in
place of the digit). The digit is never sent over the air: networks report it as 0.
"""

from __future__ import annotations

from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.confusable import fold_confusable
from comity.kernel.kinds.digits import digits, luhn_digit
from comity.kernel.kinds.numbers import cleaner
from comity.kernel.kinds.rows import Message, line_kind

_IMEI: Final = "15 digits; 14 without the check digit; or the 16 of an IMEISV."
_SERIAL: Final = "2 to 40 letters and digits; spaces, hyphens, dots and slashes are ignored."
DEVICE: Final = 14  # digits that name the device


def clean_imei(typed: str) -> str:
    """15 digits: with the check digit where it was left out, without the version of an IMEISV.

    Raises: BadValue `not_digits`, `bad_length`, `placeholder`, and those of `identifier`.
    """
    value = digits(typed, (DEVICE, 15, 16), _IMEI)
    device = value[:DEVICE]
    if not device.strip("0"):
        raise BadValue("placeholder", "A number of zeros stands for a number that is not known.", _IMEI)
    return value if len(value) == 15 else device + luhn_digit(device)


def _odd_imei(value: str) -> tuple[Message, ...]:
    expected = luhn_digit(value[:DEVICE])
    if value[-1] in (expected, "0"):
        return ()
    values = {"found": value[-1], "expected": expected}
    return (("The check digit of the IMEI is {found} and should be {expected}: look at the number again.", values),)


def _format_imei(value: str) -> str:
    return f"{value[:2]}-{value[2:8]}-{value[8:14]}-{value[14]}"


IMEI = line_kind(
    "imei",
    clean_imei,
    hint="15 digits: dial *#06#, or see the box",
    accepted=_IMEI,
    personal=True,
    examples=("490154203237518", "35-209900-176148-1"),
    longest=15,
    spell=_format_imei,
    fold=lambda value: value[:DEVICE],
    check=_odd_imei,
)
SERIAL = line_kind(
    "serial",
    cleaner(2, 40, _SERIAL),
    hint="As stamped or printed",
    accepted=_SERIAL,
    personal=False,
    examples=("BXR 412", "A-1234567"),
    longest=40,
    fold=fold_confusable,
)
