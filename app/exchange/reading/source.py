"""Where a file's bytes come from: a path or memory, packed or not, always with a limit."""

import gzip
import hashlib
import io
import zlib
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from app.core.messages import _
from app.exchange.errors import BadFile
from app.exchange.progress import Watch, step, unwatched

MOST_BYTES = 400_000_000
PIECE = 1 << 20

_GZIP = b"\x1f\x8b"
_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0"


class Source:
    """A file to import, by path or as bytes; can be opened as often as needed."""

    def __init__(self, name: str, content: bytes | Path) -> None:
        """Take the name to show and the content or its path."""
        self.name = name
        self._content = content

    @classmethod
    def at(cls, path: str | Path) -> "Source":
        """Name a file on disk.

        Raises:
            BadFile: there is no such file, or it cannot be read.
        """
        place = Path(path)
        try:
            with place.open("rb"):
                pass
        except OSError as trouble:
            raise BadFile(
                place.name, _("cannot be opened ({why})").format(why=trouble.strerror)
            ) from trouble
        return cls(place.name, place)

    def raw(self) -> BinaryIO:
        """Open the bytes as they lie on disk."""
        if isinstance(self._content, bytes):
            return io.BytesIO(self._content)
        return self._content.open("rb")

    def opened(self) -> BinaryIO:
        """Open the bytes, unpacked if the file is packed with gzip."""
        raw = self.raw()
        if self.head[:2] == _GZIP:
            packed = gzip.GzipFile(fileobj=raw)
            packed.myfileobj = cast("io.FileIO", raw)  # so that closing one closes both
            return cast("BinaryIO", packed)
        return raw

    @cached_property
    def head(self) -> bytes:
        """Give the first bytes as they lie on disk."""
        with self.raw() as stream:
            return stream.read(8)

    @cached_property
    def size(self) -> int:
        """Give the size on disk in bytes."""
        if isinstance(self._content, bytes):
            return len(self._content)
        return self._content.stat().st_size

    @cached_property
    def sha256(self) -> str:
        """Give the fingerprint of the file as it lies on disk."""
        digest = hashlib.sha256()
        with self.raw() as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
        return digest.hexdigest()

    @property
    def is_workbook(self) -> bool:
        """Tell whether it is a zip, as workbooks are (or claims so by its name)."""
        return self.head[:2] == _ZIP or self.name.lower().endswith((".xlsx", ".xlsm"))

    @property
    def is_old_workbook(self) -> bool:
        """Tell whether it is a workbook of the old kind, or one locked with a password."""
        return self.head[:4] == _OLE

    def content(self, watch: Watch = unwatched) -> bytes:
        """Read the unpacked content, up to the limit.

        Raises:
            BadFile: too large when unpacked, or the packing is damaged.
        """
        found = io.BytesIO()  # grows in place: pieces joined at the end would be there twice
        total = 0
        try:
            with self.opened() as stream:
                while piece := stream.read(PIECE):
                    total += len(piece)
                    if total > MOST_BYTES:
                        raise BadFile(self.name, _("is too large when unpacked"))
                    found.write(piece)
                    step(watch, "open", total, 0)
        except (EOFError, zlib.error, gzip.BadGzipFile) as damaged:
            raise BadFile(self.name, _("is damaged: it cannot be unpacked")) from damaged
        return found.getvalue()
