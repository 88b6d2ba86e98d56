"""Every text a person reads passes through here, in the language chosen for this process."""

import gettext
from functools import lru_cache

from app import paths

LANGUAGES = ("en", "zh_CN", "zh_TW")
_DOMAIN = "tallydesk"
_state: dict[str, gettext.NullTranslations] = {"catalogue": gettext.NullTranslations()}
_chosen = {"language": "en"}


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        _DOMAIN, localedir=str(paths.resources() / "i18n"), languages=[language], fallback=True
    )


def set_language(language: str) -> None:
    """Choose the language of all later texts; an unknown one falls back to English."""
    known = language if language in LANGUAGES else "en"
    _chosen["language"] = known
    _state["catalogue"] = _catalogue(known)


def language() -> str:
    """Give the language in force: one of `LANGUAGES`."""
    return _chosen["language"]


def _(message: str) -> str:
    """Translate one text; put values in afterwards with `.format()`."""
    return _state["catalogue"].gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a text that depends on a count."""
    return _state["catalogue"].ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the usual name of gettext's marker
    """Mark a text for the catalogue and leave it as it is; translate it where it is shown."""
    return message
