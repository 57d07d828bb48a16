"""Finds or installs a Chromium for the browser tests, and prints its path. Running it again costs nothing."""

import glob
import os
import shutil
import subprocess
import sys

NAMES = (  # the first draws the same pages in half the time, without the parts around a window
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
FONTS = ("fonts-dejavu-core", "fonts-noto-core")
PLAYWRIGHTS_OWN = "~/.cache/ms-playwright/chromium*/chrome-linux*/*chrome*"


def find():
    for path in (os.environ.get("DESK_CHROMIUM"), *map(shutil.which, NAMES)):
        if path and os.path.exists(path):
            return path
    hits = sorted(glob.glob(os.path.expanduser(PLAYWRIGHTS_OWN)))
    return next((hit for hit in hits if os.path.isfile(hit) and os.access(hit, os.X_OK)), None)


def install():
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(
            [*apt, "update", "-qq"], env=environment, stdout=sys.stderr, check=False, timeout=900
        )
        for browser in NAMES[:2]:
            wanted = [*apt, "install", "-y", "-qq", "--no-install-recommends", browser, *FONTS]
            subprocess.run(wanted, env=environment, stdout=sys.stderr, check=False, timeout=900)
            if find():
                break
    if not find():
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            stdout=sys.stderr,
            check=False,
            timeout=900,
        )


if __name__ == "__main__":
    if not find():
        install()
    path = find() or sys.exit("No Chromium. Install it, or set DESK_CHROMIUM to its path.")
    sys.stdout.write(f"{path}\n")
