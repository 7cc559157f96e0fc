"""The end of a service: what was received is answered, and nothing is left behind."""

import os
import signal
import socket
import unittest

from running import WELL, Service


class Drain(unittest.TestCase):
    def test_everything_received_is_answered(self):
        count = 3000
        with Service() as service, service.connect() as client:
            client.call("hello")
            data = b"".join(
                client.request("screen", {"protocol": "knee", "facts": WELL, "ref": i})[0]
                for i in range(count))
            # The last request stays half sent: it was not received in full.
            client.send(data + data[:20])
            first = client.receive()
            service.signal(signal.SIGTERM)
            refs = [first[3]["ref"]]
            while (message := client.receive()) is not None:
                refs.append(message[3]["ref"])
            self.assertEqual(service.wait(), 0)
            # Whatever the kernel had taken in before the signal is answered, in whole responses.
            self.assertEqual(refs, list(range(len(refs))))
            self.assertGreater(len(refs), 0)

    def test_what_the_kernel_holds_at_the_signal_is_answered(self):
        with Service() as service, service.connect() as client:
            client.call("hello")
            service.signal(signal.SIGSTOP)
            client.send(client.request("screen", {"protocol": "knee", "facts": WELL})[0])
            service.signal(signal.SIGTERM)
            service.signal(signal.SIGCONT)
            self.assertEqual(client.receive()[3]["outcome"], "clear")
            self.assertIsNone(client.receive())
            self.assertEqual(service.wait(), 0)

    def test_more_than_the_queue_holds_is_answered(self):
        """All that the kernel had received counts, even where the reader makes the drain pause."""
        with Service() as service, service.connect_unix() as client:
            client.call("hello")
            request = client.request("protocol", {"protocol": "knee"}, msgid=7)[0]
            service.signal(signal.SIGSTOP)
            client.stream.setblocking(False)
            received = 0
            try:
                while True:
                    received += client.stream.send(request * 100)
            except BlockingIOError:
                client.stream.setblocking(True)
            service.signal(signal.SIGTERM)
            service.signal(signal.SIGCONT)
            answers = 0
            while client.receive() is not None:
                answers += 1
            self.assertEqual(answers, received // len(request))
            self.assertEqual(service.wait(), 0)

    def test_no_new_connections_and_no_socket_left(self):
        with Service() as service:
            service.stop()
            self.assertFalse(os.path.exists(service.socket_path))
            with self.assertRaises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", service.port))

    def test_interrupt_drains_too(self):
        with Service() as service, service.connect() as client:
            client.screen(WELL)
            service.signal(signal.SIGINT)
            self.assertEqual(service.wait(), 0)

    def test_a_second_signal_ends_at_once(self):
        """A reader that takes nothing would hold up the drain for a minute."""
        with Service() as service, service.connect() as client, service.connect() as other:
            data = client.request("protocol", {"protocol": "knee"})[0] * 1000
            client.stream.setblocking(False)
            for _ in range(2000):
                other.screen(WELL)
                try:
                    client.stream.send(data)
                except BlockingIOError:
                    break
            service.signal(signal.SIGTERM)
            self.assertIsNone(other.receive())  # the drain has begun
            self.assertIsNone(service.process.poll())
            service.signal(signal.SIGTERM)
            self.assertEqual(service.wait(), 3)


if __name__ == "__main__":
    unittest.main()
