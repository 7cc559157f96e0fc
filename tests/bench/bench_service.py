#!/usr/bin/env python3
"""The service on a socket beside a bare libuv MessagePack echo server, in one run.

usage: bench_service.py SYNOVIA FOLDER-OF-BENCHES PROTOCOLS

`synovia bench` puts the same load on both, in short rounds that take turns, so that what else the
machine does falls on both alike; the median round counts, and of it the ratio.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 7
SECONDS = "0.5"
PROTOCOL = "thoracic-mobilization"
LOADS = [(1, 1), (1, 16), (16, 1), (16, 16), (64, 16)]


def start(words, address):
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in process.stdout:
        if line.strip() == "ready":
            return process, address
    raise SystemExit(f"bench: {words[0]} did not start")


def load(synovia, facts, address, connections, pipeline):
    done = subprocess.run(
        [synovia, "bench", "--connect", address, "--format", "json", "--seconds", SECONDS,
         "--connections", str(connections), "--pipeline", str(pipeline), "--protocol", PROTOCOL,
         "--facts", facts, "--params", '{"as_of": "2026-05-01"}'],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def median(rounds, *keys):
    values = []
    for found in rounds:
        for key in keys:
            found = found[key]
        values.append(found)
    return statistics.median(values)


def show(name, rounds, per_second):
    own = median(rounds, "per_second")
    print(f"  {name:<10} {own:>9.0f} answers/s   p50 {median(rounds, 'milliseconds', 'p50'):>7.3f} ms"
          f"   p99 {median(rounds, 'milliseconds', 'p99'):>7.3f} ms"
          f"   synovia's speed is {per_second / own:.2f} of it")


def main():
    synovia, benches, protocols = sys.argv[1:4]
    # Everything answered, nothing found: the whole decision, and no question left.
    facts = subprocess.run([f"{benches}/bench_decisions", "facts"], capture_output=True, text=True,
                           check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = os.path.join(folder, "synovia"), os.path.join(folder, "echo")
        servers = [
            # What a record costs is bench_durability.py's business.
            start([synovia, "serve", protocols, "--no-journal", "--listen", f"unix://{ours}"],
                  f"unix://{ours}"),
            start([f"{benches}/echo_server", theirs], f"unix://{theirs}"),
        ]
        try:
            for connections, pipeline in LOADS:
                print(f"{connections} connections, {pipeline} requests under way on each")
                rounds = [[], []]
                for _ in range(ROUNDS):
                    for (_, address), found in zip(servers, rounds):
                        found.append(load(synovia, facts, address, connections, pipeline))
                per_second = median(rounds[0], "per_second")
                show("synovia", rounds[0], per_second)
                show("echo", rounds[1], per_second)
        finally:
            for process, _ in servers:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()
