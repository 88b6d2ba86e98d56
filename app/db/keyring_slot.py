"""The operating system's keyring as a convenience: it may be missing, locked or silent."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING

from app.core.messages import _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Tallydesk"
LIMIT_S = 5.0
_ALLOWED = {
    "keyring.backends.SecretService": "SecretService",
    "keyring.backends.libsecret": "libsecret",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.Windows": "Windows",
    "keyring.backends.macOS": "macOS",
}


@dataclass(frozen=True)
class KeyringAnswer:
    """What the keyring gave: a secret or a reason why there is none; `backend` says which."""

    secret: bytes | None
    reason: str = ""
    backend: str = ""


def fetch(account: str) -> KeyringAnswer:
    """Read a secret; every failure is a reason, never an exception."""

    def read() -> KeyringAnswer:
        backend, name = _backend()
        if backend is None:
            return _none()
        found = backend.get_password(SERVICE, account)
        if found is None:
            return KeyringAnswer(None, _("the system's keyring does not know this desk"), name)
        return KeyringAnswer(b64decode(found, validate=True), backend=name)

    return _limited(read)


def store(account: str, secret: bytes) -> KeyringAnswer:
    """Keep a secret and read it back; `secret` of the answer is None when that failed."""

    def write() -> KeyringAnswer:
        backend, name = _backend()
        if backend is None:
            return _none()
        backend.set_password(SERVICE, account, b64encode(secret).decode())
        if backend.get_password(SERVICE, account) != b64encode(secret).decode():
            return KeyringAnswer(None, _("the system's keyring did not keep the key"), name)
        return KeyringAnswer(secret, backend=name)

    return _limited(write)


def offered() -> bool:
    """Tell whether there is a keyring that is safe to use; waits for it at most `LIMIT_S`."""

    def look() -> KeyringAnswer:
        backend, name = _backend()
        return _none() if backend is None else KeyringAnswer(b"", backend=name)

    return _limited(look).secret is not None


def _none() -> KeyringAnswer:
    return KeyringAnswer(None, _("this computer offers no keyring that is safe to use"))


def _backend() -> "tuple[KeyringBackend | None, str]":
    """Find an allowed backend; one that stores plain text is never used."""
    import keyring

    chosen = keyring.get_keyring()
    for backend in (chosen, *getattr(chosen, "backends", ())):
        name = _ALLOWED.get(type(backend).__module__)
        if name is not None:
            return backend, name
    return None, ""


def _limited(work: Callable[[], KeyringAnswer]) -> KeyringAnswer:
    """Run on a thread of its own: a keyring that waits for a password must not hold us up."""
    answers: Queue[KeyringAnswer] = Queue()

    def guarded() -> None:
        try:
            answers.put(work())
        except Exception as broken:  # noqa: BLE001 - backends raise whatever their system raises
            said = _("the system's keyring is locked or failed ({kind})")
            answers.put(KeyringAnswer(None, said.format(kind=type(broken).__name__)))

    Thread(target=guarded, name="keyring", daemon=True).start()
    try:
        return answers.get(timeout=LIMIT_S)
    except Empty:
        return KeyringAnswer(None, _("the system's keyring did not answer in time"))
