"""Starts and steers the fleet of Benchmarks/Fleet, a server of its own process on loopback."""
import json
import os
import pathlib
import subprocess
import sys
import urllib.request

import documents

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def build():
    command = ["swift", "build", "-c", "release", "--package-path", str(ROOT / "Benchmarks/Fleet"),
               "--scratch-path", str(ROOT / ".build-bench/fleet")]
    subprocess.run(command, check=True, stdout=sys.stderr)
    shown = subprocess.run(command + ["--show-bin-path"], check=True, capture_output=True, text=True)
    return pathlib.Path(shown.stdout.strip()) / "Fleet"


class Fleet:
    """REGIONS × SCHEMAS targets, spread over so many origins (ports). Target number r·schemas + s is region r's schema s."""

    def __init__(self, program, folder, regions, schemas, origins):
        self.regions, self.schemas, self.origins = regions, schemas, min(origins, regions)
        if not (folder / "bomb.gz").exists():
            documents.write(folder)
        self.process = subprocess.Popen(
            [program, folder, str(regions), str(schemas), str(self.origins)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        told = json.loads(self.process.stdout.readline())
        self.control, self.ports = told["control"], told["ports"]

    def ask(self, path):
        with OPENER.open(f"http://127.0.0.1:{self.control}/{path}", timeout=30) as answer:
            return json.load(answer)

    def each(self, path, targets):
        """Long lists go in parts: the server reads requests of limited length."""
        targets = list(targets)
        for start in range(0, len(targets), 1000):
            chosen = ",".join(map(str, targets[start:start + 1000]))
            self.ask(f"{path}{'&' if '?' in path else '?'}targets={chosen}")

    def drift(self, targets, edition):
        self.each(f"drift?edition={edition}", targets)

    def drift_apart(self, targets, first_edition):
        """Each of them publishes another document."""
        for offset, target in enumerate(targets):
            self.drift([target], first_edition + offset)

    def fault(self, targets, kind, count=0):
        self.each(f"fault?kind={kind}&count={count}", targets)

    def stats(self):
        return self.ask("stats")

    def hits(self, targets):
        return self.ask("hits?targets=" + ",".join(map(str, targets)))["hits"]

    def port(self, region):
        return self.ports[region % self.origins]

    def url(self, target):
        region, schema = divmod(target, self.schemas)
        return f"http://127.0.0.1:{self.port(region)}/r{region}/v2/schemas/s{schema}"

    def key(self, target):
        region, schema = divmod(target, self.schemas)
        return f"fleet{region % self.origins}/r{region}/s{schema}"

    def urls(self):
        return [self.url(target) for target in range(self.regions * self.schemas)]

    def configured(self):
        """The `targets` of a configuration that watches all of it."""
        schemas = ", ".join(f"s{number}" for number in range(self.schemas))
        lines = []
        for origin in range(self.origins):
            regions = range(origin, self.regions, self.origins)
            lines += [f"  - name: fleet{origin}",
                      f"    url: http://127.0.0.1:{self.ports[origin]}/{{region}}/v2/schemas/{{schema}}",
                      f"    regions: [{', '.join(f'r{region}' for region in regions)}]",
                      f"    schemas: [{schemas}]"]
        return lines

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
