"""The whole lab: one Keystone, several regions of Glance, and the file that says what they are."""

import fcntl
import json
import pathlib
import secrets
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import certificates
import clouds
import drift
import words
from client import Client
from glance import Glance
from installation import CURRENT, ROCKY, Installation
from keystone import Keystone
from service import free_port, is_free

REGIONS = ["RegionOne", "RegionTwo", "RegionThree", "RegionFour", "RegionFive", "RegionSix"]


def _parts(settings):
    return [settings["keystone"], *settings["regions"].values()]


class Lab:
    def __init__(self, folder, name):
        """`folder` holds the installed releases and any number of labs by name."""
        self.folder = pathlib.Path(folder).resolve() / name
        self.installation = Installation(pathlib.Path(folder).resolve() / "python")
        self._file = self.folder / "lab.json"
        self.settings = json.loads(self._file.read_text()) if self._file.exists() else None

    @contextmanager
    def alone(self):
        """Two commands on one lab at once would undo each other: the second waits."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.settings = json.loads(self._file.read_text()) if self._file.exists() else None
            yield self

    def save(self):
        draft = self._file.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(self.settings, indent=2) + "\n")
        draft.replace(self._file)

    # Parts

    @property
    def authority(self):
        return certificates.Files(self.folder / "tls") if self.settings["tls"] else None

    @property
    def client(self):
        return Client(self.authority and self.authority.authority)

    def url(self, part):
        return f"{'https' if self.settings['tls'] else 'http'}://127.0.0.1:{part['port']}"

    @property
    def keystone(self):
        return Keystone(self.folder / "keystone", self.installation, self.settings,
                        self.url(self.settings["keystone"]) + "/v3", self.authority)

    def glance(self, region):
        settings = self.settings["regions"][region]
        return Glance(region, self.folder / region, self.installation, settings, self.url(settings),
                      self.keystone.url, self.settings["passwords"]["glance"], self.authority)

    @property
    def glances(self):
        return [self.glance(region) for region in self.settings["regions"]]

    @property
    def services(self):
        return [self.keystone.service] + [glance.service for glance in self.glances]

    def part(self, name):
        """Keystone or the Glance of a region, by the name given to a command."""
        if self.settings is None:
            raise words.Trouble("there is no lab yet; `up` makes one")
        if name == "keystone":
            return self.keystone
        if name not in self.settings["regions"]:
            raise words.Trouble(f"no region {name!r}; the regions are {', '.join(self.settings['regions'])}")
        return self.glance(name)

    # Up and down

    def up(self, shape):
        """`shape` is what was asked for explicitly: regions, old, tls, token_ttl."""
        started = time.monotonic()
        new = self.settings is None or not self.settings.get("complete")
        if new:
            self.down()
            self._remove_content()
            self._invent(**{"regions": 3, "old": 1, "tls": False, "token_ttl": 3600, **shape})
        else:
            if shape:
                words.say("There is a lab already, and it stays as it is: `remove` it first to make another.")
            if not any(service.pid for service in self.services):
                self._choose_ports()
        self.installation.complete({glance.release for glance in self.glances} | {CURRENT})
        self.save()
        if new:
            if self.settings["tls"]:
                certificates.create(self.installation.program(CURRENT, "python"), self.authority)
            self._create_databases()
        self._start(self.services, new)
        clouds.write(self)
        words.say(f"The lab is up after {time.monotonic() - started:.1f} s. Its clouds.yaml: "
                  f"{self.folder / 'clouds.yaml'}")

    def _invent(self, regions, old, tls, token_ttl):
        names = REGIONS[:regions]
        self.settings = {
            "tls": tls, "token_ttl": token_ttl, "first_token_ttl": token_ttl, "keystone": {},
            "passwords": {user: secrets.token_urlsafe(18) for user in ("admin", "glance", "monitor")},
            "regions": {name: {"release": (ROCKY if index >= regions - old else CURRENT).name, "drift": []}
                        for index, name in enumerate(names)},
        }
        self._choose_ports()

    def _choose_ports(self):
        """A port stays what it was unless another program took it since. Other labs may be choosing, or be stopped now."""
        with open(self.folder.parent / "ports.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            taken = {part.get("port") for file in self.folder.parent.glob("*/lab.json") if file != self._file
                     for part in _parts(json.loads(file.read_text()))}
            for part in _parts(self.settings):
                if "port" not in part or part["port"] in taken or not is_free(part["port"]):
                    part["port"] = free_port(taken)
                taken.add(part["port"])
            self.save()

    def _create_databases(self):
        """Each is a chain of slow starts of Python, so they run side by side."""
        words.say("Creating the databases of Keystone and Glance.")
        first = {}
        for glance in self.glances:
            glance.configure()
            first.setdefault(glance.release, glance)
        self.keystone.configure()
        with ThreadPoolExecutor() as threads:
            jobs = [threads.submit(part.create_database) for part in [self.keystone, *first.values()]]
        for job in jobs:
            job.result()
        for glance in self.glances:
            if first[glance.release].folder != glance.folder:
                glance.copy_database(first[glance.release])

    def _start(self, services, new):
        client = self.client
        self.keystone.configure()
        for glance in self.glances:
            glance.configure()
        for service in services:
            service.start()
        self.keystone.service.wait(client)
        if new:
            self.keystone.fill(client)
            self.settings["complete"] = True
            self.save()
        self._publish(client)
        for service in services:
            service.wait(client)

    def _publish(self, client):
        self.keystone.publish(client, {glance.service.name: glance.url for glance in self.glances})
        for settings in self.settings["regions"].values():
            settings.pop("withdrawn", None)
        self.save()

    def down(self):
        for service in self.services if self.settings else []:
            if service.stop():
                words.say(f"Stopped {service.name}.")

    def remove(self):
        self.down()
        self._remove_content()

    def _remove_content(self):
        for entry in self.folder.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry)
            elif entry.name != "lock":
                entry.unlink()

    # Changes

    def restart(self, part):
        """Takes up changed settings, where the part runs."""
        part.configure()
        if part.service.stop():
            part.service.start()
            part.service.wait(self.client)

    def drift(self, region, kind):
        glance = self._region(region)
        if kind not in drift.KINDS:
            raise words.Trouble(f"no kind {kind!r}; `kinds` lists them")
        glance.settings["drift"].append(kind)
        glance = self.glance(region)
        self.installation.complete([glance.release])
        self.save()
        self.restart(glance)
        words.say(f"{region}: {drift.KINDS[kind].effect}.")

    def restore(self, region):
        self._region(region).settings["drift"].clear()
        self.save()
        self.restart(self.glance(region))
        words.say(f"{region} publishes what it did at first.")

    def reset(self):
        """As `up` left it: every server runs, nothing has drifted. Touches only what is not so."""
        client = self.client
        if self.settings["token_ttl"] != self.settings["first_token_ttl"]:
            self.limit_tokens(self.settings["first_token_ttl"])
        for region, settings in self.settings["regions"].items():
            if settings["drift"]:
                self.restore(region)
        for part in [self.keystone, *self.glances]:
            if not part.service.pid:
                part.configure()
                part.service.start()
        for service in self.services:
            service.wait(client)
        if any("withdrawn" in settings for settings in self.settings["regions"].values()):
            self._publish(client)
        if "revoked" in self.settings["application_credential"]:
            self.keystone.add_credential(client)
            self.save()
            clouds.write(self)

    def withdraw(self, region):
        self._region(region).settings["withdrawn"] = True
        self.save()
        self.keystone.withdraw(self.client, region)
        words.say(f"The catalog no longer names {region}; its server runs on.")

    def revoke_credential(self):
        self.part("keystone").revoke_credential(self.client)
        self.settings["application_credential"]["revoked"] = True
        self.save()
        words.say("The application credential is revoked.")

    def _region(self, name):
        part = self.part(name)
        if not isinstance(part, Glance):
            raise words.Trouble("a region is expected here, not Keystone")
        return part

    def limit_tokens(self, seconds):
        self.part("keystone")
        self.settings["token_ttl"] = seconds
        self.save()
        self.restart(self.keystone)
        words.say(f"New tokens last {seconds} s.")
