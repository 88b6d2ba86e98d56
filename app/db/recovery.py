"""The text of the recovery sheet: the desk's key itself, to print and to type back."""

from base64 import b32decode, b32encode
from hashlib import sha256

from app.core.errors import BadValue
from app.core.messages import _

_SUM_BYTES = 3
_KEY_BYTES = 32
_GROUP = 4
_LENGTH = 56
_MEANT = str.maketrans("018", "OIB")


def recovery_text(key: bytes) -> str:
    """Write a key as fourteen groups of four letters and digits, checksum included."""
    letters = b32encode(key + _sum(key)).decode()
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def key_of(typed: str) -> bytes:
    """Read a key as typed from the sheet; case, spaces, dashes, 0 for O and 1 for I do not matter.

    Raises:
        BadValue: it is too long, too short or mistyped.
    """
    letters = "".join(typed.split()).replace("-", "").upper().translate(_MEANT)
    if len(letters) != _LENGTH:
        raise BadValue(
            "recovery sheet",
            _shown(typed),
            _("{wanted} letters and digits are expected, {found} were typed").format(
                wanted=_LENGTH, found=len(letters)
            ),
        )
    try:
        content = b32decode(letters)
    except ValueError as broken:
        raise _mistyped(typed) from broken
    key, control = content[:_KEY_BYTES], content[_KEY_BYTES:]
    if control != _sum(key):
        raise _mistyped(typed)
    return key


def _sum(key: bytes) -> bytes:
    return sha256(b"tallydesk recovery sheet 1" + key).digest()[:_SUM_BYTES]


def _mistyped(typed: str) -> BadValue:
    return BadValue(
        "recovery sheet",
        _shown(typed),
        _("one of the letters or digits is not as on the sheet; compare group by group"),
    )


def _shown(typed: str) -> str:
    """Show the beginning only: the rest is the key and belongs in no message or log."""
    return typed.strip()[:_GROUP] + "…"
