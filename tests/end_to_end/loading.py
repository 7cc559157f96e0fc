"""Load that remembers what it was told: every answer that a service gave is a promise.

`Screener` asks for decisions, many at a time, each under a ref of its own. `Guider` takes people
through sessions, and after a lost connection sends its last report again, as a front end would.
Both are threads that end when the connection does, and may be started again on another one; what
was acknowledged stays with them.
"""

import threading


CALM = {"numb": False, "calm": True}
WINDOW = 16
SESSIONS = 6


class Refused(Exception):
    """The service answered with an error."""


class Caller(threading.Thread):
    """A thread on a connection of its own. `store_unavailable` is counted and asked again, when the
    subclass does so; any other error is remembered in `problems`."""

    def __init__(self, memory, client):
        super().__init__(daemon=True)
        self.memory = memory
        self.client = client

    def run(self):
        try:
            self.go()
        except (OSError, EOFError):
            pass  # the service is gone, or the connection
        except Exception as problem:  # whatever it is, the test must hear of it
            self.memory.problems.append(repr(problem))
        finally:
            self.client.stream.close()

    def receive(self):
        message = self.client.receive()
        if message is None:
            raise EOFError
        return message

    def stop(self):
        """From another thread: the next read or write of this one fails."""
        try:
            self.client.stream.shutdown(2)
        except OSError:
            pass


class Memory:
    """What one caller was told, over all its connections."""

    def __init__(self, name):
        self.name = name
        self.count = 0
        self.decisions = {}  # ref: id
        self.sent = set()    # refs
        self.sessions = []   # Session
        self.unavailable = 0
        self.problems = []


class Screener(Caller):
    """Asks and asks; stops after `most` answers where that is given."""

    def __init__(self, memory, client, most=None):
        super().__init__(memory, client)
        self.most = most

    def ask(self):
        ref = f"{self.memory.name}-{self.memory.count}"
        self.memory.count += 1
        self.memory.sent.add(ref)
        data, msgid = self.client.request("screen", {
            "protocol": "knee", "ref": ref, "facts": {"age": 20 + self.memory.count % 80}})
        self.waiting[msgid] = ref
        return data

    def go(self):
        self.waiting = {}
        left = self.most
        self.client.send(b"".join(self.ask() for _ in range(WINDOW)))
        while left is None or left > 0:
            _, msgid, error, result = self.receive()
            ref = self.waiting.pop(msgid)
            left = None if left is None else left - 1
            if error is None:
                assert result["ref"] == ref
                self.memory.decisions[ref] = result["decision"]
            elif "store_unavailable" in error[1]:
                self.memory.unavailable += 1
            else:
                self.memory.problems.append(error)
            self.client.send(self.ask())


class Session:
    """One session as a front end knows it."""

    def __init__(self, answer):
        self.id = answer["session"]
        self.acknowledged = []  # turns whose report was answered
        self.take(answer)

    def take(self, answer):
        self.turn = answer["turn"]
        self.state = answer["state"]
        self.watch = answer["watch"]
        self.digest = answer["protocol"]["digest"]

    def facts(self):
        return {name: False for name in self.watch}


class Guider(Caller):
    """Several sessions, a report at a time each."""

    def go(self):
        while True:
            alive = [one for one in self.memory.sessions if one.state == "step"]
            if len(alive) < SESSIONS:
                self.start_one()
            for session in alive:
                self.report(session)

    def call(self, method, params):
        data, msgid = self.client.request(method, params)
        self.client.send(data)
        _, answered, error, result = self.receive()
        assert answered == msgid
        if error is not None:
            if "store_unavailable" not in error[1]:
                self.memory.problems.append((method, params, error))
            self.memory.unavailable += 1
            raise Refused(error[1])
        return result

    def start_one(self):
        self.memory.count += 1
        try:
            answer = self.call("session.start", {
                "protocol": "stretch", "technique": "reach", "facts": CALM,
                "ref": f"{self.memory.name}-{self.memory.count}"})
        except Refused:
            return
        self.memory.sessions.append(Session(answer))

    def report(self, session):
        """The same again, until it is answered: so a front end does."""
        turn = session.turn
        try:
            answer = self.call("session.report", {"session": session.id, "turn": turn,
                                                  "facts": session.facts()})
        except Refused:
            return
        if answer["protocol"]["digest"] != session.digest:
            self.memory.problems.append(f"session {session.id} changed its protocol")
        if answer["turn"] != turn + 1 and answer["state"] != "finished":
            self.memory.problems.append(f"turn {turn} of {session.id} led to {answer}")
        session.acknowledged.append(turn)
        session.take(answer)


