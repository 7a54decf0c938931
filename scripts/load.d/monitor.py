"""Runs the built program against a fleet, and measures it: its own processor time, memory and time, nobody else's."""
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time

import sink as sinks


class Usage:
    def __init__(self, code, cpu, wall, peak, output, error):
        self.code, self.cpu, self.wall, self.peak, self.output, self.error = code, cpu, wall, peak, output, error

    @property
    def json(self):
        return json.loads(self.output)


class Monitor:
    """One configuration and one store in a folder of their own."""

    def __init__(self, program, folder, fleet, sink=None, **settings):
        self.program, self.folder, self.fleet, self.sink = str(program), pathlib.Path(folder), fleet, sink
        self.folder.mkdir(parents=True, exist_ok=True)
        self.store = self.folder / "store.db"
        self.configuration = self.folder / "driftmonitor.yaml"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "SINK_SECRET": sinks.SECRET}
        self.configure(**settings)

    def configure(self, interval="1h", confirm_after="2s", limits=None, extra=()):
        lines = [f"interval: {interval}", f"confirm_after: {confirm_after}", f"store: {self.store}", *extra]
        if limits:
            lines += ["limits:", *(f"  {key}: {value}" for key, value in limits.items())]
        lines += ["targets:", *self.fleet.configured()]
        lines += ["channels:"]
        if self.sink:
            lines.append(f"  - {{name: sink, type: webhook, url: '{self.sink.url}', secret: {{env: SINK_SECRET}}}}")
        else:
            lines.append("  - {name: log, type: log}")
        self.configuration.write_text("\n".join(lines) + "\n")

    def start(self, *arguments, output=subprocess.DEVNULL, error=subprocess.DEVNULL):
        return subprocess.Popen(
            [self.program, *map(str, arguments), "--config", str(self.configuration)], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=output, stderr=error)

    def measure(self, *arguments, timeout=600):
        """Runs the program to its end. Peak memory is watched while it runs: what wait4 tells of it would be the size of
        this process, had that been larger before the program began."""
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as error:
            begun = time.monotonic()
            process = self.start(*arguments, output=output, error=error)
            peak, deadline = 0, begun + timeout
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                peak = max(peak, memory(process.pid, "VmHWM"))
                if time.monotonic() > deadline:
                    process.kill()
                time.sleep(0.005)
            wall = time.monotonic() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0), error.seek(0)
            return Usage(process.returncode, usage.ru_utime + usage.ru_stime, wall, peak, output.read(), error.read())

    def check(self, *arguments, **options):
        return self.measure("check", *arguments, **options)

    def stats(self):
        return json.loads(self.ask("db", "stats", "--format", "json").stdout)

    def ask(self, *arguments):
        return subprocess.run(
            [self.program, *arguments, "--config", str(self.configuration)], env=self.environment, text=True,
            stdin=subprocess.DEVNULL, capture_output=True)

    def size(self):
        """Of the database with its log, when nobody has it open."""
        return sum(path.stat().st_size for path in self.folder.glob("store.db*") if path.suffix != ".lock")

    def rows(self, question, *values):
        connection = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        try:
            return connection.execute(question, values).fetchall()
        finally:
            connection.close()


def memory(pid, field):
    """Of /proc/PID/status, in bytes; 0 when the process is gone."""
    try:
        for line in open(f"/proc/{pid}/status"):
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def cpu(pid):
    """Processor time of a running process in seconds."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
