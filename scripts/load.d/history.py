"""Makes a store with a million drifts out of a real one with a single drift: the rows that as many checks would have left."""
import sqlite3


def multiply(store, drifts, targets, distinct):
    """- store: of a monitor that has exactly one target with two versions.
    - distinct: so many different texts of drifts."""
    connection = sqlite3.connect(store)
    run = connection.execute
    run("PRAGMA synchronous = OFF")
    run("PRAGMA foreign_keys = ON")
    (target, cloud, region), = run("SELECT id, cloud, region FROM targets WHERE latest = 2").fetchall()
    views = [row[0] for row in run("SELECT view FROM versions WHERE target = ? ORDER BY number", (target,))]
    (drift,), = run("SELECT drift FROM versions WHERE target = ? AND number = 2", (target,)).fetchall()
    (now,), = run("SELECT last_seen FROM targets WHERE id = ?", (target,)).fetchall()
    texts = [drift]
    for number in range(1, distinct):
        texts.append(run(
            "INSERT INTO drifts (hash, impact, fingerprint, json) SELECT hash + ?, impact, fingerprint, json FROM drifts "
            "WHERE id = ?", (number, drift)).lastrowid)
    each = drifts // targets
    made = []
    for number in range(targets):
        schema = run("INSERT INTO names (name) VALUES (?)", (f"made{number}",)).lastrowid
        made.append(run(
            "INSERT INTO targets (cloud, region, schema, latest, baseline, open_from, last_seen) VALUES (?, ?, ?, ?, 1, 2, ?)",
            (cloud, region, schema, each + 1, now)).lastrowid)

    def versions():
        # In the order of time, as checks would have stored them: the rows of one target are far from each other.
        for version in range(each + 1):
            for index, made_target in enumerate(made):
                seen = now - (each - version) * 3_600_000 + index
                yield (made_target, version + 1, views[version % 2], seen, seen + 1000 if version < each else None,
                       texts[(version * 7 + index) % distinct] if version else None)

    connection.executemany(
        "INSERT INTO versions (target, number, view, first_seen, last_seen, drift) VALUES (?, ?, ?, ?, ?, ?)", versions())
    connection.commit()
    (count,), = run("SELECT count(*) FROM versions WHERE drift IS NOT NULL").fetchall()
    connection.close()
    return count
