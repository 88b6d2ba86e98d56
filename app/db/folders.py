"""Tells folders a local desk must not lie in: network drives and synchronised folders."""

import os
from pathlib import Path

from app.db.errors import CloudFolder

_MOUNTS = Path("/proc/mounts")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs", "davfs"}
    | {"fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse"}
)
_SERVICES = (
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud drive", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("mobile documents", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("syncthing", "Syncthing"),
    ("坚果云", "Nutstore"),
    ("nutstore", "Nutstore"),
)


def refuse_shared_folder(path: Path) -> None:
    """Refuse a place whose locks and writes cannot be relied on.

    Raises:
        CloudFolder: the path is on a network drive or in a folder kept by a sync service.
    """
    real = Path(os.path.realpath(path))
    reason = _service_of(real) or _service_of(path.absolute()) or _network_of(real)
    if reason:
        raise CloudFolder(str(path), reason)


def _service_of(path: Path) -> str:
    for folder in path.parts[:-1]:
        low = folder.casefold()
        for start, name in _SERVICES:
            rest = low.removeprefix(start)
            if rest != low and (not rest or not rest[0].isalnum()):
                return name
    return ""


def _network_of(path: Path) -> str:
    if str(path).startswith(("\\\\", "//")):
        return "network share"
    if not _MOUNTS.exists():
        return ""
    return network_mount(path, _MOUNTS.read_text(encoding="utf-8", errors="replace"))


def network_mount(path: Path, mounts: str) -> str:
    """Give the file system of the mount a path lies on if that is a network's, else "".

    What the whole computer runs from is taken for its own disk, as in a container.
    """
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        _device, folder, system, *_rest = [*line.split(" "), "", "", ""]
        point = Path(folder.encode().decode("unicode_escape"))
        if path.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), system
    return kind if kind in _NETWORK and deepest > 1 else ""
