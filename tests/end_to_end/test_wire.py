"""The running service on its sockets: what a network does to bytes."""

import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import unittest

import msgpack
from running import KNEE, SYNOVIA, TIMEOUT, WELL, Client, Service

MEGABYTE = 1 << 20


class Requests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service()
        cls.service.start()

    @classmethod
    def tearDownClass(cls):
        cls.service.__exit__()

    def test_tcp_and_unix_answer_the_same(self):
        with self.service.connect() as tcp, self.service.connect_unix() as unix:
            self.assertEqual(tcp.screen(WELL), unix.screen(WELL))
            self.assertEqual(tcp.screen(WELL)["outcome"], "clear")

    def test_byte_by_byte(self):
        with self.service.connect() as client:
            data, _ = client.request("screen", {"protocol": "knee", "facts": WELL})
            client.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for i in range(len(data)):
                client.send(data[i:i + 1])
            self.assertEqual(client.receive()[3]["outcome"], "clear")

    def test_pipelined_requests_are_all_answered(self):
        with self.service.connect() as client:
            count = 2000
            data = b"".join(
                client.request("screen", {"protocol": "knee", "facts": WELL, "ref": i})[0]
                for i in range(count))
            client.send(data)
            refs = [client.receive()[3]["ref"] for _ in range(count)]
            self.assertEqual(sorted(refs), list(range(count)))

    def test_an_error_is_an_array_until_hello_asks_for_maps(self):
        with self.service.connect() as client:
            data, _ = client.request("screem")
            client.send(data)
            error = client.receive()[2]
            self.assertEqual(error[0], 1)
            self.assertTrue(error[1].startswith("unknown-method: "))
            client.call("hello", {"errors": "map"})
            client.send(data)
            self.assertEqual(client.receive()[2]["code"], "unknown-method")

    def test_a_text_that_is_not_utf8_is_told_as_that(self):
        with Service() as service, service.connect() as client:
            client.send(b"\x94\x00\x07\xa8protocol\x91\x81\xa8protocol\xa3kn\xff")
            _, _, error, _ = client.receive()
            self.assertIn("protocol must be a text and was sent as a text that is not UTF-8",
                          error[1])
            client.send(b"\x94\x00\x08\xa8protocol\x91\x81\xa2\xff\xffk\x01")
            _, _, error, _ = client.receive()
            self.assertIn("a key of params must be a text, not a text that is not UTF-8", error[1])

    def test_a_malformed_frame_closes_its_connection_alone(self):
        with self.service.connect() as bad, self.service.connect() as good:
            bad.send(b"\xc1")
            self.assertIsNone(bad.receive())
            self.assertEqual(good.screen(WELL)["outcome"], "clear")

    def test_a_frame_too_large_is_answered_then_closed(self):
        with self.service.connect() as client:
            data = msgpack.packb([0, 7, "check", [{"source": "x" * (2 * MEGABYTE)}]])
            client.send(data)
            kind, msgid, error, _ = client.receive()
            self.assertEqual((kind, msgid), (1, 7))
            self.assertTrue(error[1].startswith("frame-too-large: "), error)
            client.stream.shutdown(socket.SHUT_WR)
            self.assertIsNone(client.receive())

    def test_depth_and_items_are_refused_by_their_codes(self):
        deep = 7
        for _ in range(20):
            deep = [deep]
        for facts, code in (({"age": deep}, "frame-too-deep"),
                            ({str(i): i for i in range(70000)}, "frame-too-many-items")):
            with self.service.connect() as client:
                client.send(client.request("screen", {"protocol": "knee", "facts": facts})[0])
                self.assertTrue(client.receive()[2][1].startswith(code + ": "))

    def test_a_peer_that_stops_sending_still_gets_its_answer(self):
        with self.service.connect() as client:
            client.send(client.request("screen", {"protocol": "knee", "facts": WELL})[0])
            client.stream.shutdown(socket.SHUT_WR)
            self.assertEqual(client.receive()[3]["outcome"], "clear")
            self.assertIsNone(client.receive())

    def test_a_slow_reader_is_not_buffered_without_bound(self):
        """A reader that takes nothing is soon not read any more: sending blocks."""
        with self.service.connect() as client, self.service.connect() as other:
            data, _ = client.request("protocol", {"protocol": "knee"})
            client.stream.setblocking(False)
            sent = 0
            batch = data * 1000
            # Each answer is a hundred times its request; without back-pressure this never blocks.
            while sent < 64 * MEGABYTE:
                other.screen(WELL)  # the loop has turned: what could be read was read
                try:
                    sent += client.stream.send(batch)
                except BlockingIOError:
                    break
            self.assertLess(sent, 64 * MEGABYTE)
            self.assertEqual(other.screen(WELL)["outcome"], "clear")
            memory = resident_bytes(self.service.process.pid)
            self.assertLess(memory, 512 * MEGABYTE)


    def test_a_fast_reader_never_waits_for_good(self):
        """A socket that takes a full queue in one write must not leave the rest unanswered."""
        count = 3000
        with self.service.connect() as client:
            data = b"".join(client.request("protocol", {"protocol": "knee"})[0]
                            for _ in range(count))
            sender = threading.Thread(target=client.send, args=(data,))
            sender.start()
            answers = [client.receive()[1] for _ in range(count)]
            sender.join()
            self.assertEqual(answers, list(range(count)))


def resident_bytes(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Silence(unittest.TestCase):
    def test_half_a_message_is_closed_and_says_so(self):
        with Service("--half-sent", "1") as service, service.connect() as client:
            client.send(b"\x94\x00")
            self.assertIsNone(client.receive())
            self.assertIn("a message was half sent", service.log())

    def test_a_silent_connection_is_closed(self):
        with Service("--idle", "1") as service, service.connect() as client:
            client.screen(WELL)
            self.assertIsNone(client.receive())
            self.assertIn("nothing was said for too long", service.log())


class Starting(unittest.TestCase):
    def run_serve(self, *options):
        return subprocess.run([SYNOVIA, "serve", "--no-journal", *options], capture_output=True, text=True,
                              timeout=60, check=False)

    def test_a_live_socket_is_refused_and_a_stale_one_replaced(self):
        with Service() as service:
            second = self.run_serve(str(service.folder), "--listen",
                                    f"unix://{service.socket_path}")
            self.assertEqual(second.returncode, 3)
            self.assertIn("another service is listening there", second.stderr)
            service.process.kill()
            service.wait()
            self.assertTrue(os.path.exists(service.socket_path))
            service.process.stdout.close()
            service.start()
            self.assertIn("stale-socket-replaced", service.log())
            with service.connect_unix() as client:
                self.assertEqual(client.screen(WELL)["outcome"], "clear")

    def test_a_file_in_the_way_stays(self):
        with Service() as service:
            path = service.folder / "precious"
            path.write_text("keep me")
            second = self.run_serve(str(service.folder), "--listen", f"unix://{path}")
            self.assertEqual(second.returncode, 3)
            self.assertEqual(path.read_text(), "keep me")

    def test_a_taken_port_is_refused(self):
        with Service() as service:
            second = self.run_serve(str(service.folder), "--listen",
                                    f"tcp://127.0.0.1:{service.port}")
            self.assertEqual(second.returncode, 3)
            self.assertIn("address already in use", second.stderr)

    def test_addresses_that_are_none(self):
        for address in ("127.0.0.1:1", "tcp://", "tcp://127.0.0.1:x",
                        "tcp://127.0.0.1:65536", "unix://relative"):
            self.assertEqual(self.run_serve("--listen", address).returncode, 2, address)

    def test_ipv6(self):
        with Service("--listen", "tcp://[::1]:0") as service:
            self.assertTrue(service.addresses[2].startswith("tcp://[::1]:"))

    def test_a_broken_protocol_is_not_served_and_the_others_are(self):
        with Service() as service:
            (service.folder / "broken.lua").write_text("protocol 7")
            service.stop()
            service.process.stdout.close()
            service.start()
            self.assertIn("protocol-not-served", service.log())
            with service.connect() as client:
                self.assertEqual([p["id"] for p in client.call("protocols")], ["knee"])

    def test_a_service_without_a_protocol_that_can_be_served_does_not_start(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "broken.lua").write_text('protocol "broken" {')
            done = subprocess.run(
                [SYNOVIA, "serve", folder, "--no-journal", "--listen", f"unix://{folder}/socket"],
                capture_output=True, text=True, timeout=TIMEOUT, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(done.stdout, "")
            self.assertIn("protocol-not-served", done.stderr)
            self.assertIn("none of the 1 protocol", done.stderr)

    def test_the_log_is_json_where_asked_and_holds_no_facts(self):
        with Service("--log", "json") as service:
            with service.connect() as client:
                client.screen({"age": 30, "walking": "cannot-be-in-the-log"})
            service.stop()
            events = [json.loads(line) for line in service.log().splitlines()]
            self.assertEqual(events[-1]["event"], "ended")
            self.assertIn("listening", [event["event"] for event in events])
            self.assertNotIn("cannot-be-in-the-log", service.log())


class Calling(unittest.TestCase):
    def run_call(self, *arguments):
        return subprocess.run([SYNOVIA, "call", *arguments], capture_output=True, text=True,
                              timeout=60, check=False)

    def test_call(self):
        with Service() as service:
            done = self.run_call("screen", json.dumps({"protocol": "knee", "facts": WELL}),
                                 "--connect", service.addresses[0])
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(json.loads(done.stdout)["outcome"], "clear")
            done = self.run_call("screem", "--connect", service.addresses[1])
            self.assertEqual(done.returncode, 1)
            self.assertIn('did you mean \\"screen\\"?', done.stderr)

    def test_nobody_there(self):
        with Service() as service:
            address = service.addresses[0]
        done = self.run_call("hello", "--connect", address)
        self.assertEqual(done.returncode, 3)
        self.assertIn("is a service running there", done.stderr)

    def test_wrong_usage(self):
        self.assertEqual(self.run_call().returncode, 2)
        self.assertEqual(self.run_call("hello", "{").returncode, 2)


if __name__ == "__main__":
    unittest.main()
