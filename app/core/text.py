"""Text as people type it: folded for search, cleaned for keeping, phones, initials, bin order."""

import re
import unicodedata
from functools import lru_cache

_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DIGITS = re.compile(r"(\d+)")
_KEY_DIGITS = 10
_PHONE = re.compile(r"[+\d\s()./-]+")
_FEWEST_DIGITS = 4
_HOME_SIGNS = {"44": "0", "86": "0", "886": "0", "81": "0", "49": "0", "33": "0", "61": "0"}
_HOME_SIGNS |= {"31": "0", "353": "0", "1": "", "852": "", "853": "", "65": "", "34": ""}
"""Calling code to what is dialled in front of a number within that country.

Source: ITU-T E.164, national numbering plans.
"""


def fold(text: str) -> str:
    """Give the form in which texts are compared: full width and case do not matter."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def clean(text: str) -> str:
    """Trim, collapse spaces and drop what cannot be seen: controls, marks, lone surrogates."""
    if text.isprintable():
        trimmed = " ".join(text.split())
    else:
        trimmed = " ".join(_UNSEEN.sub("", _CONTROL.sub(" ", text)).split())
    return trimmed if trimmed.isascii() else unicodedata.normalize("NFC", trimmed)


def clean_lines(text: str) -> str:
    """Clean a text of several lines, line by line; empty lines at both ends go."""
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


def has_cjk(text: str) -> bool:
    """Tell whether a text holds a Chinese character."""
    return not text.isascii() and _CJK.search(text) is not None


def initials_of(text: str) -> str:
    """Give the pinyin initials of the Chinese characters of a text; "" when there are none."""
    if not has_cjk(text):
        return ""
    from pypinyin import Style, lazy_pinyin

    letters = lazy_pinyin(
        _CJK.findall(text), style=Style.FIRST_LETTER, errors="ignore", strict=False
    )
    return "".join(letters).lower()


@lru_cache(maxsize=4096)
def phone_e164(typed: str, country: str) -> str | None:
    """Read a phone as typed in a country (ISO 3166); None when it cannot be one.

    Source: ITU-T E.164, numbering plans as kept by libphonenumber.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(fold(typed), country.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def home_phone(number: str) -> str:
    """Give a number (+44 …) as it is dialled in its own country; "" for an unknown country."""
    digits = number.lstrip("+")
    for code in (digits[:1], digits[:2], digits[:3]):
        if code in _HOME_SIGNS:
            return _HOME_SIGNS[code] + digits[len(code) :]
    return ""


def digits_of(text: str) -> str:
    """Keep the digits of a text only: a phone as people search for it."""
    return "".join(sign for sign in fold(text) if sign.isdecimal())


def phone_part(text: str) -> str:
    """Give the digits of a text that may be a part of a phone, as they stand in E.164.

    Signs, spaces and the nought in front of an area go; "" for anything else or for less than
    four digits.
    """
    digits = dialled(text).lstrip("+")
    short = digits.lstrip("0")
    found = short if len(short) >= _FEWEST_DIGITS else digits
    return found if len(found) >= _FEWEST_DIGITS else ""


def dialled(text: str) -> str:
    """Give a phone without the signs people write between its digits; "" for another text."""
    plain = fold(text).strip()
    if not _PHONE.fullmatch(plain):
        return ""
    return "+" * plain.startswith("+") + digits_of(plain.replace("(0)", ""))


def bin_sort_key(code: str) -> str:
    """Give a text that sorts bins as one walks them: A-2 before A-10."""
    parts = _DIGITS.split(fold(code))
    return "".join(
        part.zfill(_KEY_DIGITS) if index % 2 else part for index, part in enumerate(parts)
    )
