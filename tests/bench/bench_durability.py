#!/usr/bin/env python3
"""What it costs to put every answer on record first: decisions and session turns per second with each
durability, beside `none`.

usage: bench_durability.py SYNOVIA PROTOCOLS [ROUNDS]

One service for each durability, and one that keeps no journal; `synovia bench` puts the same load on
them in short rounds that take turns, so that what else the machine does falls on all alike; the
median round counts. Then the memory that 100,000 live sessions take, and the bytes of a record.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile

import msgpack

SECONDS = "0.8"
PROTOCOL = "thoracic-mobilization"
HOW = ["none", "interval", "commit", "no journal"]
LOADS = [(1, 1), (64, 1), (64, 16)]
SESSIONS = 100_000
PIPELINE = 500

# Cleared, every question answered; and what is reported at every turn by somebody who is well.
FACTS = {
    "region": "upper_back", "limb_numbness": False, "limb_tingling": False, "limb_weakness": False,
    "pain_worst_nrs": 0, "fever": False, "unexplained_weight_loss": False,
    "osteoporosis_status": "none_known", "spinal_fusion": False, "known_disc_problem": False,
    "fracture_in_area": False, "trauma_in_area": False, "persistent_discomfort": False,
    "prior_sessions": 0, "relaxed": True, "cooperative": True, "partner_available": True,
}
LIVE = {
    "relaxed": True, "cooperative": True, "acute_pain_now": False, "resistance_now": False,
    "within_comfort": True, "movement_speed": "slow", "pressure": "none", "enough": False,
}


class Service:
    def __init__(self, synovia, protocols, folder, how):
        name = how.replace(" ", "-")
        self.address = os.path.join(folder, name)
        self.journal = f"{self.address}.db"
        words = [synovia, "serve", protocols, "--listen", f"unix://{self.address}"]
        words += (["--no-journal"] if how == "no journal"
                  else ["--durability", how, "--journal", self.journal])
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)
        for line in self.process.stdout:
            if line.strip() == "ready":
                return
        raise SystemExit(f"bench: the service with {how} did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def kilobytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def load(synovia, service, method, connections, pipeline):
    words = [synovia, "bench", "--connect", f"unix://{service.address}", "--format", "json",
             "--seconds", SECONDS, "--connections", str(connections), "--pipeline", str(pipeline),
             "--protocol", PROTOCOL, "--facts", json.dumps(FACTS), "--method", method,
             "--params", '{"as_of": "2026-05-01"}']
    if method == "session":
        words += ["--technique", "towel-roller", "--live", json.dumps(LIVE)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def measure(synovia, protocols, method, rounds):
    for connections, pipeline in LOADS:
        with tempfile.TemporaryDirectory(prefix="synovia-bench-") as folder:
            services = {how: Service(synovia, protocols, folder, how) for how in HOW}
            found = {how: [] for how in HOW}
            for _ in range(rounds):
                for how in HOW:
                    found[how].append(load(synovia, services[how], method, connections, pipeline))
            for service in services.values():
                service.stop()
        show(method, connections, pipeline, found)


def show(method, connections, pipeline, found):
    what = "decisions" if method == "screen" else "turns"
    print(f"{what}, {connections} connection{'s' if connections > 1 else ''}, {pipeline} under way "
          f"on each")
    reference = statistics.median(one["per_second"] for one in found["none"])
    for how in HOW:
        speed = statistics.median(one["per_second"] for one in found[how])
        p50 = statistics.median(one["milliseconds"]["p50"] for one in found[how])
        p99 = statistics.median(one["milliseconds"]["p99"] for one in found[how])
        print(f"  {how:<10} {speed:>8.0f}/s   p50 {p50:>7.3f} ms   p99 {p99:>8.3f} ms   "
              f"{speed / reference:.2f} of none", flush=True)


# ---- what is kept --------------------------------------------------------------------------------

def start_sessions(service, count):
    """Starts so many, a few hundred under way at a time."""
    stream = socket.socket(socket.AF_UNIX)
    stream.connect(service.address)
    unpacker = msgpack.Unpacker()
    params = {"protocol": PROTOCOL, "technique": "towel-roller", "facts": FACTS}
    sent = answered = 0
    while answered < count:
        burst = b"".join(msgpack.packb([0, sent + i, "session.start", [params]])
                         for i in range(min(PIPELINE, count - sent)))
        sent = min(sent + PIPELINE, count)
        stream.sendall(burst)
        while answered < sent:
            unpacker.feed(stream.recv(1 << 16))
            for _, _, error, _ in unpacker:
                if error is not None:
                    raise SystemExit(f"bench: {error}")
                answered += 1
    stream.close()


def kept(synovia, protocols):
    with tempfile.TemporaryDirectory(prefix="synovia-bench-") as folder:
        for how in ["no journal", "commit"]:
            service = Service(synovia, protocols, folder, how)
            start_sessions(service, 1000)
            before = service.kilobytes()
            start_sessions(service, SESSIONS)
            grown = service.kilobytes() - before
            service.stop()
            print(f"{SESSIONS} live sessions, {how}: {grown} kB more, "
                  f"{grown * 1024 / SESSIONS:.0f} bytes each")
            if how == "commit":
                size = os.path.getsize(service.journal)
                print(f"a start on record, with the session's state: {size / SESSIONS:.0f} bytes")


def main():
    synovia, protocols = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    measure(synovia, protocols, "screen", rounds)
    measure(synovia, protocols, "session", rounds)
    kept(synovia, protocols)


if __name__ == "__main__":
    main()
