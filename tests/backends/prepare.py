"""Install the servers that Python packages do not carry: `python -m` this module.

Only as root on a Debian.  Anywhere else a missing one is reported as not run.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from tests.backends import NotRun, chromium, redis

PACKAGES: dict[str, Callable[[], str]] = {
    "chromium": chromium.find_program,
    "libatomic1": chromium.find_driver,  # which the driver is linked with
    "redis-server": redis.find_program,
}


def main() -> None:
    """Install what is missing, when that is possible here."""
    missing = [name for name, find in PACKAGES.items() if _is_missing(find)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stdout.write(f"Installing for the tests: {' '.join(missing)}\n")
        sys.stdout.flush()
        _install(missing)


def _is_missing(find: Callable[[], str]) -> bool:
    try:
        find()
    except NotRun:
        return True
    return False


def _install(packages: list[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "--quiet", "--quiet"]
    install = [*quiet, "install", "--yes", "--no-install-recommends", *packages]
    for command in ([*quiet, "update"], install):
        # Not checked: the run's table says what is missing all the same.
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
