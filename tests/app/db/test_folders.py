"""Folders in which a local desk must not lie."""

from pathlib import Path

import pytest

from app.db.errors import CloudFolder
from app.db.folders import network_mount, refuse_shared_folder

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/export /srv/shared\\040files nfs4 rw 0 0
//server/office /mnt/office cifs rw 0 0
/dev/vdb /mnt/office/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - Bell Street", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("坚果云", "Nutstore"),
    ],
)
def test_a_synchronised_folder_is_refused_by_name(
    tmp_path: Path, folder: str, service: str
) -> None:
    with pytest.raises(CloudFolder) as refused:
        refuse_shared_folder(tmp_path / folder / "shop" / "desk.tally")
    assert service in refused.value.message()


def _refusal(path: Path) -> str:
    """Give why a place is refused; nothing where it is taken."""
    try:
        refuse_shared_folder(path)
    except CloudFolder as refused:
        return refused.message()
    return ""


def test_a_folder_that_only_begins_alike_is_taken(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "Dropbox" / "desk.tally") != ""
    assert _refusal(tmp_path / "Dropboxes" / "desk.tally") == ""
    assert _refusal(tmp_path / "Dropbox.tally") == ""


def test_a_link_into_a_synchronised_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "shop").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(CloudFolder):
        refuse_shared_folder(tmp_path / "shop" / "desk.tally")


def test_network_drives_are_known_by_their_mount() -> None:
    assert network_mount(Path("/srv/shared files/desk.tally"), MOUNTS) == "nfs4"
    assert network_mount(Path("/mnt/office/desk.tally"), MOUNTS) == "cifs"
    assert network_mount(Path("/mnt/office/local/desk.tally"), MOUNTS) == ""
    assert network_mount(Path("/home/desk.tally"), MOUNTS) == ""
