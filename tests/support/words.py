"""Words of the screens: extracted, merged into the catalogues and compiled, in one command.

`python -m tests.support.words update` after texts were added; `missing` lists what is untranslated.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.core.messages import LANGUAGES
from tests.shape.source import ROOT

FOLDER = ROOT / "resources" / "i18n"
TEMPLATE = FOLDER / "tallydesk.pot"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
# One date for every run, so that a run that finds nothing new changes nothing.
_MADE = datetime(2026, 11, 22, tzinfo=UTC)


def extract() -> Catalog:
    """Read every text out of `app` and `ui`, each with the files it stands in."""
    found = Catalog(project="Tallydesk", creation_date=_MADE, charset="utf-8", fuzzy=False)
    for room in ("app", "ui"):
        for name, _line, message, comments, context in extract_from_dir(
            ROOT / room, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            place = (f"{room}/{Path(name).as_posix()}", 0)
            found.add(message, None, [place], auto_comments=comments, context=context)
    return found


def catalogue_path(language: str) -> Path:
    """Give the file a translator edits."""
    return FOLDER / language / "LC_MESSAGES" / "tallydesk.po"


def read(path: Path, language: str | None = None) -> Catalog:
    """Read a catalogue or the template."""
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8", abort_invalid=True)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Give every message but the head."""
    return (message for message in catalogue if message.id)


def compiled(catalogue: Catalog) -> bytes:
    """Give the bytes the program reads."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """List the texts that have no translation yet."""
    texts = ((message.id, message.string) for message in messages(catalogue))
    return [
        name if isinstance(name, str) else name[0]
        for name, said in texts
        if not (all(said) if isinstance(said, (tuple, list)) else said)
    ]


def update() -> None:
    """Extract, merge into each catalogue what is new, drop what is gone, and compile."""
    template = extract()
    _write(TEMPLATE, template)
    for language in TRANSLATED:
        path = catalogue_path(language)
        known = read(path, language) if path.exists() else Catalog(locale=language)
        known.update(template, no_fuzzy_matching=True, update_creation_date=True)
        known.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, known)
        path.with_suffix(".mo").write_bytes(compiled(read(path, language)))


def _write(path: Path, catalogue: Catalog) -> None:
    """Write it the same way every time, with a head that names no person."""
    catalogue.project, catalogue.version, catalogue.fuzzy = "Tallydesk", "1", False
    catalogue.header_comment = "# Words of Tallydesk. Licence: MIT, as the program."
    catalogue.msgid_bugs_address = "the project's issues"
    catalogue.last_translator = catalogue.language_team = "Tallydesk"
    catalogue.revision_date = _MADE
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)


def main(words: list[str]) -> int:
    """Do what the one word says; gives the exit code."""
    if words not in (["update"], ["missing"]):
        sys.stderr.write("python -m tests.support.words update|missing\n")
        return 2
    if words == ["update"]:
        update()
    for language in TRANSLATED:
        catalogue = read(catalogue_path(language), language)
        left = missing(catalogue)
        if words == ["missing"]:
            sys.stdout.writelines(f"{language}: {text!r}\n" for text in left)
        sys.stdout.write(f"{language}: {len(catalogue) - len(left)} of {len(catalogue)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
