#!/usr/bin/env python3
"""Holds the architecture in place: what the compiler alone does not refuse.

usage: check_house.py SOURCE_DIR BUILD_DIR COMPILER

Each check prints every place that breaks it; the exit status is 1 where any does.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

# The arrows: a room may include what stands behind it, and nothing else.
ROOMS = {
    "abi": set(),
    "base": set(),
    "wire": {"base"},
    "rules": {"base"},
    "guide": {"rules", "base"},
    "script": {"rules", "base"},
    "journal": {"abi", "base"},
    "plugin": {"abi", "base"},
    "proof": {"script", "guide", "rules", "abi", "base"},
    "service": {"wire", "rules", "script", "proof", "guide", "journal", "plugin", "abi",
                "base"},
    "net": {"service", "base"},
    "cli": {"net", "service", "base"},
}

# Where a room stands; all others are core/ROOM.
ELSEWHERE = {"abi": "plugins/abi"}

# Third-party headers, and the rooms that may see them.
FOREIGN = {
    r"(lua|lauxlib|lualib)\.h": {"script"},
    r"uv\.h": {"net"},
    r"msgpack(/.*|\.h)": {"wire"},
    r"udunits2?\.h": {"script"},
    r"jansson\.h": {"base", "wire", "service", "cli"},
    r"nettle/.*": {"base"},
    r"xxhash\.h": {"base"},
    r"unistr\.h": {"base"},
    r"sodium(/.*|\.h)": {"journal"},
    r"csv\.h": {"base"},
    r"argp\.h": {"cli"},
    r"dlfcn\.h": {"plugin"},
    r"sqlite3\.h": {"plugins/sqlite"},
    r"z3.*\.h": {"plugins/prover"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)
NEEDS_README = ["core", "protocols", "plugins", "tests"]


def folder_of(source, room):
    return source / ELSEWHERE.get(room, f"core/{room}")


def room_files(source):
    for room in ROOMS:
        for path in sorted(folder_of(source, room).glob("*.[ch]")):
            yield room, path


def check_includes(source):
    for room, path in room_files(source):
        for kind, name in INCLUDE.findall(path.read_text()):
            if "../" in name:
                yield f"{path}: includes {name}: write it as room/header.h"
            if name.endswith(".c"):
                yield f"{path}: includes the source file {name}"
            if kind == '"':
                seen = name.split("/")[0]
                if seen != room and seen not in ROOMS[room]:
                    yield f"{path}: {room} may not include {name}"
            for pattern, rooms in FOREIGN.items():
                if re.fullmatch(pattern, name) and room not in rooms:
                    yield f"{path}: only {', '.join(sorted(rooms))} may include {name}"


def check_plugins(source):
    """A plug-in sees the ABI headers, its own, and the libraries that are its own."""
    for path in sorted((source / "plugins").glob("*/*.[ch]")):
        own = path.parent.name
        for kind, name in INCLUDE.findall(path.read_text()):
            if kind == '"' and name.split("/")[0] not in {"abi", own}:
                yield f"{path}: a plug-in may include abi/ and {own}/, not {name}"
            for pattern, rooms in FOREIGN.items():
                if re.fullmatch(pattern, name) and f"plugins/{own}" not in rooms:
                    yield f"{path}: only {', '.join(sorted(rooms))} may include {name}"


def check_links(source):
    """What CMake lets a room see is what the table above says."""
    for room, allowed in ROOMS.items():
        if room in ELSEWHERE:  # headers only: it sees nothing
            continue
        text = (source / "core" / room / "CMakeLists.txt").read_text()
        match = re.search(r"\bSEES((?:\s+(?!USES\b)\w+)*)", text)
        seen = set(match.group(1).split()) if match else set()
        if seen != allowed:
            yield f"core/{room}/CMakeLists.txt: SEES {sorted(seen)}, expected {sorted(allowed)}"


def compile_text(build, compiler, room, text):
    roots = [f"-I{build}/include-roots/{name}" for name in sorted({room} | ROOMS[room])]
    with tempfile.NamedTemporaryFile("w", suffix=".c") as file:
        file.write(text)
        file.flush()
        flags = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror"]
        command = [compiler, *flags, *roots, "-I/usr/include/lua5.4", "-fsyntax-only", file.name]
        return subprocess.run(command, capture_output=True, text=True)


def check_headers_alone(source, build, compiler):
    for room, path in room_files(source):
        if path.suffix == ".h":
            done = compile_text(build, compiler, room, f'#include "{room}/{path.name}"\n')
            if done.returncode != 0:
                yield f"{path}: does not compile alone:\n{done.stderr}"


def check_forbidden_includes_fail(source, build, compiler):
    """The include roots really do keep the rooms apart."""
    for room in ROOMS:
        for other in set(ROOMS) - ROOMS[room] - {room}:
            header = next(iter(sorted(folder_of(source, other).glob("*.h"))))
            done = compile_text(build, compiler, room, f'#include "{other}/{header.name}"\n')
            if done.returncode == 0:
                yield f"core/{room} can include {other}/{header.name}, which it may not see"


def check_readmes(source):
    folders = [source / name for name in NEEDS_README]
    folders += [folder_of(source, room) for room in ROOMS]
    folders += [path for path in (source / "plugins").iterdir() if path.is_dir()]
    for folder in folders:
        if not (folder / "README.md").is_file():
            yield f"{folder}: has no README.md"


def check_top_level(source):
    listed = subprocess.run(["git", "-C", source, "ls-files"], capture_output=True, text=True)
    allowed = {"core", "protocols", "plugins", "tests", "CMakeLists.txt", "README.md", "dev",
               "LICENSE", "CMakePresets.json"}
    for name in sorted({line.split("/")[0] for line in listed.stdout.splitlines()}):
        if name not in allowed and not name.startswith("."):
            yield f"{name}: does not belong at the top level"


def main():
    source, build, compiler = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    checks = [
        check_includes(source),
        check_plugins(source),
        check_links(source),
        check_headers_alone(source, build, compiler),
        check_forbidden_includes_fail(source, build, compiler),
        check_readmes(source),
        check_top_level(source),
    ]
    problems = [problem for check in checks for problem in check]
    for problem in problems:
        print(problem)
    print(f"{len(checks)} checks, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
