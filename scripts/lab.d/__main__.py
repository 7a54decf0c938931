"""The commands of scripts/lab."""

import argparse
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True

import clouds  # noqa: E402
import drift  # noqa: E402
import words  # noqa: E402
from lab import REGIONS, Lab  # noqa: E402

ABOUT = "A real Keystone and several regions of a real Glance on loopback, from pinned PyPI packages."
ROOT = pathlib.Path(__file__).resolve().parents[2]


def up(lab, options):
    asked = {name: getattr(options, name) for name in ("regions", "old", "tls", "token_ttl")}
    lab.up({name: value for name, value in asked.items() if value is not None})


def status(lab, options):
    if lab.settings is None:
        words.say("There is no lab; `up` makes one.")
        return 1
    client, down = lab.client, 0
    for service in lab.services:
        answers = client.status(service.url) is not None if service.pid else False
        down += not answers
        part = lab.settings["regions"].get(service.name)
        note = f"Glance {lab.glance(service.name).release.version}" if part else "Keystone"
        changed = f", drifted: {', '.join(part['drift'])}" if part and part["drift"] else ""
        words.say(f"{service.name:12} {'up' if answers else 'down':5} {service.url:32} {note}{changed}")
    return 1 if down else 0


def env(lab, options):
    lab.part("keystone")
    for name, value in clouds.variables(lab):
        words.say(f"export {name}={shlex.quote(str(value))}")


def kinds(lab, options):
    for name, kind in drift.KINDS.items():
        words.say(f"{name:21} {kind.effect}")


def start(lab, options):
    part = lab.part(options.part)
    part.configure()
    part.service.start()
    part.service.wait(lab.client)
    words.say(f"{part.service.name} is up.")


def stop(lab, options):
    part = lab.part(options.part)
    words.say(f"{part.service.name} is stopped." if part.service.stop() else f"{part.service.name} was not running.")


def reset(lab, options):
    lab.part("keystone")
    lab.reset()
    words.say("Every server is up, and publishes what it did at first.")


def revoke(lab, options):
    lab.part("keystone").revoke(lab.client)
    time.sleep(1.1)  # Keystone counts in seconds: what it gives within this one is revoked, too
    words.say("Every token of the monitor's user is revoked.")


def number(lowest, highest):
    def parse(text):
        if not text.isdecimal() or not lowest <= int(text) <= highest:
            raise argparse.ArgumentTypeError(f"a number from {lowest} to {highest} is expected, not {text!r}")
        return int(text)
    return parse


def name(text):
    if not re.fullmatch("[a-z0-9-]+", text) or text == "python":  # the installation's folder
        raise argparse.ArgumentTypeError(f"small letters, digits and '-' make a lab's name, not {text!r}")
    return text


def parser():
    result = argparse.ArgumentParser(prog="scripts/lab", description=ABOUT)
    result.add_argument("--name", type=name, default="default", help="one of several labs that share their installation")
    commands = result.add_subparsers(metavar="COMMAND", required=True)

    def command(name, run, about, changes=True):
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run, changes=changes)
        return added

    making = command("up", up, "install what is missing, make the lab if there is none, and start it")
    making.add_argument("--regions", type=number(1, len(REGIONS)), help="how many (default 3)")
    making.add_argument("--old", type=number(0, len(REGIONS)),
                        help="how many of them, the last ones, run the old release of Glance (default 1)")
    making.add_argument("--tls", action="store_true", default=None, help="HTTPS by an authority of the lab's own")
    making.add_argument("--token-ttl", type=number(1, 86400), metavar="SECONDS",
                        help="how long tokens last (default 3600)")
    command("down", lambda lab, options: lab.down(), "stop what `up` started; the content stays")
    command("remove", lambda lab, options: lab.remove(), "stop it and delete its content; the installation stays")
    command("status", status, "what runs where; 1 when something does not", changes=False)
    command("env", env, "print a client's settings, for a shell to evaluate", changes=False)
    command("kinds", kinds, "list the kinds of drift", changes=False)
    drifting = command("drift", lambda lab, options: lab.drift(options.region, options.kind),
                       "change what a region publishes")
    drifting.add_argument("region")
    drifting.add_argument("kind", nargs="?", default="property-added", help="default: property-added")
    command("restore", lambda lab, options: lab.restore(options.region),
            "let a region publish again what it did at first").add_argument("region")
    for verb, run, about in (("start", start, "start one server"), ("stop", stop, "stop one server")):
        command(verb, run, about).add_argument("part", help="a region, or keystone")
    command("token-ttl", lambda lab, options: lab.limit_tokens(options.seconds),
            "how long new tokens last").add_argument("seconds", type=number(1, 86400))
    command("reset", reset, "start what is stopped and take back every drift, token-ttl, withdrawal and revoked credential")
    command("revoke", revoke, "take back every token of the monitor's user")
    command("revoke-credential", lambda lab, options: lab.revoke_credential(),
            "delete the application credential; `reset` makes another")
    command("withdraw", lambda lab, options: lab.withdraw(options.region),
            "take a region out of the catalog; `reset` puts it back").add_argument("region")
    return result


def main():
    # Whoever starts this may have signals blocked; servers started here would inherit that and never hear a SIGTERM.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    options = parser().parse_args()
    lab = Lab(os.environ.get("DRIFTMONITOR_LAB") or ROOT / ".build" / "lab", options.name)
    try:
        if not options.changes:
            return options.run(lab, options) or 0
        with lab.alone():
            return options.run(lab, options) or 0
    except (words.Trouble, OSError, subprocess.SubprocessError) as trouble:
        print(f"scripts/lab: {trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("scripts/lab: interrupted; `down` stops what runs, `up` goes on", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
