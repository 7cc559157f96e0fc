#!/usr/bin/env python3
"""Runs commands of the real program and compares what they say with what is written beside them.

    run_commands.py PROGRAM COMMANDS-FILE FILES-FOLDER

A commands file is read line by line; a line begins with a word:

    == name        begins a case, in a fresh folder that holds a copy of the files folder
    env A=B        sets a variable for the rest of the case
    tty            the next command runs on a terminal (input, output and messages together)
    in TEXT        a line of standard input of the next command; \\t, \\r, \\n and \\xHH are escapes
    endless TEXT   standard input of the next command is TEXT repeated to two mebibytes
    run COMMAND    runs it; `synovia` is the program, and so is $SYNOVIA in a shell
    exit N         its exit code
    out TEXT       a line of its output contains TEXT
    line TEXT      a line of its output is TEXT
    err TEXT       a line of its messages contains TEXT
    no-out TEXT    TEXT stands nowhere in its output
    silent         it wrote no messages
    json, xml      its output is one value of that form
    ndjson         each line of its output is a JSON value
    count N        its output has N lines
    file NAME      there is such a file now

Lines that begin with # are comments.
"""
import json
import os
import pathlib
import pty
import shlex
import shutil
import subprocess
import sys
import tempfile
import xml.dom.minidom

TIMEOUT_SECONDS = 120


class Mismatch(Exception):
    """What was written was not what came out."""


class Case:
    """One case: its folder, its variables and what the last command said."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
        self.environment["TERM"] = "xterm"
        self.environment["SYNOVIA"] = program
        self.input = b""
        self.on_terminal = False
        self.out = self.err = ""
        self.code = None
        self.command = "(nothing was run)"

    def run(self, command):
        self.command = command
        words = shlex.split(command)
        if words[0] == "synovia":
            words[0] = self.program
        if self.on_terminal:
            self.run_on_terminal(words)
        else:
            done = subprocess.run(words, input=self.input, capture_output=True, cwd=self.folder,
                                  env=self.environment, timeout=TIMEOUT_SECONDS, check=False)
            self.code = done.returncode
            self.out = done.stdout.decode("utf-8")
            self.err = done.stderr.decode("utf-8")
        self.input = b""
        self.on_terminal = False

    def run_on_terminal(self, words):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs,
                                   cwd=self.folder, env=self.environment, close_fds=True)
        os.close(theirs)
        os.write(ours, self.input)
        said = b""
        try:
            while piece := os.read(ours, 65536):
                said += piece
        except OSError:  # the other side has been closed
            pass
        os.close(ours)
        self.code = process.wait(TIMEOUT_SECONDS)
        self.out = said.decode("utf-8").replace("\r\n", "\n")
        self.err = ""

    def expect(self, holds, what):
        if not holds:
            raise Mismatch(f"{self.command}\n  expected {what}\n  exit {self.code}\n"
                           f"  --- output\n{self.out[:4000]}\n  --- messages\n{self.err[:4000]}")


def each_json(text):
    for line in text.splitlines():
        json.loads(line)


def parses(parser, text):
    try:
        parser(text)
    except Exception:  # whatever a parser raises, the text is not of its form
        return False
    return True


FORMS = {"json": json.loads, "xml": xml.dom.minidom.parseString, "ndjson": each_json}


def check(case, word, rest):
    """One line of expectation."""
    out_lines = case.out.splitlines()
    if word in FORMS:
        case.expect(parses(FORMS[word], case.out), f"{word} on the output")
        return
    holds = {
        "exit": lambda: str(case.code) == rest,
        "out": lambda: any(rest in line for line in out_lines),
        "line": lambda: rest in out_lines,
        "err": lambda: any(rest in line for line in case.err.splitlines()),
        "no-out": lambda: rest not in case.out,
        "silent": lambda: case.err == "",
        "count": lambda: str(len(out_lines)) == rest,
        "file": lambda: (case.folder / rest).is_file(),
    }
    if word not in holds:
        raise ValueError(f"no such word: {word}")
    case.expect(holds[word](), f"{word} {rest}")


def unescaped(text):
    return text.encode("utf-8").decode("unicode_escape").encode("latin-1")


def step(case, word, rest):
    """One line of a case."""
    if word == "env":
        name, value = rest.split("=", 1)
        case.environment[name] = value
    elif word == "tty":
        case.on_terminal = True
    elif word == "in":
        case.input += (unescaped(rest) if "\\" in rest else rest.encode("utf-8")) + b"\n"
    elif word == "endless":
        case.input = rest.encode("utf-8") * (2 * 1024 * 1024 // len(rest))
    elif word == "run":
        case.run(rest)
    else:
        check(case, word, rest)


def cases_of(path):
    name, lines = None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            if name:
                yield name, lines
            name, lines = line[3:], []
        elif line and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            lines.append((number, word, rest))
    yield name, lines


def run_case(program, files, lines):
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder) / "files"
        shutil.copytree(files, here)
        case = Case(program, here)
        for number, word, rest in lines:
            try:
                step(case, word, rest)
            except Mismatch as mismatch:
                raise Mismatch(f"line {number}: {mismatch}") from None


def main():
    program, commands, files = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    failed = count = 0
    for name, lines in cases_of(commands):
        count += 1
        try:
            run_case(str(program), files, lines)
        except Mismatch as mismatch:
            failed += 1
            print(f"FAILED  {name}\n  {commands.name} {mismatch}")
    print(f"{commands.name}: {count - failed} of {count} cases as written")
    return 1 if failed or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
