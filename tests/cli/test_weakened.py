#!/usr/bin/env python3
"""Weakens shipped protocols by one edit each, and compares what `synovia diff` says of it.

    test_weakened.py PROGRAM SOURCE-FOLDER

weakened.txt, beside this file, has the edits and says how it is read.
"""
import pathlib
import re
import subprocess
import sys
import tempfile


def read_cases(path):
    cases = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "==":
            kind, _, title = rest.partition(": ")
            cases.append({"kind": kind, "title": title, "lines": [], "edits": [], "at": number,
                          "exit": 1})
        elif word == "line":
            cases[-1]["lines"].append(rest)
        elif word == "in":
            cases[-1]["in"] = rest
        elif word == "exit":
            cases[-1]["exit"] = int(rest)
        elif word == "replace":
            cases[-1]["edits"].append([rest.replace("\\n", "\n"), None])
        elif word == "with":
            cases[-1]["edits"][-1][1] = rest.replace("\\n", "\n")
        else:
            raise SystemExit(f"{path}:{number}: no such word: {word}")
    return cases


def kinds_of_faults(source):
    text = (source / "core/proof/mutant.h").read_text()
    return set(re.findall(r'MUTANT\(\w+, "(\w+)"', text))


def run_case(program, source, case, folder):
    old = source / "protocols" / f"{case['in']}.lua"
    text = old.read_text()
    for found, instead in case["edits"]:
        if text.count(found) != 1:
            return f"stands {text.count(found)} times in {old.name}: {found!r}"
        text = text.replace(found, instead)
    for shared in (source / "protocols").iterdir():
        if shared.is_dir() and not (folder / shared.name).exists():
            (folder / shared.name).symlink_to(shared)
    new = folder / old.name
    new.write_text(text)
    done = subprocess.run([program, "diff", str(old), str(new)], capture_output=True, text=True,
                          check=False)
    said = {line.strip() for line in done.stdout.splitlines()}
    missing = [line for line in case["lines"] if line.strip() not in said]
    if done.returncode != case["exit"]:
        missing.insert(0, f"exit code {case['exit']}, and not {done.returncode}")
    return None if not missing else f"missing: {missing}\n{done.stdout}{done.stderr}"


def main():
    program, source = sys.argv[1], pathlib.Path(sys.argv[2])
    cases = read_cases(pathlib.Path(__file__).with_name("weakened.txt"))
    without = kinds_of_faults(source) - {case["kind"] for case in cases}
    failures = [f"no copy is weakened by a fault of the kind {kind}" for kind in sorted(without)]
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            problem = run_case(program, source, case, pathlib.Path(folder))
        if problem:
            failures.append(f"weakened.txt:{case['at']}: {case['kind']}: {problem}")
    print("\n".join(failures) or f"{len(cases)} weakened copies, each found by diff")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
