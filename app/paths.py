"""Where resources, migrations and a person's own data lie, from source and in a frozen build."""

import os
import sys
from pathlib import Path

import platformdirs

_LAST_DESK = "last-desk"


def base() -> Path:
    """Give the folder that holds `resources` and `migrations`."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resources() -> Path:
    """Give the folder of icons, fonts, style and catalogues."""
    return base() / "resources"


def migrations() -> Path:
    """Give the folder of the database's steps."""
    return base() / "migrations"


def profile(chosen: str | None = None) -> Path:
    """Give the folder of this person's settings, drafts and desks; `chosen` is `--profile`."""
    named = chosen or os.environ.get("TALLYDESK_PROFILE")
    return Path(named) if named else Path(platformdirs.user_data_dir("Tallydesk", appauthor=False))


def cache() -> Path:
    """Give this person's folder of what can be made again; no other person can write into it."""
    return Path(platformdirs.user_cache_dir("Tallydesk", appauthor=False))


def last_desk(folder: Path) -> str:
    """Give the desk that was opened last from this profile, its file or address; "" when none."""
    try:
        return (folder / _LAST_DESK).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def keep_last_desk(folder: Path, place: str) -> None:
    """Note which desk was opened last, for the next window and for commands without `--desk`."""
    kept = folder / _LAST_DESK
    if last_desk(folder) != place:
        kept.touch(mode=0o600)
        kept.write_text(f"{place}\n", encoding="utf-8")
