"""`synovia bench` against a real service: every request is asked, answered and counted once."""

import json
import signal
import socket
import subprocess
import threading
import unittest

import msgpack

from running import SYNOVIA, TIMEOUT, WELL, Service


def bench(address, *options, code=0):
    done = subprocess.run([SYNOVIA, "bench", "--connect", address, *options], capture_output=True,
                          text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def bench_json(address, *options, code=0):
    return json.loads(bench(address, *options, "--format", "json", code=code).stdout)


class Scripted:
    """A service that answers each request with what a function makes of it."""

    def __init__(self, answer):
        self.answer = answer
        self.requests = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = "tcp://127.0.0.1:%d" % self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.thread.join(TIMEOUT)

    def serve(self):
        stream, _ = self.listener.accept()
        unpacker = msgpack.Unpacker()
        with stream:
            while data := stream.recv(1 << 16):
                unpacker.feed(data)
                for _, msgid, method, params in unpacker:
                    self.requests.append((method, params[0]))
                    error, result = self.answer(method, params[0])
                    stream.sendall(msgpack.packb([1, msgid, error, result]))


class Bench(unittest.TestCase):
    def test_every_request_is_counted_once(self):
        with Service() as service:
            for connections, pipeline in ((1, 1), (3, 7), (50, 4)):
                for address in service.addresses:
                    found = bench_json(address, "--requests", "1000", "--facts", json.dumps(WELL),
                                       "--connections", str(connections),
                                       "--pipeline", str(pipeline))
                    self.assertEqual(found["answers"], 1000)
                    self.assertEqual((found["errors"], found["lost"]), (0, 0))
                    self.assertEqual(found["protocol"], "knee")
                    times = [found["milliseconds"][key]
                             for key in ("p50", "p90", "p99", "p999", "max")]
                    self.assertEqual(times, sorted(times))
                    self.assertGreater(times[0], 0)

    def test_a_time_is_kept(self):
        with Service() as service:
            found = bench_json(service.addresses[0], "--seconds", "0.3", "--method", "hello")
            self.assertGreater(found["answers"], 0)
            self.assertLess(found["seconds"], 5)  # on however busy a machine

    def test_as_text(self):
        with Service() as service:
            out = bench(service.addresses[0], "--requests", "10").stdout
            self.assertIn("screen of knee at tcp://127.0.0.1:", out)
            self.assertIn("(10 answers, 0 errors)", out)
            self.assertRegex(out, r"p50 \d+\.\d+ ms   p90 .* p99 .* p99\.9 .* max ")

    def test_errors_are_told(self):
        with Service() as service:
            found = bench_json(service.addresses[0], "--requests", "20", "--protocol", "nee",
                               code=1)
            self.assertEqual(found["errors"], 20)
            self.assertIn("unknown-protocol", found["first_error"][1])

    def test_sessions_are_run_through(self):
        turns = {"start": ("step", 1), 1: ("step", 2), 2: ("finished", 3)}

        def answer(method, params):
            state, turn = turns["start" if method == "session.start" else params["turn"]]
            return None, {"session": "s1", "state": state, "turn": turn}

        with Scripted(answer) as service:
            found = bench_json(service.address, "--method", "session", "--protocol", "knee",
                               "--technique", "stretch", "--facts", '{"age": 30}',
                               "--live", '{"hurts": false}', "--connections", "1",
                               "--requests", "9")
            self.assertEqual(found["sessions"], {"ended": 3, "halted": 0, "unguided": 0})
        start = {"protocol": "knee", "technique": "stretch", "facts": {"age": 30}}
        report = {"session": "s1", "facts": {"hurts": False}}
        self.assertEqual(service.requests, 3 * [("session.start", start),
                                                ("session.report", {**report, "turn": 1}),
                                                ("session.report", {**report, "turn": 2})])

    def test_sessions_that_halt_or_never_begin(self):
        for state, started, counts in (
                ("halted", True, {"ended": 2, "halted": 2, "unguided": 0}),
                ("not_cleared", False, {"ended": 0, "halted": 0, "unguided": 4})):
            def answer(method, _):
                begins = method == "session.start" and started
                return None, {"session": "s", "state": "step" if begins else state, "turn": 1}

            with Scripted(answer) as service:
                found = bench_json(service.address, "--method", "session", "--protocol", "knee",
                                   "--technique", "t", "--connections", "1", "--requests", "4")
                self.assertEqual(found["sessions"], counts)

    def test_a_connection_that_is_lost_is_told(self):
        answered = []

        def answer(*_):
            answered.append(1)
            if len(answered) == 5:
                raise SystemExit  # ends the thread, and closes the connection
            return None, {}

        with Scripted(answer) as service:
            done = bench(service.address, "--method", "hello", "--connections", "1", "--requests",
                         "100", code=3)
            self.assertIn("1 of 1 connections were lost", done.stderr)
            self.assertIn("(4 answers, 0 errors)", done.stdout)

    def test_who_speaks_otherwise_is_no_service(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            process = subprocess.Popen(
                [SYNOVIA, "bench", "--method", "hello", "--connections", "1", "--connect",
                 "tcp://127.0.0.1:%d" % listener.getsockname()[1]],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            stream, _ = listener.accept()
            with stream:
                stream.sendall(b"HTTP/1.1 400 Bad Request\r\n")
                _, messages = process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, 3)
        self.assertIn("1 of 1 connections were lost", messages)

    def test_a_service_that_ends_is_told(self):
        with Service() as service:
            process = subprocess.Popen(
                [SYNOVIA, "bench", "--connect", service.addresses[0], "--seconds", "60"],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            with service.connect() as client:
                client.call("hello")  # the bench may have begun or not: both end
            service.signal(signal.SIGTERM)
            self.assertEqual(service.wait(), 0)
            _, messages = process.communicate(timeout=TIMEOUT)
            self.assertEqual(process.returncode, 3)
            self.assertRegex(messages, "synovia serve|were lost|no Synovia service|closed the connection")

    def test_wrong_usage(self):
        for options, words in (
                (["--connections", "0"], "--connections is a number from 1 to 1000"),
                (["--pipeline", "many"], "--pipeline is a number from 1 to 1000"),
                (["--seconds", "1", "--requests", "1"], "either --seconds or --requests"),
                (["--method", "session"], "needs --technique"),
                (["--connect", "here"], "--connect: "),
                (["screen"], "it takes options only"),
                (["--protocol", "x", "--facts", "[1]"], "--facts is no JSON object")):
            done = subprocess.run([SYNOVIA, "bench", *options], capture_output=True, text=True,
                                  timeout=TIMEOUT, check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
