"""What can be wrong with a file or an import, as types that carry data."""

from typing_extensions import override

from app.core.errors import ExitCode, Refused, Trouble
from app.core.messages import _, ngettext


class BadFile(Refused):
    """The file as a whole cannot be read; nothing of it was taken."""

    def __init__(self, file_name: str, reason: str, row: int = 0) -> None:
        """Keep the file's name, the reason (translated) and the row if it is known."""
        super().__init__(file_name, reason, row)
        self.file_name = file_name
        self.reason = reason
        self.row = row

    @override
    def message(self) -> str:
        """Say what is wrong with the file, and where."""
        if self.row:
            return _("{file}, row {row}: {reason}").format(
                file=self.file_name, row=self.row, reason=self.reason
            )
        return _("{file}: {reason}").format(file=self.file_name, reason=self.reason)


class NotWritten(Trouble):
    """The disk refuses a file that was to be written."""

    exit_code = ExitCode.NO_SPACE

    def __init__(self, file_name: str, reason: str) -> None:
        """Keep the file's name and what the system says."""
        super().__init__(file_name, reason)
        self.file_name = file_name
        self.reason = reason

    @override
    def message(self) -> str:
        """Say what was not written, and what to do."""
        return _("{file} was not saved: {reason}. Choose another place or free some space.").format(
            file=self.file_name, reason=self.reason
        )


class ImportCancelled(Refused):
    """The person stopped the import; nothing was left behind."""

    @override
    def message(self) -> str:
        """Say that nothing was imported."""
        return _("The import was stopped. Nothing was imported.")


class AlreadyImported(Refused):
    """The same file was imported before and not revoked since."""

    def __init__(self, file_name: str, batch_id: int, when: str) -> None:
        """Keep the file, the earlier import and its time."""
        super().__init__(file_name, batch_id, when)
        self.file_name = file_name
        self.batch_id = batch_id
        self.when = when

    @override
    def message(self) -> str:
        """Say when it was imported."""
        return _("{file} was already imported on {when}. Nothing was added.").format(
            file=self.file_name, when=self.when
        )


class RowsRefused(Refused):
    """Some rows cannot be imported and the person has not agreed to leave them out."""

    def __init__(self, count: int, first: str) -> None:
        """Keep how many rows and the first one's sentence."""
        super().__init__(count, first)
        self.count = count
        self.first = first

    @override
    def message(self) -> str:
        """Say how many and name the first."""
        return ngettext(
            "{count} row cannot be imported: {first} Nothing was imported; "
            "mend it or leave it out.",
            "{count} rows cannot be imported. The first: {first} Nothing was imported; "
            "mend them or leave them out.",
            self.count,
        ).format(count=self.count, first=self.first)


class Undecided(Refused):
    """A finding asks and the person has not answered."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        """Keep the names of the findings."""
        super().__init__(findings)
        self.findings = findings

    @override
    def message(self) -> str:
        """Name the open questions."""
        return _("Decide first what to do about: {findings}.").format(
            findings=", ".join(self.findings)
        )


class StockLacking(Refused):
    """History takes more than lies there, and nothing is to be opened."""

    def __init__(self, item_code: str, units: int, count: int) -> None:
        """Keep the first item, what it lacks, and how many items lack something."""
        super().__init__(item_code, units, count)
        self.item_code = item_code
        self.units = units
        self.count = count

    @override
    def message(self) -> str:
        """Name the first item and what to do."""
        return _(
            "{item} would fall {units} below zero ({count} items in all). Open the stock that "
            "history needs, or import opening stock first."
        ).format(item=self.item_code, units=self.units, count=self.count)


class MissingColumn(Refused):
    """A column that the import cannot do without is not mapped."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        """Keep the titles of the fields (translated)."""
        super().__init__(fields)
        self.fields = fields

    @override
    def message(self) -> str:
        """Name the fields."""
        return _("Say which column holds: {fields}.").format(fields=", ".join(self.fields))


class NotRevocable(Refused):
    """An import can no longer be taken back as a whole."""

    def __init__(self, reason: str) -> None:
        """Keep the reason (translated)."""
        super().__init__(reason)
        self.reason = reason

    @override
    def message(self) -> str:
        """Say why not."""
        return _("This import cannot be taken back: {reason}").format(reason=self.reason)
