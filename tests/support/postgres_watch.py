"""Keep one test server alive exactly as long as the test run that asked for it."""

import os
import shutil
import signal
import subprocess
import sys
import threading


def main(watched: int, user: int, folder: str, command: list[str]) -> int:
    """Run the server; stop it when told to or when `watched` is gone, and clear its folder."""
    drop = user if user >= 0 else None
    group = user_group(user) if user >= 0 else None
    others: list[int] | None = [] if user >= 0 else None
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    server = subprocess.Popen(command, user=drop, group=group, extra_groups=others)
    while server.poll() is None and alive(watched) and not told.wait(0.5):
        pass
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
    ended = server.wait()
    shutil.rmtree(folder, ignore_errors=True)
    return ended


def alive(process: int) -> bool:
    """Tell whether a process still exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def user_group(user: int) -> int:
    """Give the first group of a user id."""
    import pwd

    return pwd.getpwuid(user).pw_gid


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]))
