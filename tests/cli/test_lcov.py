#!/usr/bin/env python3
"""What `synovia test --coverage=lcov` writes is a tracefile that LCOV's own genhtml takes, without a
warning, and in which it counts what we count.

    test_lcov.py PROGRAM SOURCE_DIR
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv[1]
SOURCE = pathlib.Path(sys.argv[2])


class Tracefile(unittest.TestCase):
    def test_genhtml_takes_it(self):
        with tempfile.TemporaryDirectory() as folder:
            traces = pathlib.Path(folder) / "coverage.info"
            pages = pathlib.Path(folder) / "pages"
            subprocess.run([PROGRAM, "test", "--coverage=lcov", "--output", traces, "protocols"],
                           cwd=SOURCE, check=True, capture_output=True, timeout=120)
            done = subprocess.run(["genhtml", "--branch-coverage", "--output-directory", pages,
                                   traces],
                                  cwd=SOURCE, check=False, capture_output=True, text=True,
                                  timeout=120)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
            self.assertNotRegex(done.stdout, r"(?i)warning|error")
            self.assertTrue((pages / "protocols" / "nexus.lua.gcov.html").exists())
            for what, ours in (("functions", "FNF"), ("branches", "BRF"), ("lines", "LF")):
                found = re.search(rf"{what}\.*: [\d.]+% \((\d+) of (\d+) {what}\)", done.stdout)
                counts = re.findall(rf"^{ours}:(\d+)$", traces.read_text(), re.MULTILINE)
                self.assertEqual(int(found[2]), sum(map(int, counts)), what)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
