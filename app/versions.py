"""Versions of the program and of what it stands on."""

import platform
from importlib.metadata import PackageNotFoundError, version

from sqlcipher3 import dbapi2

import app


def versions() -> tuple[tuple[str, str], ...]:
    """Give names and versions: program, cipher, its provider, database, Qt and Python."""
    connection = dbapi2.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
        connection.execute("PRAGMA key = 'any'")  # names no provider before it has a key
        provider = connection.execute("PRAGMA cipher_provider_version").fetchone()
    finally:
        connection.close()
    return (
        ("Tallydesk", app.__version__),
        ("SQLCipher", cipher[0] if cipher else "?"),
        ("SQLite", dbapi2.sqlite_version),
        ("Cipher provider", provider[0] if provider else "?"),
        ("Qt", _qt()),
        ("Python", platform.python_version()),
    )


def _qt() -> str:
    try:
        return version("PySide6_Essentials")
    except PackageNotFoundError:
        return "?"
