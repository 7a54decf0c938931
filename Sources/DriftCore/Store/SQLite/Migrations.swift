/// A step from one form of the database to the next. Steps are only ever added; `user_version` counts them.
struct Migration: Sendable {
    let name: String
    let statements: [String]

    static let all: [Migration] = [.tables, .lastOutcomes]
}

extension Migration {
    /// See docs/STORE.md. Names, rules, views and drift texts are stored once and named by small integers: a target
    /// costs some sixty bytes, and a hundred regions with the same schema cost one document.
    static let tables = Migration(
        name: "tables",
        statements: [
            // Clouds, regions and schemas; the empty one stands for "no region".
            "CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
            "INSERT INTO names VALUES (0, '')",
            """
            CREATE TABLE documents (
                id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32), bytes INTEGER NOT NULL
            ) STRICT
            """,
            // A text in parts of which four fill a page: as one row, a text of 6.5 kB takes two pages to itself.
            """
            CREATE TABLE document_parts (
                document INTEGER NOT NULL REFERENCES documents, number INTEGER NOT NULL, text BLOB NOT NULL,
                PRIMARY KEY (document, number)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE TABLE rules (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32)) STRICT",
            // A digest of NULL: the view is the whole document.
            """
            CREATE TABLE views (
                id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
                rules INTEGER NOT NULL REFERENCES rules, digest BLOB CHECK (length(digest) = 32),
                UNIQUE (document, rules)
            ) STRICT
            """,
            // What differs, once for all targets in which the same differs. The hash finds equal texts.
            """
            CREATE TABLE drifts (
                id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, impact INTEGER NOT NULL, fingerprint TEXT NOT NULL,
                json TEXT NOT NULL
            ) STRICT
            """,
            "CREATE INDEX drifts_by_hash ON drifts (hash)",
            // 0 as latest or baseline: none yet. Drifts to versions from open_from on are open. The latest version's
            // last_seen lives here, so that a quiet check writes one row in place; a last_check of NULL is the same instant.
            """
            CREATE TABLE targets (
                id INTEGER PRIMARY KEY, cloud INTEGER NOT NULL REFERENCES names,
                region INTEGER NOT NULL REFERENCES names, schema INTEGER NOT NULL REFERENCES names,
                latest INTEGER NOT NULL DEFAULT 0, baseline INTEGER NOT NULL DEFAULT 0, open_from INTEGER,
                last_seen INTEGER, last_check INTEGER, health TEXT, entity_tag TEXT, last_modified TEXT,
                UNIQUE (cloud, region, schema)
            ) STRICT
            """,
            // The drift leads from the version before to this one. A last_seen of NULL: see the target.
            """
            CREATE TABLE versions (
                id INTEGER PRIMARY KEY, target INTEGER NOT NULL REFERENCES targets, number INTEGER NOT NULL,
                view INTEGER NOT NULL REFERENCES views, first_seen INTEGER NOT NULL, last_seen INTEGER,
                drift INTEGER REFERENCES drifts, flip INTEGER NOT NULL DEFAULT 0, UNIQUE (target, number)
            ) STRICT
            """,
            """
            CREATE TABLE acceptances (
                id INTEGER PRIMARY KEY, target INTEGER NOT NULL REFERENCES targets, number INTEGER NOT NULL,
                time INTEGER NOT NULL, note TEXT, accepted_by TEXT
            ) STRICT
            """,
            """
            CREATE TABLE quarantine (
                target INTEGER PRIMARY KEY REFERENCES targets, time INTEGER NOT NULL, reason TEXT NOT NULL,
                body BLOB NOT NULL
            ) STRICT
            """,
            """
            CREATE TABLE alerts (
                id INTEGER PRIMARY KEY, uid BLOB NOT NULL CHECK (length(uid) = 16), group_hash INTEGER NOT NULL,
                group_key TEXT NOT NULL, opened INTEGER NOT NULL, closed INTEGER, last_sequence INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX alerts_by_group ON alerts (group_hash)",
            """
            CREATE TABLE alert_targets (
                alert INTEGER NOT NULL REFERENCES alerts, target INTEGER NOT NULL REFERENCES targets,
                url TEXT NOT NULL, is_open INTEGER NOT NULL, PRIMARY KEY (alert, target)
            ) STRICT, WITHOUT ROWID
            """,
            // Sealed: handed out once, so no further target joins it. The body is kept until all channels have it.
            """
            CREATE TABLE messages (
                id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
                alert INTEGER NOT NULL REFERENCES alerts, sequence INTEGER NOT NULL, event TEXT NOT NULL,
                time INTEGER NOT NULL, not_before INTEGER NOT NULL, impact INTEGER, fingerprint TEXT,
                text TEXT NOT NULL, drift INTEGER REFERENCES drifts, detail TEXT, sealed INTEGER NOT NULL DEFAULT 0,
                body BLOB, UNIQUE (alert, sequence)
            ) STRICT
            """,
            """
            CREATE TABLE message_targets (
                message INTEGER NOT NULL REFERENCES messages, target INTEGER NOT NULL REFERENCES targets,
                PRIMARY KEY (message, target)
            ) STRICT, WITHOUT ROWID
            """,
            // Names only: a channel's address and secrets are the configuration's.
            """
            CREATE TABLE channels (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, failures INTEGER NOT NULL DEFAULT 0,
                not_before INTEGER NOT NULL DEFAULT 0, is_parked INTEGER NOT NULL DEFAULT 0, reason TEXT
            ) STRICT
            """,
            // States: 0 pending, 1 delivered, 2 dead, 3 parked.
            """
            CREATE TABLE deliveries (
                id INTEGER PRIMARY KEY, message INTEGER NOT NULL REFERENCES messages,
                channel INTEGER NOT NULL REFERENCES channels, state INTEGER NOT NULL DEFAULT 0,
                attempts INTEGER NOT NULL DEFAULT 0, first_attempt INTEGER, last_attempt INTEGER,
                not_before INTEGER NOT NULL DEFAULT 0, lease_until INTEGER NOT NULL DEFAULT 0, error TEXT,
                UNIQUE (message, channel)
            ) STRICT
            """,
            "CREATE INDEX deliveries_not_done ON deliveries (state, channel) WHERE state <> 1",
            """
            CREATE TABLE breakers (
                auth_url TEXT NOT NULL, user TEXT NOT NULL, revision TEXT NOT NULL, paused_until INTEGER NOT NULL,
                lease_until INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (auth_url, user)
            ) STRICT, WITHOUT ROWID
            """,
        ])

    /// What the last check of a target came to; since when pauses run, for clocks that are set; a body for each delivery.
    static let lastOutcomes = Migration(
        name: "last outcomes",
        statements: [
            // An outcome's number is `OutcomeKind.rank`; last_full is when the whole document was last answered.
            "ALTER TABLE targets ADD COLUMN outcome INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE targets ADD COLUMN status INTEGER",
            "ALTER TABLE targets ADD COLUMN reason TEXT",
            "ALTER TABLE targets ADD COLUMN last_full INTEGER",
            "ALTER TABLE channels ADD COLUMN paused_at INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE breakers ADD COLUMN set_at INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE deliveries ADD COLUMN leased_at INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE deliveries ADD COLUMN body BLOB",
            "UPDATE deliveries SET body = (SELECT body FROM messages WHERE id = message) WHERE state <> 1",
            "ALTER TABLE messages DROP COLUMN body",
        ])
}

extension Connection {
    /// Makes an empty database ours, or brings an older one to the present form, one transaction for all steps.
    ///
    /// The first tables are made before the file is switched to a write-ahead log, so that the file's own first page
    /// says whose it is at any time.
    func migrate(_ migrations: [Migration] = Migration.all) throws(StoreError) {
        let known = Int64(migrations.count)
        if try version() < known {
            // Not `write`, whose lock makes the first page: this one pragma must come before that. It takes the same lock.
            try snapshot { () throws(StoreError) in
                try run("PRAGMA auto_vacuum = INCREMENTAL")
                // Another process may have done it while this one waited for the lock.
                let present = try version()
                if present == 0, try exists("SELECT 1 FROM sqlite_schema") {
                    throw .notOurs(path: path, applicationID: 0)
                }
                for migration in migrations.dropFirst(Int(present)) {
                    for statement in migration.statements { try run(statement) }
                }
                guard present < known else { return }
                try run("PRAGMA application_id = \(StoreFile.applicationID)")
                try run("PRAGMA user_version = \(known)")
            }
        }
        let application = try row("PRAGMA application_id") { $0.integer(0) } ?? 0
        guard application == StoreFile.applicationID else {
            throw .notOurs(path: path, applicationID: application)
        }
        let present = try version()
        guard present <= known else { throw .newerVersion(path: path, version: present, known: known) }
    }

    func version() throws(StoreError) -> Int64 {
        try row("PRAGMA user_version") { $0.integer(0) } ?? 0
    }
}
