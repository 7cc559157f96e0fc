"""A disk that is full, slow, or fails: nobody is answered what is not on record, the service goes on
by itself when the disk does, and nothing that was answered is lost, also when the service is killed
meanwhile.

The full disk is a small tmpfs where one may be mounted, else a limit on the size of files
(RLIMIT_FSIZE), which the last write runs into likewise. SQLite's errors are injected by a store that
is the sqlite plug-in on a file system of its own (moody/).
"""

import contextlib
import os
import pathlib
import random
import resource
import signal
import subprocess
import time
import unittest

from keeping import Kept, verify
from loading import Guider, Memory, Screener
from running import KNEE, Service

STRETCH = KNEE.parent / "stretch.lua"
MOODY = os.environ["MOODY_STORE"]
KILLS = int(os.environ.get("SYNOVIA_KILLS", "200")) // 20
SEED = int(os.environ.get("SYNOVIA_SEED", random.randrange(1 << 32)))
SMALL_BYTES = 2 << 20
PATIENCE_SECONDS = 60
# Of the service while a slow disk holds up more than that; a sanitizer keeps freed memory by.
MOST_KILOBYTES = (600 if KILLS < 10 else 150) << 10

# Of faulty_disk.h, and results of SQLite.
READ, WRITE, SYNC, LOCK = 2, 4, 8, 64
SQLITE_BUSY, SQLITE_IOERR_READ, SQLITE_FULL = 5, 266, 13
SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC = 778, 1034


def until(holds, what):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.005)  # between two looks


class Loaded:
    """A service under load by callers that remember."""

    def __init__(self, service):
        self.service = service
        self.screeners = [Memory(f"screen-{i}") for i in range(2)]
        self.guiders = [Memory(f"guide-{i}") for i in range(2)]
        self.memories = self.screeners + self.guiders
        self.callers = []

    def start(self):
        self.callers = [Screener(memory, self.service.connect_unix())
                        for memory in self.screeners]
        self.callers += [Guider(memory, self.service.connect_unix()) for memory in self.guiders]
        for caller in self.callers:
            caller.start()

    def stop(self):
        for caller in self.callers:
            caller.stop()
        for caller in self.callers:
            caller.join(PATIENCE_SECONDS)
            assert not caller.is_alive()

    def kill_and_start(self):
        self.service.signal(signal.SIGKILL)
        self.service.wait()
        self.service.process.stdout.close()
        self.stop()

    def acknowledged(self):
        return (sum(len(memory.decisions) for memory in self.screeners),
                sum(len(one.acknowledged) for memory in self.guiders for one in memory.sessions))

    def unavailable(self):
        return sum(memory.unavailable for memory in self.memories)

    def wait_until_refused(self):
        before = self.unavailable()
        until(lambda: self.unavailable() > before + 20, "answers that are refused")

    def wait_until_answered(self):
        """Both kinds of callers are answered again."""
        before = self.acknowledged()
        until(lambda: all(now > then for now, then in zip(self.acknowledged(), before)),
              "answers after the disk was well again")


def journal_state(service):
    with service.connect() as client:
        return client.call("hello")["journal"]


def settled(test, loaded, service):
    """Everything is on record, once."""
    verify(service.journal)
    kept = Kept(service.journal)
    test.assertEqual(kept.problems(loaded.memories), [], f"SYNOVIA_SEED={SEED}")
    decisions, turns = loaded.acknowledged()
    print(f"{test.id().split('.', 1)[1]}: {decisions} decisions and {turns} turns acknowledged, "
          f"{loaded.unavailable()} refused, {len(kept.records)} records")
    return kept


# ---- a full disk ---------------------------------------------------------------------------------

class Tmpfs:
    """A small file system of its own, with ballast that can be thrown off."""

    name = "tmpfs"

    def __init__(self, service):
        self.folder = service.state / "small"
        self.folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_BYTES}", "tmpfs",
                        str(self.folder)], check=True, capture_output=True)
        self.service = service
        service.journal = self.folder / "journal.db"

    def mend(self):
        subprocess.run(["mount", "-o", "remount,size=200m", str(self.folder)], check=True)

    def again(self):
        """Little more room than is used now. What is used grows meanwhile: a size that has become
        too small is refused."""
        until(lambda: subprocess.run(
            ["mount", "-o", f"remount,size={self.used() + (64 << 10)}", str(self.folder)],
            check=False, capture_output=True).returncode == 0, "a smaller disk")

    def used(self):
        about = os.statvfs(self.folder)
        return (about.f_blocks - about.f_bfree) * about.f_frsize

    def end(self):
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


class FileSize:
    """A limit on the size of the service's files."""

    name = "RLIMIT_FSIZE"

    def __init__(self, service):
        self.service = service
        service.limits = (resource.RLIMIT_FSIZE, (SMALL_BYTES, resource.RLIM_INFINITY))

    def limit(self, size):
        self.service.limits = (resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        if self.service.process.poll() is None:
            resource.prlimit(self.service.process.pid, *self.service.limits)

    def mend(self):
        self.limit(resource.RLIM_INFINITY)

    def again(self):
        """What lies further back in a file than that cannot be written any more: at once."""
        self.limit(64 << 10)

    def end(self):
        pass


def small_disk(service):
    try:
        return Tmpfs(service)
    except (subprocess.CalledProcessError, FileNotFoundError):
        (service.state / "small").rmdir()
        return FileSize(service)


class FullDisk(unittest.TestCase):
    def full(self, make):
        service = Service(protocols=[KNEE, STRETCH])
        disk = make(service)
        print(f"the full disk is a {disk.name}")
        loaded = Loaded(service)
        chance = random.Random(SEED)
        with service, contextlib.ExitStack() as at_the_end:
            at_the_end.callback(disk.end)
            loaded.start()
            loaded.wait_until_refused()
            state = journal_state(service)
            self.assertEqual(state["state"], "unavailable")
            self.assertTrue(state["reason"])
            self.assertIn("store-unavailable", service.log())
            disk.mend()
            loaded.wait_until_answered()
            self.assertEqual(journal_state(service)["state"], "kept")
            self.assertIn("store-available", service.log())
            for _ in range(KILLS):
                disk.again()
                loaded.wait_until_refused()
                until(lambda: chance.random() < 0.2, "the moment of the kill")
                loaded.kill_and_start()
                disk.mend()
                service.start()
                loaded.start()
                loaded.wait_until_answered()
            loaded.stop()
            service.stop()
            settled(self, loaded, service)

    def test_a_full_file_system(self):
        self.full(small_disk)

    def test_files_that_may_grow_no_further(self):
        self.full(FileSize)


# ---- errors of SQLite ----------------------------------------------------------------------------

class Moods(unittest.TestCase):
    def setUp(self):
        self.service = Service("--store", MOODY, protocols=[KNEE, STRETCH])
        self.loaded = Loaded(self.service)
        self.random = random.Random(SEED)

    def mood(self, text):
        path = pathlib.Path(f"{self.service.journal}.mood")
        # In one step: the store may be reading it.
        fresh = path.with_suffix(".fresh")
        fresh.write_text(text)
        fresh.rename(path)

    def test_each_error_is_survived_and_nothing_is_lost(self):
        errors = [(WRITE, SQLITE_FULL), (WRITE, SQLITE_IOERR_WRITE), (SYNC, SQLITE_IOERR_FSYNC),
                  (LOCK, SQLITE_BUSY), (READ | WRITE, SQLITE_IOERR_READ)]
        with self.service as service:
            self.loaded.start()
            self.loaded.wait_until_answered()
            for operations, result in errors:
                self.mood(f"fail {operations} {self.random.randrange(1, 9)} {result} 1")
                self.loaded.wait_until_refused()
                self.assertEqual(journal_state(service)["state"], "unavailable")
                self.mood("")
                self.loaded.wait_until_answered()
                self.assertEqual(journal_state(service)["state"], "kept")
            self.loaded.stop()
            service.stop()
            kept = settled(self, self.loaded, service)
            outages = [record for record in kept.records if record["kind"] == "outage"]
            self.assertEqual(len(outages), len(errors))

    def test_errors_that_pass_at_once_and_kills_among_them(self):
        with self.service as service:
            service.stop()
            service.process.stdout.close()
            for number in range(KILLS):
                self.mood("")
                service.start()
                self.loaded.start()
                for _ in range(3):
                    operations = self.random.choice([WRITE, SYNC, LOCK, WRITE | SYNC])
                    result = self.random.choice([SQLITE_FULL, SQLITE_IOERR_WRITE,
                                                 SQLITE_IOERR_FSYNC])
                    self.mood(f"fail {operations} {self.random.randrange(1, 60)} {result} 0")
                    self.loaded.wait_until_answered()
                until(lambda: self.random.random() < 0.2, "the moment of the kill")
                self.loaded.kill_and_start()
            self.mood("")
            service.start()
            service.stop()
            settled(self, self.loaded, service)

    def test_a_slow_disk_slows_down_those_who_ask(self):
        """Requests wait, none is refused, and what waits is bounded."""
        self.mood("slow 20")
        with self.service as service:
            self.loaded.start()
            memory = Memory("flood")
            with service.connect_unix() as client:
                data = b"".join(client.request("screen", {
                    "protocol": "knee", "facts": {"age": 30}, "explain": True})[0]
                    for _ in range(20000))
                flood = Flood(memory, client, data)
                flood.start()
                for _ in range(20000):
                    self.assertIsNone(client.receive()[2])
                flood.join(PATIENCE_SECONDS)
            print(f"at the most {peak_kilobytes(service)} kB")
            self.assertLess(peak_kilobytes(service), MOST_KILOBYTES)
            self.loaded.stop()
            self.assertEqual(self.loaded.unavailable(), 0)
            service.stop()
            settled(self, self.loaded, service)


class Flood(Screener):
    """Sends all at once, on a connection that somebody else reads."""

    def __init__(self, memory, client, data):
        super().__init__(memory, client)
        self.data = data

    def run(self):
        self.client.send(self.data)


def peak_kilobytes(service):
    for line in pathlib.Path(f"/proc/{service.process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1])
    raise AssertionError("no VmHWM")


# ---- starting ------------------------------------------------------------------------------------

class Starting(unittest.TestCase):
    def refused(self, *options, **environment):
        done = subprocess.run([os.environ["SYNOVIA"], "serve", str(KNEE.parent), *options],
                              capture_output=True, text=True, timeout=60, check=False,
                              env=os.environ | environment)
        self.assertEqual(done.returncode, 3, done.stderr)
        return done.stderr

    def test_a_state_folder_that_cannot_be_made(self):
        self.assertIn("cannot make the folder /dev/null/synovia for the journal: Not a directory; "
                      "make it, or name another file with --journal",
                      self.refused(XDG_STATE_HOME="/dev/null"))

    def test_no_state_folder_at_all(self):
        self.assertIn("name a file with --journal", self.refused(XDG_STATE_HOME="", HOME=""))

    def test_a_file_that_is_no_journal(self):
        self.assertIn(str(KNEE), self.refused("--journal", str(KNEE)))

    def test_a_store_that_is_not_there(self):
        message = self.refused("--store", "sqlight", "--journal", "/tmp/never-made.db")
        self.assertIn("sqlight", message)
        self.assertFalse(os.path.exists("/tmp/never-made.db"))


if __name__ == "__main__":
    unittest.main()
