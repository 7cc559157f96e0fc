"""What a journal holds, held against what callers were told."""

import collections
import json
import subprocess

from running import SYNOVIA, TIMEOUT


def journal(verb, path, *options):
    return subprocess.run([SYNOVIA, "journal", verb, "--journal", str(path), *options],
                          capture_output=True, text=True, timeout=TIMEOUT, check=False)


def verify(path):
    """Raises where the chain is not whole."""
    done = journal("verify", path)
    assert done.returncode == 0, f"exit {done.returncode}: {done.stdout}{done.stderr}"


def records(path):
    done = journal("export", path)
    assert done.returncode == 0, f"exit {done.returncode}: {done.stderr}"
    return [json.loads(line) for line in done.stdout.splitlines()]


class Kept:
    """The records of a journal, by what callers know of them."""

    def __init__(self, path):
        self.refs = collections.Counter()
        self.decisions = {}
        self.turns = collections.Counter()
        self.starts = collections.Counter()
        self.records = records(path)
        for record in self.records:
            said = record["payload"]
            if record["kind"] == "decision" and "ref" in record:
                self.refs[record["ref"]] += 1
                self.decisions[record["ref"]] = said["answer"]["decision"]
            elif record["kind"] == "turn" and said["method"] == "session.start":
                self.starts[record["session"]] += 1
            elif record["kind"] == "turn" and said["method"] == "session.report":
                self.turns[record["session"], said["request"]["turn"]] += 1

    def problems(self, memories):
        """Everything that was acknowledged and is not there, and everything that is there twice."""
        found = []
        sequences = [record["sequence"] for record in self.records]
        if sequences != list(range(1, len(sequences) + 1)):
            found.append("the sequences are not 1, 2, 3 ...")
        found += [f"ref {ref} is recorded {count} times"
                  for ref, count in self.refs.items() if count > 1]
        found += [f"turn {turn} is recorded {count} times"
                  for turn, count in self.turns.items() if count > 1]
        for memory in memories:
            found += memory.problems
            for ref, decision in memory.decisions.items():
                if self.decisions.get(ref) != decision:
                    found.append(f"{ref} was answered {decision}, and recorded as "
                                 f"{self.decisions.get(ref)}")
            for session in memory.sessions:
                if self.starts[session.id] != 1:
                    found.append(f"the start of {session.id} is recorded "
                                 f"{self.starts[session.id]} times")
                found += [f"turn {turn} of {session.id} was answered and is not recorded"
                          for turn in session.acknowledged if not self.turns[session.id, turn]]
        return found
