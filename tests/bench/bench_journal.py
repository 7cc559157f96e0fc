#!/usr/bin/env python3
"""A journal of a million decisions: what a record takes, and how long it takes to open and to read.

usage: bench_journal.py SYNOVIA FOLDER-OF-BENCHES STORE PROTOCOLS [RECORDS]

One real decision of the thoracic protocol, all facts given and cleared, is recorded by the service;
make_journal writes it again under other refs. Each command's time is that of the whole process.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

PROTOCOL = "thoracic-mobilization"
RECORDS = 1_000_000


def record_one(synovia, benches, protocols, folder):
    """A line for make_journal of what the service records of one decision."""
    address = f"unix://{folder}/socket"
    journal = f"{folder}/one.db"
    server = subprocess.Popen([synovia, "serve", protocols, "--listen", address, "--journal",
                               journal], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True)
    for line in server.stdout:
        if line.strip() == "ready":
            break
    facts = json.loads(subprocess.run([f"{benches}/bench_decisions", "facts"], check=True,
                                      capture_output=True, text=True).stdout)
    request = {"protocol": PROTOCOL, "as_of": "2026-05-01", "facts": facts, "ref": "r"}
    subprocess.run([synovia, "call", "--connect", address, "screen", json.dumps(request)],
                   check=True, stdout=subprocess.DEVNULL)
    server.terminate()
    server.wait()
    done = subprocess.run([synovia, "journal", "export", "--journal", journal, "--kind", "decision"],
                          check=True, capture_output=True, text=True)
    record = json.loads(done.stdout)
    record["time"] = 1_700_000_000_000
    return json.dumps(record) + "\n"


def run(what, words, records, text=None):
    """Runs a command to its end and says how long it took, and what memory it had at the most."""
    start = time.monotonic()
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    if text:
        process.stdin.write(text)
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    rate = f"{records / seconds:12,.0f} records/s" if records > 1 else " " * 22
    print(f"  {what:<28} {seconds:9.3f} s {rate} {usage.ru_maxrss:9,} kB")
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"bench: {words} failed")


def main():
    synovia, benches, store, protocols = sys.argv[1:5]
    records = int(sys.argv[5]) if len(sys.argv) > 5 else RECORDS
    with tempfile.TemporaryDirectory() as folder:
        line = record_one(synovia, benches, protocols, folder)
        path = f"{folder}/many.db"
        journal = [synovia, "journal"]
        print(f"a journal of {records:,} decisions of {PROTOCOL}")
        run("written (durability none)", [f"{benches}/make_journal", store, path, str(records)], records, line)
        size = os.path.getsize(path)
        print(f"  {size:,} bytes, {size / records:,.0f} bytes a record")
        run("opened, the last one shown", [*journal, "show", "--journal", path, "--last", "1"], 1)
        run("opened, one ref of them", [*journal, "show", "--journal", path, "--ref",
                                        f"r{records // 2}"], 1)
        run("verify", [*journal, "verify", "--journal", path], records)
        run("stats", [*journal, "stats", "--journal", path], records)
        run("replay", [synovia, "replay", f"{protocols}/{PROTOCOL}.lua", "--journal", path],
            records)
        run("export", [*journal, "export", "--journal", path], records)
        run("forget one ref", [*journal, "forget", "--journal", path, "--ref", "r7"], 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
