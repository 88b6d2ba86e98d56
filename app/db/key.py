"""The desk's key and the file that keeps it wrapped: by the owner's passphrase, by the system."""

import hmac
import json
import os
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from app.core.errors import BadValue
from app.core.messages import _
from app.core.plain import from_plain
from app.db import keyring_slot
from app.db.errors import (
    DeskExists,
    DeskMissing,
    KeyFileDamaged,
    WrongKey,
    WrongPassphrase,
    trouble_of,
)

KEY_BYTES = 32
FORMAT = 1
_NONCE_BYTES = 12
_SALT_BYTES = 16
_MEMORY_KIB = 64 * 1024
_ROUNDS = 3
_LANES = 4
_MOST_MEMORY_KIB = 1024 * 1024
_MOST_ROUNDS = 20
_PROCESS = secrets.token_hex(8)


@dataclass(frozen=True)
class Slot:
    """One way to unwrap the key: what wraps it, how, and the wrapped key itself (base64)."""

    slot_id: int
    kind: str
    nonce: str
    wrapped: str
    salt: str = ""
    memory_kib: int = 0
    rounds: int = 0
    lanes: int = 0
    account: str = ""
    backend: str = ""
    made_by: str = ""
    proven: bool = True


@dataclass(frozen=True)
class KeyFile:
    """The key file of one desk; changing it gives a new one, `save` puts it on the disk."""

    path: Path
    desk_id: str
    check: str
    slots: tuple[Slot, ...] = field(default=())

    @staticmethod
    def load(desk: Path) -> "KeyFile":
        """Read the key file beside a desk.

        Raises:
            DeskMissing: neither desk nor key file is there.
            KeyFileDamaged: it is missing beside its desk or does not match its checksum.
        """
        path = key_file_of(desk)
        if not path.exists() and not desk.exists():
            raise DeskMissing(str(desk))
        return _parse(path)

    @staticmethod
    def load_if_there(desk: Path) -> "KeyFile | None":
        """Read the key file beside a desk; None when it is missing or damaged: the sheet helps."""
        try:
            return _parse(key_file_of(desk))
        except KeyFileDamaged:
            return None

    def fits(self, key: bytes) -> bool:
        """Tell whether a key is this desk's, without opening the desk."""
        return hmac.compare_digest(self.check, check_value(key))

    def open_with_passphrase(self, passphrase: str) -> bytes:
        """Unwrap the key by the owner's passphrase; takes about 0.3 s on purpose.

        Raises:
            WrongPassphrase: no slot opens.
        """
        for slot in self.slots:
            if slot.kind == "passphrase":
                key = self._unwrap(slot, _stretched(passphrase, slot))
                if key is not None:
                    return key
        raise WrongPassphrase

    def open_with_keyring(self) -> tuple[bytes | None, str]:
        """Unwrap the key by the system's keyring; gives the key, or None and why not.

        No reason is given where the key was never put into any: there is nothing to mend.
        """
        reason = ""
        for slot in self.slots:
            if slot.kind != "os":
                continue
            answer = keyring_slot.fetch(slot.account)
            if answer.secret is None:
                reason = answer.reason
                continue
            key = self._unwrap(slot, answer.secret)
            if key is not None:
                self._prove(slot)
                return key, ""
            reason = _("the keyring holds the key of another desk")
        return None, reason

    def remember(self, key: bytes) -> "tuple[KeyFile, str]":
        """Add a keyring slot and save; gives the new file and, when it failed, the reason.

        Slots of other computers stay; a slot counts as proven once another process has read it.

        Raises:
            WrongKey: the key is not this desk's.
        """
        if not self.fits(key):
            raise WrongKey
        wrapping = secrets.token_bytes(KEY_BYTES)
        slot = Slot(
            slot_id=max((s.slot_id for s in self.slots), default=0) + 1,
            kind="os",
            nonce="",
            wrapped="",
            account=f"{self.desk_id}/{secrets.token_hex(4)}",
            made_by=_PROCESS,
            proven=False,
        )
        answer = keyring_slot.store(slot.account, wrapping)
        if answer.secret is None:
            return self, answer.reason
        sealed = self._wrap(replace(slot, backend=answer.backend), key, wrapping)
        changed = replace(self, slots=(*self.slots, sealed))
        changed.save()
        return changed, ""

    def with_passphrase(self, key: bytes, passphrase: str) -> "KeyFile":
        """Give a key file whose passphrase slot is replaced by one for `passphrase`; not saved.

        Raises:
            BadValue: the passphrase is empty.
            WrongKey: the key is not this desk's.
        """
        if not passphrase.strip():
            raise BadValue("passphrase", "", _("a passphrase is expected"))
        if not self.fits(key):
            raise WrongKey
        slot = Slot(
            slot_id=max((s.slot_id for s in self.slots), default=0) + 1,
            kind="passphrase",
            nonce="",
            wrapped="",
            salt=b64encode(secrets.token_bytes(_SALT_BYTES)).decode(),
            memory_kib=_MEMORY_KIB,
            rounds=_ROUNDS,
            lanes=_LANES,
        )
        sealed = self._wrap(slot, key, _stretched(passphrase, slot))
        others = tuple(s for s in self.slots if s.kind != "passphrase")
        return replace(self, slots=(*others, sealed))

    def save(self) -> None:
        """Write the file so that a crash leaves the old one or the new one, never half of it.

        Raises:
            NoSpace: the disk is full, write-protected or fails.
        """
        body = {
            "format": FORMAT,
            "desk_id": self.desk_id,
            "check": self.check,
            "slots": [asdict(slot) for slot in self.slots],
        }
        content = json.dumps({**body, "checksum": _checksum(body)}, indent=1)
        try:
            _write_durably(self.path, content)
        except OSError as broken:
            raise trouble_of(broken) or broken from broken

    def _prove(self, slot: Slot) -> None:
        """Note that a process other than the one that made a slot has read it."""
        if not slot.proven and slot.made_by != _PROCESS:
            kept = tuple(
                replace(s, proven=True) if s.slot_id == slot.slot_id else s for s in self.slots
            )
            replace(self, slots=kept).save()

    def _bound_to(self, slot: Slot) -> bytes:
        return f"{self.desk_id}|{slot.kind}|{slot.slot_id}|{FORMAT}".encode()

    def _wrap(self, slot: Slot, key: bytes, wrapping: bytes) -> Slot:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        wrapped = AESGCM(wrapping).encrypt(nonce, key, self._bound_to(slot))
        return replace(slot, nonce=b64encode(nonce).decode(), wrapped=b64encode(wrapped).decode())

    def _unwrap(self, slot: Slot, wrapping: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            key = AESGCM(wrapping).decrypt(
                b64decode(slot.nonce), b64decode(slot.wrapped), self._bound_to(slot)
            )
        except (InvalidTag, ValueError):
            return None
        return key if self.fits(key) else None


def key_file_of(desk: Path) -> Path:
    """Give the place of a desk's key file: beside it, same name, ending in `.keys`."""
    return desk.with_suffix(".keys")


def check_value(key: bytes) -> str:
    """Give eight bytes that tell a wrong key from a damaged file and betray nothing."""
    return hmac.digest(key, b"kcv", "sha256")[:8].hex()


def make_keys(desk: Path, desk_id: str, passphrase: str, *, in_keyring: bool) -> bytes:
    """Make a desk's key and its key file; nothing existing is ever overwritten.

    Raises:
        DeskExists: the desk or its key file is already there.
        BadValue: the passphrase is empty.
        NoSpace: the disk is full.
    """
    path = key_file_of(desk)
    for there in (desk, path):
        if there.exists():
            raise DeskExists(str(there))
    key = secrets.token_bytes(KEY_BYTES)
    made = KeyFile(path, desk_id, check_value(key)).with_passphrase(key, passphrase)
    made.save()
    if in_keyring:
        made.remember(key)
    return key


def _stretched(passphrase: str, slot: Slot) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    if slot.memory_kib > _MOST_MEMORY_KIB or slot.rounds > _MOST_ROUNDS:
        raise WrongPassphrase
    return hash_secret_raw(
        secret=unicodedata.normalize("NFKC", passphrase).encode(),
        salt=b64decode(slot.salt),
        time_cost=slot.rounds,
        memory_cost=slot.memory_kib,
        parallelism=slot.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _checksum(body: dict[str, object]) -> str:
    return sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _parse(path: Path) -> KeyFile:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        claimed = body.pop("checksum")
        if body["format"] != FORMAT or claimed != _checksum(body):
            raise KeyFileDamaged(str(path))
        slots = from_plain(tuple[Slot, ...], body["slots"])
        return KeyFile(path, body["desk_id"], body["check"], slots)  # type: ignore[arg-type]  # the hint says what comes
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as broken:
        raise KeyFileDamaged(str(path)) from broken


def _write_durably(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    if os.name != "nt":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
