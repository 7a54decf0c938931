"""One server of the lab: a gunicorn with its own folder, port, logs, and a note of which process it is."""

import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import time

import words

# Below the ports that the system hands out for outgoing connections, so that a stopped server's port stays free.
PORTS = range(20000, 32000)


def free_port(taken):
    for port in random.sample(PORTS, 500):
        if port not in taken and is_free(port):
            return port
    raise words.Trouble(f"no free port on 127.0.0.1 among 500 tried from {PORTS.start} to {PORTS.stop}")


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


class Service:
    def __init__(self, name, folder, program, application, url, port, environment, certificate=None):
        """`program` is the release's gunicorn, `application` what it serves: `module:function()`."""
        self.name = name
        self.folder = pathlib.Path(folder)
        self.program = program
        self.application = application
        self.url = url
        self.port = port
        self.environment = environment
        self.certificate = certificate
        self.log = self.folder / "server.log"
        self.access_log = self.folder / "access.log"

    # Which process

    @property
    def _note(self):
        return self.folder / "process.json"

    @property
    def pid(self):
        """The server's process, or None. A number that the system gave to another process since is not ours."""
        try:
            note = json.loads(self._note.read_text())
        except (OSError, ValueError):
            return None
        return note["pid"] if _birth(note["pid"]) == note["birth"] else None

    # Life

    def start(self):
        """Starts the server and returns at once; `wait` tells when it answers."""
        if self.pid:
            return
        # A server that was just stopped may hold its port a moment longer than its process lives.
        if not _holds(lambda: is_free(self.port), within=5):
            raise words.Trouble(f"port {self.port} of {self.name} is taken by another program. "
                                f"`down` and `up` choose free ports again.")
        self._write_settings()
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment.update({"LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "ignore"}, **self.environment)
        with open(self.log, "ab") as output:
            process = subprocess.Popen([self.program], stdout=output, stderr=output, stdin=subprocess.DEVNULL,
                                       cwd=self.folder, env=environment, start_new_session=True)
        self._note.write_text(json.dumps({"pid": process.pid, "birth": _birth(process.pid)}))

    def _write_settings(self):
        """gunicorn reads `gunicorn.conf.py` where it starts, so its command line stays empty: Keystone and Glance
        would take arguments on it for their own."""
        settings = {
            "wsgi_app": self.application,
            "bind": f"127.0.0.1:{self.port}",
            "workers": 1, "threads": 4, "worker_class": "gthread",
            "timeout": 60, "graceful_timeout": 2,
            "control_socket_disable": True,
            "accesslog": str(self.access_log),
        }
        if self.certificate:
            settings.update(certfile=str(self.certificate), keyfile=str(self.certificate.with_suffix(".key")))
        lines = (f"{name} = {value!r}\n" for name, value in settings.items())
        (self.folder / "gunicorn.conf.py").write_text("".join(lines))

    def wait(self, client, seconds=120):
        """Returns when the server answers a request."""
        end = time.monotonic() + seconds
        while client.status(self.url) is None:
            if not self.pid:
                raise words.Trouble(f"{self.name} ended while starting:\n{words.tail(self.log, 6)}\n"
                                    f"  All of it: {self.log}")
            if time.monotonic() > end:
                raise words.Trouble(f"{self.name} did not answer within {seconds} s; see {self.log}")
            time.sleep(0.1)

    def stop(self):
        """Ends the server if this lab started it; returns whether there was one."""
        pid = self.pid
        if pid:
            # The server was started in a session of its own: the group is its workers and nothing else.
            os.kill(pid, signal.SIGTERM)
            if not _holds(lambda: not self.pid, within=8):
                os.killpg(pid, signal.SIGKILL)
                _holds(lambda: not self.pid, within=2)
        self._note.unlink(missing_ok=True)
        return pid is not None


def _holds(condition, within):
    """Waits until a condition holds; False when that takes longer than so many seconds."""
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.03)
    return True


def _birth(pid):
    """When a process began, in clock ticks since the machine did; None for none, or for one already dead."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]
