"""Checks the books: what the fleet published, what the store holds, what the receiver got. Each fault is a line of text."""
import base64
import collections


def message_id(uid):
    return "msg_" + base64.b32encode(uid).decode().lower().rstrip("=")


KEYS = """
    SELECT targets.id, cloud.name || '/' || region.name || '/' || schema.name FROM targets
    JOIN names AS cloud ON cloud.id = cloud JOIN names AS region ON region.id = region
    JOIN names AS schema ON schema.id = schema
"""


def stored_versions(monitor):
    """By target's key: the digests of its versions, in turn."""
    versions = collections.defaultdict(list)
    keys = dict(monitor.rows(KEYS))
    for target, digest in monitor.rows(
            "SELECT target, documents.digest FROM versions JOIN views ON views.id = view "
            "JOIN documents ON documents.id = views.document ORDER BY target, number"):
        versions[keys[target]].append(digest)
    return versions


def versions(monitor, published):
    """- published: by key, the digests that each target was made to publish, one after the other."""
    stored = stored_versions(monitor)
    for key, expected in published.items():
        if stored[key] != expected:
            names = {digest: f"document {place + 1}" for place, digest in reversed(list(enumerate(expected)))}
            yield (f"{key} published {[names[digest] for digest in expected]}, "
                   f"stored are {[names.get(digest, 'another document') for digest in stored[key]]}")
    for key in stored.keys() - published.keys():
        yield f"{key} is stored, but nobody published it"


def telling(monitor, reverts):
    """No version without its message, and no message without its version.

    - reverts: pairs of key and version number that went back to the baseline."""
    keys = dict(monitor.rows(KEYS))
    told = collections.defaultdict(list)
    for target, event, fingerprint, handed_out in monitor.rows(
            "SELECT target, event, coalesce(messages.fingerprint, drifts.fingerprint), max(last_attempt) "
            "FROM message_targets JOIN messages ON messages.id = message_targets.message "
            "LEFT JOIN drifts ON drifts.id = messages.drift JOIN deliveries ON deliveries.message = messages.id "
            "WHERE event LIKE 'drift.%' GROUP BY messages.id, target"):
        told[keys[target], "closed" if event == "drift.closed" else fingerprint].append(handed_out or 0)
    drifts = set()
    for target, number, fingerprint, first_seen in monitor.rows(
            "SELECT target, number, fingerprint, first_seen FROM versions LEFT JOIN drifts ON drifts.id = drift "
            "WHERE number > 1"):
        key = keys[target]
        drifts.add((key, fingerprint))
        kind = "closed" if (key, number) in reverts else fingerprint
        # Told when it had happened: a message that went out before tells of an earlier time.
        if not any(time >= first_seen for time in told[key, kind]):
            yield (f"version {number} of {key} was not told" + (" as the end of its drift" if kind == "closed" else "")
                   + ("" if told[key, kind] else ", nor ever before"))
    for key, kind in told:
        if kind != "closed" and told[key, kind] and (key, kind) not in drifts:
            yield f"a drift of {key} was told that is no version's"


def deliveries(monitor, sink):
    """Everything arrived, with one id and one body for each message, signed, in order."""
    stored = {message_id(uid): (alert, sequence) for uid, alert, sequence in monitor.rows(
        "SELECT uid, alert, sequence FROM messages")}
    for uid, state, attempts, error in monitor.rows(
            "SELECT uid, state, attempts, error FROM deliveries JOIN messages ON messages.id = message WHERE state <> 1"):
        yield f"{message_id(uid)} is in state {state} after {attempts} attempts: {error}"
    arrived, first, bodies = set(), {}, collections.defaultdict(set)
    for delivery in sink.all():
        bodies[delivery.id].add(delivery.digest)
        if not delivery.is_signed:
            yield f"{delivery.id} has no good signature"
        if not delivery.has_same_id:
            yield f"{delivery.id} has another id in its body"
        if delivery.bytes >= 20_000:
            yield f"{delivery.id} has {delivery.bytes} bytes"
        if delivery.arrived:
            arrived.add(delivery.id)
            first.setdefault(delivery.id, delivery.time)
    for delivered, in monitor.rows("SELECT uid FROM deliveries JOIN messages ON messages.id = message WHERE state = 1"):
        if message_id(delivered) not in arrived:
            yield f"{message_id(delivered)} counts as delivered, but never arrived"
    for message, digests in bodies.items():
        if len(digests) > 1:
            yield f"{message} came with {len(digests)} bodies"
    order = collections.defaultdict(list)
    for message in arrived:
        if message not in stored:
            yield f"{message} arrived, but is not stored"
        else:
            order[stored[message][0]].append((stored[message][1], first[message]))
    for alert, messages in order.items():
        messages.sort()
        if any(before[1] > after[1] for before, after in zip(messages, messages[1:])):
            yield f"alert {alert}: a later message came before an earlier one"


def health(monitor):
    """Every target is well, so nothing that was told of its health is open."""
    for group, in monitor.rows("SELECT group_key FROM alerts WHERE closed IS NULL AND group_key LIKE 'health/%'"):
        yield f"the alert {group} is open, though its target is well"
    for alert, events in monitor.rows(
            "SELECT group_key, group_concat(event, ' ') FROM (SELECT * FROM messages ORDER BY alert, sequence) "
            "JOIN alerts ON alerts.id = alert WHERE group_key LIKE 'health/%' GROUP BY alert"):
        events = events.split()
        if events[-1] != "target.recovered" or "target.recovered" in events[:-1] or len(set(events)) < len(events):
            yield f"the alert {alert} told {events}"
