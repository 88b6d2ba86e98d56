"""Where the demo desk lies and how it opens without a passphrase."""

from pathlib import Path
from uuid import uuid4

from app.bootstrap import create_desk, open_desk
from app.core.clock import Clock
from app.core.settings import ShopSettings
from app.db.key import key_file_of
from app.desk import Desk
from app.glance import open_file_of

DEMO_NAME = "demo.tally"
OWNER = "Olive Bell"
SETTINGS = ShopSettings(
    shop_name="Bell Street Brass",
    shop_address="14 Bell Street\nBirmingham B1 3QP",
    currency="GBP",
    country="GB",
    zone="Europe/London",
    freight_charge=695,
    freight_free_from=25_000,
    freight_tax=2000,
)
_PASSPHRASE = "demo"  # noqa: S105 - a demo desk has no secrets
_PARTS = ("", "-wal", "-shm")


def open_demo(profile: Path, clock: Clock) -> Desk:
    """Open the demo desk of a profile, made first when there is none; the owner is signed in.

    Its key lies in a plain file beside it (`demo.tally.open`): the desk is encrypted like every
    other, but anybody who has the folder can open it, because it holds made-up data only.

    Raises:
        Trouble: the disk does not take it.
    """
    path = profile / DEMO_NAME
    recovery = demo_recovery(path)
    if path.exists() and recovery is not None:
        return open_desk(path, recovery=recovery, clock=clock)
    profile.mkdir(parents=True, exist_ok=True)
    _make(path, clock)
    return open_desk(path, recovery=demo_recovery(path), clock=clock)


def demo_recovery(path: Path) -> str | None:
    """Give the recovery text kept beside a demo desk; None for every other desk."""
    kept = open_file_of(path)
    return kept.read_text(encoding="ascii") if kept.exists() else None


def _make(path: Path, clock: Clock) -> None:
    """Make the desk under another name first: a start that is killed leaves no half demo."""
    from app.demo.shop import make_demo

    half = path.with_name(f"making-{uuid4().hex}.tally")
    desk, recovery = create_desk(half, _PASSPHRASE, SETTINGS, OWNER, kind="demo", clock=clock)
    try:
        try:
            make_demo(desk, clock)
        finally:
            desk.close()
        open_file_of(path).write_text(recovery, encoding="ascii")
        key_file_of(half).replace(key_file_of(path))
        half.replace(path)
    finally:
        for end in _PARTS:
            Path(f"{half}{end}").unlink(missing_ok=True)
        key_file_of(half).unlink(missing_ok=True)
