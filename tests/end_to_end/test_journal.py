"""The journal of a running service: read, verified, replayed and made to forget while it is written;
chained to by two services on one store."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from running import KNEE, ROOT, SYNOVIA, WELL, Service
from test_sessions import CLEARED, THORACIC, report, start


def synovia(*words):
    """The exit code and the output of the program."""
    done = subprocess.run([SYNOVIA, *map(str, words)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def journal(service, *words):
    return synovia("journal", *words, "--journal", service.journal)


def exported(service, *words):
    code, out, err = journal(service, "export", *words)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def kinds(records):
    return [record["kind"] for record in records]


class Reading(unittest.TestCase):
    def test_everything_is_recorded_as_it_was_said(self):
        with Service() as service, service.connect() as client:
            answer = client.screen(WELL, ref="anna", as_of="2026-05-01")
            client.call("screen_many", {"protocol": "knee", "people": [WELL, {}], "ref": 7})
            client.call("feedback", {"decision": answer["decision"], "rule": "adults",
                                     "response": "overridden", "comment": "no"})
            records = exported(service)
            self.assertEqual(kinds(records), ["protocol", "decision", "decision", "decision",
                                              "feedback"])
            first = records[1]
            self.assertEqual(first["ref"], "anna")
            self.assertEqual(first["decision"], answer["decision"])
            self.assertEqual(first["payload"]["answer"], answer)
            self.assertEqual(first["payload"]["request"]["facts"], WELL)
            self.assertEqual([record["ref"] for record in records[2:4]], ["7", "7"])
            self.assertEqual(records[4]["payload"]["response"], "overridden")
            code, out, _ = journal(service, "verify")
            self.assertEqual(code, 0)
            self.assertIn("whole: 5 records", out)

    def test_masked_facts_are_counted_and_not_replayed(self):
        with Service("--mask", "age") as service, service.connect() as client:
            client.screen(WELL)
            records = exported(service, "--kind", "decision")
            self.assertTrue(records[0]["masked"])
            self.assertNotIn("30", json.dumps(records[0]["payload"]["request"]["facts"]))
            code, out, _ = synovia("replay", KNEE, "--journal", service.journal)
            self.assertEqual(code, 0)
            self.assertIn("not replayed: with masked facts 1\n", out)

    def test_an_empty_array_of_facts_is_replayed(self):
        with Service() as service, service.connect() as client:
            client.call("screen", {"protocol": "knee", "facts": []})
            code, out, _ = synovia("replay", KNEE, "--journal", service.journal)
            self.assertEqual(code, 0, out)
            self.assertNotIn("could not be read", out)


class Forgetting(unittest.TestCase):
    def test_a_person_is_forgotten_while_the_service_runs(self):
        with Service(protocols=[THORACIC]) as service, service.connect() as client:
            kept = start(client, "thoracic-mobilization", "towel-roller", CLEARED, ref="ben")
            answer = start(client, "thoracic-mobilization", "towel-roller", CLEARED, ref="anna")
            answer = report(client, answer)
            decision = client.call("screen", {"protocol": "thoracic-mobilization",
                                              "facts": {"region": "upper_back"}, "ref": "anna"})
            client.call("feedback", {"decision": decision["decision"], "rule": "fever",
                                     "response": "accepted", "comment": "anna had none"})
            code, out, err = journal(service, "forget", "--ref", "anna")
            self.assertEqual((code, out, err),
                             (0, "4 records erased, 1 session deleted\n", ""))
            # She is in no file of the journal any more.
            for path in service.state.iterdir():
                for trace in (b"anna", answer["session"].encode(),
                              bytes.fromhex(answer["session"])):
                    self.assertNotIn(trace, path.read_bytes(), path)
            # Nobody is guided on by what was forgotten; everybody else is.
            with self.assertRaisesRegex(ValueError, "session"):
                client.call("session.report", {"session": answer["session"],
                                               "turn": answer["turn"], "facts": {}})
            self.assertEqual(report(client, kept)["state"], "step")
            code, out, _ = journal(service, "verify")
            self.assertEqual(code, 0, out)
            self.assertIn("4 erased", out)


class Replaying(unittest.TestCase):
    """Sessions' first turns hold a decision as well."""

    def test_a_weakened_protocol_is_caught(self):
        with Service(protocols=[THORACIC]) as service, service.connect() as client:
            asked = {"protocol": "thoracic-mobilization", "as_of": "2026-05-01"}
            client.call("screen", asked | {"facts": CLEARED})
            client.call("screen", asked | {"facts": CLEARED | {"limb_tingling": True}})
            client.call("screen", asked | {"facts": CLEARED | {"limb_tingling": None}})
            client.call("screen", asked | {"facts": {}})
            client.call("sequence", asked | {"facts": CLEARED, "technique": "towel-roller"})
            start(client, "thoracic-mobilization", "towel-roller",
                  CLEARED | {"limb_tingling": True})
            guided = start(client, "thoracic-mobilization", "towel-roller", CLEARED)
            report(client, guided)
            code, out, err = synovia("replay", THORACIC, "--journal", service.journal)
            self.assertEqual((code, err), (0, ""))
            self.assertIn("7 recorded decisions replayed, 7 the same, 0 less cautious", out)
            self.assertIn("not replayed: later turns of sessions 1\n", out)
            with tempfile.TemporaryDirectory() as folder:
                weak = pathlib.Path(folder) / "weak.lua"
                weak.write_text(THORACIC.read_text().replace("when    = limb_tingling,",
                                                             "when    = limb_tingling & fever,"))
                code, out, err = synovia("replay", weak, "--journal", service.journal,
                                         "--format", "json")
                self.assertEqual((code, err), (1, ""))
                told = json.loads(out)
        self.assertEqual(told["replayed"], 7)
        self.assertEqual(told["less"], 3)
        lost = told["groups"][0]
        self.assertEqual((lost["direction"], lost["kind"], lost["name"], lost["count"]),
                         ("less", "lost", "limb-tingling", 3))


class TwoServices(unittest.TestCase):
    def test_both_write_one_chain(self):
        with Service() as one, Service() as two:
            two.stop()
            two.journal = one.journal
            two.start()
            with one.connect() as first, two.connect() as second:
                for number in range(40):
                    (first, second)[number % 2].screen(WELL, ref=f"{number}")
            records = exported(one, "--kind", "decision")
            self.assertEqual([record["ref"] for record in records],
                             [f"{number}" for number in range(40)])
            code, out, _ = journal(one, "verify")
            self.assertEqual(code, 0, out)


if __name__ == "__main__":
    unittest.main()
