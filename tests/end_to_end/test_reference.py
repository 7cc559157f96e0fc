"""The wire reference says what the service does: its tables come from the service's own, and every
example is run.

usage: test_reference.py            compares
       test_reference.py --update   writes what is the case into the reference
"""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import unittest

from running import KNEE, ROOT, SYNOVIA, Service

REFERENCE = ROOT / "core" / "service" / "wire-reference.md"
PRINT_WIRE_TABLES = os.environ["PRINT_WIRE_TABLES"]
TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(\n<!-- end -->)", re.DOTALL)
EXAMPLE = re.compile(r"(```console\n\$ (synovia call .*?[^\\])\n).*?(```)", re.DOTALL)
# What is another on every run.
VOLATILE = [
    (re.compile(r'"live_since": "[^"]*"'), '"live_since": "2026-05-01T09:00:00Z"'),
    (re.compile(r'"milliseconds": [-+.e\d]+'), '"milliseconds": 0.1'),
    (re.compile(r'"file": "/[^"]*/'), '"file": "protocols/'),
]


def table(match):
    done = subprocess.run([PRINT_WIRE_TABLES, match[2]], capture_output=True, text=True, check=True)
    return match[1] + done.stdout.rstrip() + match[3]


def example(match, address):
    words = shlex.split(match[2].replace("\\\n", " "))
    done = subprocess.run([SYNOVIA, *words[1:], "--connect", address], capture_output=True,
                          text=True, timeout=60, check=False)
    out = done.stdout + done.stderr
    for pattern, steady in VOLATILE:
        out = pattern.sub(steady, out)
    return match[1] + out + match[3]


def as_it_is(text):
    """The reference with its tables and examples as they are now."""
    text = TABLE.sub(table, text)
    with Service(protocols=(KNEE, KNEE.parent / "small.lua")) as service:
        return EXAMPLE.sub(lambda match: example(match, service.addresses[0]), text)


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
