"""The wire reference says what the service does: its tables come from the service's own, and every
example is run.

usage: test_reference.py            compares
       test_reference.py --update   writes what is the case into the reference
"""

import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import time
import unittest

from running import KNEE, ROOT, SYNOVIA, Service

REFERENCE = ROOT / "core" / "service" / "wire-reference.md"
PRINT_WIRE_TABLES = os.environ["PRINT_WIRE_TABLES"]
TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(\n<!-- end -->)", re.DOTALL)
EXAMPLE = re.compile(r"(```console\n\$ (synovia call .*?[^\\])\n)(.*?)(```)", re.DOTALL)
# What is another on every run.
VOLATILE = [
    (re.compile(r'"live_since": "[^"]*"'), '"live_since": "2026-05-01T09:00:00Z"'),
    (re.compile(r'"milliseconds": [-+.e\d]+'), '"milliseconds": 0.1'),
    (re.compile(r'"file": "/[^"]*/'), '"file": "protocols/'),
    (re.compile(r'"expires_at": "[^"]*"'), '"expires_at": "2026-05-01T09:10:00Z"'),
]
SESSION = re.compile(r'"session": "([0-9a-f]{32})"')
STATE = re.compile(r'"state": "(\w+)"')
PATIENCE_SECONDS = 30


def table(match):
    done = subprocess.run([PRINT_WIRE_TABLES, match[2]], capture_output=True, text=True, check=True)
    return match[1] + done.stdout.rstrip() + match[3]


class Sessions:
    """Ids of sessions are random: the first that a document starts is called ...01 in it, the next
    ...02."""

    def __init__(self):
        self.real = []

    def in_command(self, text):
        for number, real in enumerate(self.real, 1):
            text = text.replace(f"{number:032x}", real)
        return text

    def in_output(self, text):
        for real in SESSION.findall(text):
            if real not in self.real:
                self.real.append(real)
        for number, real in enumerate(self.real, 1):
            text = text.replace(real, f"{number:032x}")
        return text


def call_and_leave(words, address):
    """What stays is interrupted when its answer is whole."""
    with subprocess.Popen([SYNOVIA, *words[1:], "--connect", address], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as process:
        out = ""
        while line := process.stdout.readline():
            out += line
            if line.rstrip() in ("{}", "}"):
                process.send_signal(signal.SIGINT)
        return out + process.stderr.read()


def call(words, address):
    if words[2] == "subscribe":
        return call_and_leave(words, address)
    done = subprocess.run([SYNOVIA, *words[1:], "--connect", address], capture_output=True,
                          text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def state(text):
    found = STATE.search(text)
    return found and found[1]


def example(match, address, sessions):
    words = shlex.split(sessions.in_command(match[2]).replace("\\\n", " "))
    out = call(words, address)
    deadline = time.monotonic() + PATIENCE_SECONDS
    # A session that is shown as it expires has to: ask until it has.
    while (words[2] == "session.get" and state(match[3]) == "expired" and state(out) == "step"
           and time.monotonic() < deadline):
        out = call(words, address)
    out = sessions.in_output(out)
    for pattern, steady in VOLATILE:
        out = pattern.sub(steady, out)
    return match[1] + out + match[4]


def as_it_is(text):
    """The reference with its tables and examples as they are now."""
    text = TABLE.sub(table, text)
    sessions = Sessions()
    with Service(protocols=(KNEE, KNEE.parent / "small.lua", KNEE.parent / "stretch.lua")) as service:
        return EXAMPLE.sub(lambda match: example(match, service.addresses[0], sessions), text)


class Reference(unittest.TestCase):
    maxDiff = 4000

    def test_tables_and_examples(self):
        text = REFERENCE.read_text()
        self.assertGreaterEqual(len(TABLE.findall(text)), 4)
        self.assertMultiLineEqual(text, as_it_is(text))

    def test_every_method_has_an_example(self):
        done = subprocess.run([PRINT_WIRE_TABLES, "methods"], capture_output=True, text=True,
                              check=True)
        called = {shlex.split(found[1])[2] for found in EXAMPLE.findall(REFERENCE.read_text())}
        self.assertEqual(set(re.findall(r"\*\*`([\w.]+)`", done.stdout)) - called, set())


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        REFERENCE.write_text(as_it_is(REFERENCE.read_text()))
    else:
        unittest.main()
