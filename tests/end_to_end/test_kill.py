"""The service is killed at random moments, and has lost nothing that it had answered.

SYNOVIA_KILLS says how often (200); SYNOVIA_SEED repeats a run.
"""

import os
import random
import signal
import threading
import unittest

from keeping import Kept, verify
from loading import Guider, Memory, Screener
from running import KNEE, Service

STRETCH = KNEE.parent / "stretch.lua"
KILLS = int(os.environ.get("SYNOVIA_KILLS", "200"))
SEED = int(os.environ.get("SYNOVIA_SEED", random.randrange(1 << 32)))
# A kill comes so many seconds after the start of the load, at random.
MOST_SECONDS = 0.08
VERIFY_EVERY = 20
RELOAD_EVERY = 7


class Killed(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(SEED)
        self.screeners = [Memory(f"screen-{i}") for i in range(2)]
        self.guiders = [Memory(f"guide-{i}") for i in range(2)]
        self.memories = self.screeners + self.guiders

    def change_protocol(self, service, number):
        path = service.folder / "stretch.lua"
        path.write_text(STRETCH.read_text().replace('"1.0.0"', f'"1.0.{number}"'))

    def load(self, service):
        callers = [Screener(memory, service.connect_unix()) for memory in self.screeners]
        callers += [Guider(memory, service.connect_unix()) for memory in self.guiders]
        for caller in callers:
            caller.start()
        return callers

    def kill_under_load(self, service, number):
        service.start()
        callers = self.load(service)
        if number % RELOAD_EVERY == 0:
            self.change_protocol(service, number)
        # The one wait that is not for an event: the moment has to be random.
        threading.Event().wait(self.random.random() * MOST_SECONDS)
        service.signal(signal.SIGKILL)
        service.wait()
        service.process.stdout.close()
        for caller in callers:
            caller.join(60)
            self.assertFalse(caller.is_alive())

    def resume_all(self, service):
        """Every session that was acknowledged is there, and goes on to its end."""
        service.start()
        with service.connect() as client:
            for memory in self.guiders:
                for session in memory.sessions:
                    answer = client.call("session.get", {"session": session.id})
                    self.assertGreaterEqual(answer["turn"], session.turn)
                    self.assertEqual(answer["protocol"]["digest"], session.digest)
                    while answer["state"] == "step":
                        answer = client.call("session.report", {
                            "session": session.id, "turn": answer["turn"],
                            "facts": {name: False for name in answer["watch"]}})
                    self.assertEqual(answer["state"], "finished")

    def test_nothing_that_was_answered_is_lost(self):
        with Service(protocols=[KNEE, STRETCH]) as service:
            service.stop()
            service.process.stdout.close()
            for number in range(1, KILLS + 1):
                self.kill_under_load(service, number)
                if number % VERIFY_EVERY == 0:
                    verify(service.journal)
            self.resume_all(service)
            service.stop()
            verify(service.journal)
            kept = Kept(service.journal)
            self.assertEqual(kept.problems(self.memories), [], f"SYNOVIA_SEED={SEED}")
            decisions = sum(len(memory.decisions) for memory in self.screeners)
            turns = sum(len(one.acknowledged) for memory in self.guiders
                        for one in memory.sessions)
            sessions = sum(len(memory.sessions) for memory in self.guiders)
            print(f"{KILLS} kills: {decisions} decisions and {turns} turns of {sessions} sessions "
                  f"acknowledged, {len(kept.records)} records, "
                  f"{sum(len(memory.sent) for memory in self.screeners)} decisions asked for")
            self.assertGreater(decisions, KILLS)  # or the load was none
            self.assertGreater(turns, KILLS // 4)


if __name__ == "__main__":
    unittest.main()
