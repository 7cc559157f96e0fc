"""Live reload: a protocol that has changed goes live in whole, or not at all."""

import json
import signal
import subprocess
import threading
import unittest

from running import KNEE, SYNOVIA, TIMEOUT, WELL, Service

WAIT = 30


def news(client):
    """The next notification."""
    while True:
        message = client.receive()
        assert message is not None, "the connection was closed"
        if message[0] == 2:
            return message[1], message[2][0]


class Reload(unittest.TestCase):
    def setUp(self):
        self.service = Service()
        self.service.start()
        self.addCleanup(self.service.__exit__)
        self.path = self.service.folder / "knee.lua"
        self.text = self.path.read_text()
        self.client = self.service.connect()
        self.addCleanup(self.client.stream.close)
        self.client.call("subscribe", {"topics": ["protocol.changed"]})

    def write(self, path, text):
        """As an editor saves: a new file in place of the old one."""
        fresh = path.with_suffix(".new")
        fresh.write_text(text)
        fresh.rename(path)

    def version(self):
        with self.service.connect() as client:
            return {p["id"]: p["version"] for p in client.call("protocols")}

    def wait_for_log(self, event):
        """Waits for a line of the log, reading on as it grows."""
        with open(self.service.log_path, encoding="utf-8") as log:
            text = log.read()
            with self.service.connect() as client:
                while event not in text:
                    client.call("hello")  # as long as the service turns, it gets there
                    text += log.read()
        return text

    def test_a_change_goes_live_and_is_told(self):
        self.write(self.path, self.text.replace("1.2.0", "1.3.0"))
        topic, what = news(self.client)
        self.assertEqual((topic, what["id"], what["version"]), ("protocol.changed", "knee", "1.3.0"))
        with self.service.connect() as client:
            decision = client.screen(WELL)
            self.assertEqual(decision["protocol"]["digest"], what["digest"])

    def test_what_does_not_check_does_not_go_live(self):
        self.write(self.path, self.text.replace("1.2.0", "1.3.0") + "\nlocal x = fever or limps\n")
        log = self.wait_for_log("protocol-not-replaced")
        self.assertIn("word-outside-function", log)
        self.assertEqual(self.version(), {"knee": "1.2.0"})

    def test_what_fails_its_tests_does_not_go_live(self):
        self.write(self.path, self.text.replace("1.2.0", "1.3.0").replace(
            'urgency = "immediate"', 'urgency = "routine"'))
        log = self.wait_for_log("protocol-not-replaced")
        self.assertIn("tests failed: 1", log)
        self.assertEqual(self.version(), {"knee": "1.2.0"})

    def test_a_new_file_is_served_and_a_file_that_is_gone_is_not(self):
        self.write(self.service.folder / "small.lua", (KNEE.parent / "small.lua").read_text())
        self.assertEqual(news(self.client)[1]["id"], "small")
        self.assertEqual(set(self.version()), {"knee", "small"})
        self.path.unlink()
        self.wait_for_log("protocol-retired")
        self.assertEqual(set(self.version()), {"small"})
        (self.service.folder / "small.lua").unlink()
        self.wait_for_log("nothing-served")

    def test_what_is_included_is_watched_however_deep_it_lies(self):
        folder = self.service.folder / "later" / "deeper"
        folder.mkdir(parents=True)
        (folder / "part.lua").write_text('return "1.4.0"\n')
        self.write(self.path, self.text.replace('"1.2.0"', 'include "later/deeper/part.lua"'))
        self.assertEqual(news(self.client)[1]["version"], "1.4.0")
        self.write(folder / "part.lua", 'return "1.5.0"\n')
        self.assertEqual(news(self.client)[1]["version"], "1.5.0")

    def test_what_is_missing_is_waited_for(self):
        (self.service.folder / "shared").mkdir()
        self.write(self.path, self.text.replace('"1.2.0"', 'include "shared/part.lua"'))
        self.wait_for_log("protocol-not-replaced")
        self.write(self.service.folder / "shared" / "part.lua", 'return "1.4.0"\n')
        self.assertEqual(news(self.client)[1]["version"], "1.4.0")

    def test_call_subscribe_stays_and_prints_what_is_told(self):
        process = subprocess.Popen(
            [SYNOVIA, "call", "subscribe", '{ "topics": ["protocol.changed"] }', "--line",
             "--timeout", "5", "--connect", self.service.addresses[0]],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with process:
            self.assertIsInstance(json.loads(process.stdout.readline()), dict)
            for version in ("1.4.0", "1.5.0"):
                self.write(self.path, self.text.replace("1.2.0", version))
                told = json.loads(process.stdout.readline())
                self.assertEqual(told["method"], "protocol.changed")
                self.assertEqual(told["params"]["version"], version)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.communicate(timeout=TIMEOUT), ("", ""))
            self.assertEqual(process.returncode, 0)

    def test_hang_up_looks_again(self):
        self.service.signal(signal.SIGHUP)
        self.wait_for_log("reloading")
        self.assertEqual(self.version(), {"knee": "1.2.0"})

    def test_under_load_no_answer_is_lost_or_wrong(self):
        seen = []
        stop = threading.Event()
        failures = []

        def ask():
            try:
                with self.service.connect() as client:
                    while not stop.is_set():
                        decision = client.screen(WELL)
                        seen.append((decision["protocol"]["version"], decision["outcome"]))
            except Exception as failure:  # pylint: disable=broad-except
                failures.append(failure)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for version in ("1.3.0", "1.4.0", "1.5.0"):
            self.write(self.path, self.text.replace("1.2.0", version))
            self.assertEqual(news(self.client)[1]["version"], version)
        stop.set()
        for thread in threads:
            thread.join(WAIT)
        self.assertEqual(failures, [])
        self.assertEqual({outcome for _, outcome in seen}, {"clear"})
        self.assertLessEqual({version for version, _ in seen},
                             {"1.2.0", "1.3.0", "1.4.0", "1.5.0"})


if __name__ == "__main__":
    unittest.main()
