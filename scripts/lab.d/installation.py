"""The two installed releases: a virtual environment each, from PyPI, at the versions that pins/ names."""

import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import words

HERE = pathlib.Path(__file__).resolve().parent


@dataclass(frozen=True)
class Release:
    """One release of Glance; `current` holds the lab's Keystone too."""

    name: str
    version: str
    adapter: str | None = None

    @property
    def pins(self):
        return (HERE / "pins" / f"{self.name}.txt").read_text()


CURRENT = Release("current", "33.0.0")
ROCKY = Release("rocky", "17.0.1", adapter="rocky_on_new_python")
RELEASES = {release.name: release for release in (CURRENT, ROCKY)}


class Installation:
    """Where the environments are. Several labs under one folder share them."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def environment(self, release):
        return self.folder / f"{release.name}-{release.version}"

    def program(self, release, name):
        return self.environment(release) / "bin" / name

    def shipped(self, release, name):
        """A configuration file that the release brings along."""
        return self.environment(release) / "etc" / "glance" / name

    def complete(self, releases):
        """Installs what is missing, the releases side by side; returns when all can be used."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # another lab may be installing the same
            missing = [release for release in releases if not self._is_complete(release)]
            if not missing:
                return
            for release in missing:
                count = len(release.pins.split())
                words.say(f"Installing {count} Python packages for Glance {release.version} into "
                          f"{self.environment(release)}.")
            started = time.monotonic()
            failures = []
            threads = [threading.Thread(target=self._install, args=(release, failures)) for release in missing]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            if failures:
                raise words.Trouble("\n".join(failures))
            words.say(f"Installed in {time.monotonic() - started:.0f} s.")

    def _recipe(self, release):
        adapter = (HERE / f"{release.adapter}.py").read_text() if release.adapter else ""
        return release.pins + adapter

    def _is_complete(self, release):
        mark = self.environment(release) / "complete"
        return mark.exists() and mark.read_text() == self._recipe(release)

    def _install(self, release, failures):
        environment = self.environment(release)
        log = self.folder / f"{release.name}-install.log"
        shutil.rmtree(environment, ignore_errors=True)
        pip = [environment / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet",
               "--no-deps", "--no-compile", "--requirement", HERE / "pins" / f"{release.name}.txt"]
        with open(log, "wb") as output:
            for command in ([sys.executable, "-m", "venv", environment], pip):
                if subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL).returncode:
                    failures.append(f"installing Glance {release.version} failed:\n{words.tail(log, 4)}\n"
                                    f"  All of it: {log}. Check the network or pip's settings, then run it again.")
                    return
        if release.adapter:
            self._add_adapter(release)
        (environment / "complete").write_text(self._recipe(release))

    def _add_adapter(self, release):
        """A .pth line runs at each start of this environment's Python, before anything of Glance is imported."""
        packages = next(self.environment(release).glob("lib/python3*/site-packages"))
        shutil.copy(HERE / f"{release.adapter}.py", packages)
        (packages / f"{release.adapter}.pth").write_text(f"import {release.adapter}\n")

    def run(self, release, command, *arguments, log):
        """One of the release's own administration commands."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": os.environ.get("HOME", "/"),
                       "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "ignore"}
        with open(log, "ab") as output:
            code = subprocess.run([self.program(release, command), *arguments], stdout=output, stderr=output,
                                  stdin=subprocess.DEVNULL, env=environment).returncode
        if code:
            raise words.Trouble(f"{command} {' '.join(map(str, arguments))} ended with {code}:\n{words.tail(log, 4)}\n"
                                f"  All of it: {log}")
