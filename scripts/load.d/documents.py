"""The documents of the fleet: one schema of 6.5 kB in three spellings, with places for what makes it another one.

@schema@ stands where the schema's number belongs, @added@ where an edition adds a property.
"""
import functools
import gzip
import hashlib
import json

TYPES = ["string", "integer", "boolean", ["null", "string"], ["null", "integer"]]


def properties(bytes_wanted):
    made, index = {}, 0
    while len(json.dumps({"properties": made}, indent=2)) < bytes_wanted:
        kind = TYPES[index % len(TYPES)]
        made[f"image_attribute_{index:02d}"] = one = {
            "description": f"What attribute number {index} of an image means, in as many words as clouds use.", "type": kind}
        if kind == "string" and index % 2:
            one["enum"] = ["queued", "saving", "active", "deactivated"]
        elif kind == "string":
            one["pattern"] = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}$"
        elif kind == ["null", "string"]:
            one["maxLength"] = 255
        if index % 3 == 0:
            one["readOnly"] = True
        index += 1
    return made


def document(size=6500):
    return {
        "name": "schema-@schema@",
        "properties": properties(size - 400),
        "additionalProperties": {"type": "string"},
        "links": [{"rel": "self", "href": "{self}"}, {"rel": "enclosure", "href": "{file}"}],
    }


def with_place(text):
    """The place where an edition adds a property: before the first of them."""
    head, tail = text.split('"image_attribute_00"', 1)
    return f'{head}@added@"image_attribute_00"{tail}'


def turned(value):
    """The same value with the keys of its objects in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(element) for element in value] if isinstance(value, list) else value


def write(folder, bomb_bytes=256 << 20):
    plain = document()
    (folder / "plain.json").write_text(with_place(json.dumps(plain, indent=2)))
    (folder / "keyorder.json").write_text(with_place(json.dumps(turned(plain), indent=2)))
    (folder / "whitespace.json").write_text(with_place(json.dumps(plain, separators=(" ,\t", " : "))))
    with gzip.open(folder / "bomb.gz", "wb", compresslevel=9) as out:
        out.write(b'{"pad": "')
        block = b"a" * (1 << 20)
        for _ in range(bomb_bytes >> 20):
            out.write(block)
        out.write(b'"}')


@functools.cache
def digest(schema, edition):
    """SHA-256 of the canonical text of what a target publishes; the fleet makes the same document, in the same words."""
    text = with_place(json.dumps(document(), indent=2)).replace("@schema@", str(schema + 100_000))
    added = (f'  "x_added_{edition:08d}": {{"type": "string", "description": '
             '"Added by an edition of this document to its images."},') if edition else ""
    value = json.loads(text.replace("@added@", added))
    # Only ASCII and small whole numbers, so this is canonical.
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).digest()
