#!/usr/bin/env python3
"""`synovia test --watch` as an author lives it: on a terminal, with files saved as editors do.

usage: test_watch.py PROGRAM FILES-FOLDER

Nothing sleeps: each step saves a file and reads until the line that ends a round.
"""
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, FILES = (os.path.abspath(argument) for argument in sys.argv[1:3])
TIMEOUT_SECONDS = 60
WAITING = "Ctrl-C ends."
SUMS = re.compile(r"\d+ passed, \d+ failed, .*\n")
# Written below, among the examples of small_test.lua.
FAILING = """test "no fever is an emergency" {
  given = facts { fever = false, as_of = "2026-05-01" }, expect = { outcome = "stop" },
}
"""


class Watch:
    """The program on a terminal of its own, in a folder of its own."""

    def __init__(self, *arguments):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        for name in ("small.lua", "small_test.lua"):
            shutil.copy(os.path.join(FILES, name), self.folder)
        self.arguments = arguments
        self.said = ""

    def __enter__(self):
        ours, theirs = pty.openpty()
        environment = dict(os.environ, TERM="xterm", NO_COLOR="1")
        self.process = subprocess.Popen([PROGRAM, "test", "--watch", *self.arguments], stdin=theirs,
                                        stdout=theirs, stderr=theirs, cwd=self.folder,
                                        env=environment, start_new_session=True)
        os.close(theirs)
        self.terminal = ours
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)
        shutil.rmtree(self.folder)

    def until(self, pattern):
        """What is said up to and including the pattern."""
        end = time.monotonic() + TIMEOUT_SECONDS
        pattern = re.compile(re.escape(pattern)) if isinstance(pattern, str) else pattern
        while not (found := pattern.search(self.said)):
            ready, _, _ = select.select([self.terminal], [], [], end - time.monotonic())
            if not ready:
                raise AssertionError(f"waited in vain for {pattern.pattern}; said:\n{self.said}")
            self.said += os.read(self.terminal, 65536).decode().replace("\r\n", "\n")
        said, self.said = self.said[:found.end()], self.said[found.end():]
        return said

    def save(self, name, text):
        """As an editor does: a new file takes the place of the old one."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        beside = path.with_suffix(".tmp")
        beside.write_text(text)
        beside.rename(path)

    def read(self, name):
        return (self.folder / name).read_text()

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(TIMEOUT_SECONDS)


class TestWatch(unittest.TestCase):
    maxDiff = None

    def test_the_daily_loop(self):
        with Watch("small.lua") as watch:
            first = watch.until(WAITING)
            self.assertIn("  ok    ", first)
            tests = watch.read("small_test.lua")
            watch.save("small_test.lua", tests + FAILING)
            said = watch.until(SUMS)
            self.assertIn("small_test.lua was saved", said)
            self.assertIn("  FAIL  no fever is an emergency", said)
            self.assertNotIn("  ok    ", said)
            watch.save("small_test.lua", tests + FAILING.replace("stop", "ask"))
            said = watch.until(SUMS)
            self.assertIn("  ok    no fever is an emergency", said)
            self.assertEqual(said.count("  ok    "), 1)
            watch.save("small_test.lua", tests)
            said = watch.until(SUMS)
            self.assertIn("  gone  no fever is an emergency", said)
            self.assertNotIn("\x1b", first + said)  # nothing is cleared or drawn over
            self.assertEqual(watch.end(), 0)

    def test_a_round_takes_well_under_a_second(self):
        with Watch("small.lua") as watch:
            watch.until(WAITING)
            tests = watch.read("small_test.lua")
            begun = time.monotonic()
            watch.save("small_test.lua", tests + FAILING)
            watch.until("FAIL")
            self.assertLess(time.monotonic() - begun, 20)  # a bound that no busy machine passes

    def test_the_protocol_and_its_mistakes(self):
        with Watch("small.lua") as watch:
            watch.until(WAITING)
            protocol = watch.read("small.lua")
            watch.save("small.lua", protocol.replace("at_least(18)", "at_leest(18)"))
            said = watch.until(SUMS)
            self.assertIn("at_leest", said)
            self.assertIn("error", said)
            watch.save("small.lua", protocol)
            said = watch.until(SUMS)
            self.assertIn("small.lua was saved", said)
            self.assertNotIn("  ok    ", said)  # they are as they were before the mistake
            self.assertEqual(watch.end(signal.SIGTERM), 0)

    def test_includes_and_tables_of_cases(self):
        watch = Watch(".")
        watch.save("shared/adult.lua", "return 18\n")
        watch.save("small.lua", 'local adult = include "shared/adult.lua"\n'
                   + watch.read("small.lua").replace("at_least(18)", "at_least(adult)"))
        watch.save("small_test.lua", 'cases_from "people.csv"\n')
        watch.save("people.csv", "name,age,as_of,expect.outcome\nseventeen,17,2026-05-01,refer\n")
        with watch:
            self.assertIn("ok    seventeen", watch.until(WAITING))
            watch.save("shared/adult.lua", "return 17\n")
            said = watch.until("FAIL  seventeen")
            self.assertIn("shared/adult.lua was saved", said)
            watch.save("people.csv",
                       "name,age,as_of,expect.outcome\nseventeen,16,2026-05-01,refer\n")
            said = watch.until("ok    seventeen")
            self.assertIn("people.csv was saved", said)

    def test_protocols_come_and_go(self):
        with Watch(".") as watch:
            watch.until(WAITING)
            watch.save("other.lua", watch.read("small.lua").replace('protocol "small"',
                                                                    'protocol "other"'))
            said = watch.until(SUMS)
            self.assertIn("other.lua\n", said)
            (watch.folder / "other.lua").unlink()
            self.assertIn("other.lua is gone", watch.until(SUMS))
            self.assertEqual(watch.end(), 0)

    def test_the_exit_code_is_that_of_the_last_run(self):
        with Watch("small.lua") as watch:
            watch.until(WAITING)
            watch.save("small_test.lua", watch.read("small_test.lua") + FAILING)
            watch.until("FAIL")
            watch.until(SUMS)
            self.assertEqual(watch.end(), 1)

    def test_only_as_text(self):
        done = subprocess.run([PROGRAM, "test", "--watch", "--format", "json", "."],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--watch goes with --format text", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
