"""A running service for the end-to-end tests.

The program is given by the environment variable SYNOVIA. It is started on port 0 and on a Unix
socket, and waited for by its ready line: nothing here sleeps.
"""

import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import tempfile

import msgpack

SYNOVIA = os.environ["SYNOVIA"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
KNEE = ROOT / "tests" / "service" / "protocols" / "knee.lua"
WELL = {"age": 30, "fever": False, "walking": "normal", "surgery": "none"}
TIMEOUT = 60


class Service:
    """A service of a folder of its own with the protocol `knee`, and with a journal in another one;
    a context manager."""

    def __init__(self, *options, protocols=(KNEE,), program=SYNOVIA):
        self.program = program
        self.state = pathlib.Path(tempfile.mkdtemp(prefix="synovia-state-"))
        self.journal = self.state / "journal.db"
        self.limits = None  # (resource, (soft, hard)) for the service alone
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="synovia-"))
        for path in protocols:
            shutil.copy(path, self.folder)
            tests = path.with_name(path.stem + "_test.lua")
            if tests.exists():
                shutil.copy(tests, self.folder)
        self.socket_path = str(self.folder / "socket")
        self.log_path = self.folder / "log"
        self.options = options

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self.process.stdout.close()
        shutil.rmtree(self.folder)
        shutil.rmtree(self.state)

    def start(self):
        command = [self.program, "serve", str(self.folder), "--listen", "tcp://127.0.0.1:0",
                   "--listen", f"unix://{self.socket_path}", *self.options]
        if "--no-journal" not in self.options:
            command += ["--journal", str(self.journal)]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        if self.limits is not None:
            resource.prlimit(self.process.pid, *self.limits)
        self.addresses = []
        for line in self.process.stdout:
            if line == "ready\n":
                break
            self.addresses.append(line.removeprefix("listening ").strip())
        else:
            raise AssertionError(f"the service ended at once: {self.log()}")
        self.port = int(self.addresses[0].rsplit(":", 1)[1])

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self):
        """The exit code."""
        return self.process.wait(TIMEOUT)

    def stop(self):
        self.signal(signal.SIGTERM)
        code = self.wait()
        assert code == 0, f"exit code {code}: {self.log()}"

    def log(self):
        return self.log_path.read_text()

    def connect(self):
        return Client(socket.create_connection(("127.0.0.1", self.port), TIMEOUT))

    def connect_unix(self):
        stream = socket.socket(socket.AF_UNIX)
        stream.settimeout(TIMEOUT)
        stream.connect(self.socket_path)
        return Client(stream)


class Client:
    """MessagePack-RPC by hand, so that a test may also do it wrong."""

    def __init__(self, stream):
        self.stream = stream
        self.unpacker = msgpack.Unpacker(max_buffer_size=1 << 30)
        self.next_id = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()

    def request(self, method, params=None, msgid=None):
        """The bytes of a request, and its msgid."""
        if msgid is None:
            msgid = self.next_id
            self.next_id += 1
        return msgpack.packb([0, msgid, method, [params or {}]]), msgid

    def send(self, data):
        self.stream.sendall(data)

    def receive(self):
        """The next message, or None where the service closed the connection."""
        while True:
            for message in self.unpacker:
                return message
            data = self.stream.recv(1 << 16)
            if not data:
                return None
            self.unpacker.feed(data)

    def call(self, method, params=None):
        """The result; raises what the service refuses."""
        data, msgid = self.request(method, params)
        self.send(data)
        kind, answered, error, result = self.receive()
        assert (kind, answered) == (1, msgid)
        if error is not None:
            raise ValueError(error)
        return result

    def screen(self, facts, **more):
        return self.call("screen", {"protocol": "knee", "facts": facts, **more})
