"""One function per command of the exchange room."""

from app.exchange.handlers.importing import import_file, watched
from app.exchange.handlers.revoking import revoke_import

__all__ = ["import_file", "revoke_import", "watched"]
