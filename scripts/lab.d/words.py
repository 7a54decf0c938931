"""What the lab tells: progress on standard output, trouble as one sentence."""

import pathlib


class Trouble(Exception):
    """Something the reader has to know or do; its text is complete."""


def say(text):
    print(text, flush=True)


def tail(file, lines):
    """The end of a log, indented, for a message about what went wrong."""
    text = pathlib.Path(file).read_text(errors="replace") if pathlib.Path(file).exists() else ""
    return "\n".join("  | " + line for line in text.rstrip().splitlines()[-lines:])
