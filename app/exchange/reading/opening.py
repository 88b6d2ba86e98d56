"""Opens whatever file it is given as one table."""

from dataclasses import dataclass

from app.exchange.progress import Watch, unwatched
from app.exchange.reading.delimited import Form, read_delimited
from app.exchange.reading.source import Source
from app.exchange.reading.table import Table
from app.exchange.reading.workbook import read_workbook, sheets_of


@dataclass(frozen=True)
class Opened:
    """A file as a table, with what was found out on the way.

    `form` is None for workbooks; `sheets` is empty for delimited files.
    """

    source: Source
    table: Table
    form: Form | None
    sheet: str
    sheets: tuple[str, ...]


def open_table(
    source: Source,
    *,
    form: Form | None = None,
    sheet: str | None = None,
    watch: Watch = unwatched,
) -> Opened:
    """Read a CSV, TSV or workbook; `form` or `sheet` override what was found.

    Raises:
        BadFile: the file cannot be read as a table.
        ImportCancelled: the watcher stopped it.
    """
    if source.is_workbook or source.is_old_workbook:
        table, name = read_workbook(source, sheet, watch)
        return Opened(source, table, None, name, sheets_of(source))
    table, found = read_delimited(source, form, watch)
    return Opened(source, table, found, "", ())
