#!/usr/bin/env python3
"""Runs the documents: every complete protocol in them checks, every transcript is what happens.

usage: check_documents.py [--update] SYNOVIA SOURCE_DIR DOCUMENT...

A document is read from top to bottom like a newcomer would, in a folder of its own:

  ```lua      a block that starts with `protocol "NAME"` is saved as NAME.lua and must check without
              an error; a block behind the words `NAME_test.lua` is saved as that file
  ```console  each line that starts with `$ ` is run, and what follows must be what it prints
              (dates of today, times and digests may differ)
  ```c        a block behind the path of a source file in backticks must be that file

With --update the transcripts are written anew instead of compared.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\w*)\s*$")
PROTOCOL = re.compile(r'^protocol\s+"([^"]+)"')
C_FILE = re.compile(r"`([\w/-]+\.c)`")
TEST_FILE = re.compile(r"`([\w-]+_test\.lua)`")

# What differs from day to day and from machine to machine.
VOLATILE = [
    (re.compile(r"as of \d{4}-\d\d-\d\d"), "as of DATE"),
    (re.compile(r'("as_of": ?)"\d{4}-\d\d-\d\d"'), r'\1"DATE"'),
    (re.compile(r"  [\d.]+ ms; "), "  "),
    (re.compile(r"  [\d.]+ ms$", re.MULTILINE), ""),
    (re.compile(r"\d+(\.\d+)? (ms|s)\b"), "TIME"),
    (re.compile(r"\b[0-9a-f]{32,64}\b"), "DIGEST"),
    (re.compile(r'("live_since": ?)"[^"]*"'), r'\1"TIME"'),
]


def settled(text):
    for pattern, instead in VOLATILE:
        text = pattern.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


class Reader:
    """One document, its folder, and what was found wrong in it."""

    def __init__(self, synovia, source, document, update):
        self.document = document
        self.source = source
        self.update = update
        self.problems = []
        self.counts = {"protocols": 0, "transcripts": 0, "files": 0}
        self.folder = pathlib.Path(tempfile.mkdtemp())
        binaries = self.folder / ".bin"
        binaries.mkdir()
        (binaries / "synovia").symlink_to(synovia)
        for name in ("protocols", "tests"):
            (self.folder / name).symlink_to(source / name)
        self.environment = dict(os.environ, PATH=f"{binaries}:{os.environ['PATH']}", NO_COLOR="1",
                                LC_ALL="C.UTF-8", COLUMNS="100")

    def run(self, command):
        done = subprocess.run(["sh", "-c", command], cwd=self.folder, env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=60, stdin=subprocess.DEVNULL)
        return done.stdout.rstrip("\n"), done.returncode

    def problem(self, line, text):
        self.problems.append(f"{self.document}:{line}: {text}")

    def take_lua(self, line, body, before):
        named = PROTOCOL.match(body)
        if named:
            file = self.folder / f"{named.group(1)}.lua"
            file.write_text(body)
            self.counts["protocols"] += 1
            output, code = self.run(f"synovia check {file.name}")
            if code != 0:
                self.problem(line, f"the protocol does not check:\n{output}")
            return
        test_file = TEST_FILE.findall(before)
        if test_file:
            (self.folder / test_file[-1]).write_text(body)

    def take_c(self, line, body, before):
        """The block as it should be."""
        named = C_FILE.findall(before)
        if not named:
            return body
        text = (self.source / named[-1]).read_text()
        self.counts["files"] += 1
        if not self.update and text != body:
            self.problem(line, f"this is not what {named[-1]} says")
        return text

    def take_console(self, line, body):
        """The block as it should be; each command with what it prints."""
        written = []
        for part in re.split(r"(?m)^(?=\$ )", body):
            if not part.startswith("$ "):
                written.append(part)
                continue
            command, _, expected = part.partition("\n")
            while command.endswith("\\"):
                more, _, expected = expected.partition("\n")
                command += "\n" + more
            self.counts["transcripts"] += 1
            output, _ = self.run(command[2:])
            if not self.update and settled(output) != settled(expected):
                self.problem(line, f"{command}\n--- the document says\n{expected.strip()}\n"
                                   f"--- it prints\n{output}")
            written.append(f"{command}\n{output}\n" + ("\n" if expected.endswith("\n\n") else ""))
        return "".join(written)

    def read(self):
        lines = self.document.read_text().split("\n")
        out, before, index = [], [], 0
        while index < len(lines):
            fence = FENCE.match(lines[index])
            if not fence:
                before = [] if lines[index].startswith("#") else before + [lines[index]]
                out.append(lines[index])
                index += 1
                continue
            end = next(i for i in range(index + 1, len(lines)) if lines[i] == "```")
            body = "\n".join(lines[index + 1:end]) + "\n"
            if fence.group(1) == "lua":
                self.take_lua(index + 1, body, " ".join(before[-8:]))
            elif fence.group(1) == "c":
                body = self.take_c(index + 1, body, " ".join(before[-8:]))
            elif fence.group(1) == "console":
                body = self.take_console(index + 1, body)
            out += [lines[index], *body.rstrip("\n").split("\n"), "```"]
            before, index = [], end + 1
        if self.update:
            self.document.write_text("\n".join(out))


def main():
    arguments = sys.argv[1:]
    update = "--update" in arguments
    arguments = [argument for argument in arguments if argument != "--update"]
    synovia, source = pathlib.Path(arguments[0]).resolve(), pathlib.Path(arguments[1]).resolve()
    wrong = 0
    for name in arguments[2:]:
        reader = Reader(synovia, source, source / name, update)
        reader.read()
        for problem in reader.problems:
            print(problem)
        wrong += len(reader.problems)
        print(f"{name}: {reader.counts['protocols']} protocols, "
              f"{reader.counts['transcripts']} transcripts, {reader.counts['files']} files, "
              f"{len(reader.problems)} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
