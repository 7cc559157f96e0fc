"""What is on record: everything that was decided, said and served, and no value that was masked."""

import hashlib
import unittest

from keeping import records
from running import KNEE, Service, WELL

STRETCH = KNEE.parent / "stretch.lua"
CALM = {"numb": False, "calm": True}


class Recorded(unittest.TestCase):
    def kept(self, do, *options, protocols=(KNEE, STRETCH)):
        """The records of what `do` does with a client."""
        with Service(*options, protocols=protocols) as service:
            with service.connect() as client:
                do(service, client)
            service.stop()
            return records(service.journal)

    def of_kind(self, found, kind):
        return [record for record in found if record["kind"] == kind]

    def test_a_decision_with_all_that_it_rests_on(self):
        answers = []
        found = self.kept(lambda _, client: answers.append(client.screen(
            WELL, ref="visit 7", as_of="2026-05-01")))
        [record] = self.of_kind(found, "decision")
        self.assertEqual(record["protocol"], "knee")
        self.assertEqual(record["digest"], answers[0]["protocol"]["digest"])
        self.assertEqual(record["ref"], "visit 7")
        said = record["payload"]
        self.assertEqual(said["method"], "screen")
        self.assertEqual(said["request"], {"protocol": "knee", "facts": WELL, "ref": "visit 7",
                                           "as_of": "2026-05-01"})
        self.assertEqual(said["answer"], answers[0])
        self.assertEqual(said["engine"], "0.1.0")
        self.assertNotIn("masked", said)

    def test_the_day_is_recorded_where_none_was_sent(self):
        found = self.kept(lambda _, client: client.screen(WELL))
        [record] = self.of_kind(found, "decision")
        self.assertEqual(record["payload"]["request"]["as_of"],
                         record["payload"]["answer"]["as_of"])

    def test_one_record_for_each_of_many_people(self):
        people = [WELL, WELL | {"fever": True}, {}]
        answers = []
        found = self.kept(lambda _, client: answers.extend(client.call(
            "screen_many", {"protocol": "knee", "people": people, "ref": 12})))
        decisions = self.of_kind(found, "decision")
        self.assertEqual([record["payload"]["request"]["facts"] for record in decisions], people)
        self.assertEqual([record["payload"]["answer"] for record in decisions], answers)
        self.assertEqual({record["ref"] for record in decisions}, {"12"})

    def test_a_sequence_is_a_decision_too(self):
        found = self.kept(lambda _, client: client.call("sequence", {
            "protocol": "stretch", "technique": "reach", "facts": CALM}))
        [record] = self.of_kind(found, "decision")
        self.assertEqual(record["payload"]["method"], "sequence")
        self.assertEqual(record["payload"]["answer"]["steps"][0]["id"], "stand")

    def test_a_session_turn_by_turn(self):
        def do(_, client):
            answer = client.call("session.start", {
                "protocol": "stretch", "technique": "reach", "facts": CALM, "ref": "visit 8"})
            for facts in ({"hurts": False}, {"hurts": False}):  # the second is the first again
                client.call("session.report", {"session": answer["session"], "turn": 1,
                                               "facts": facts})
            client.call("session.get", {"session": answer["session"]})
            client.call("session.end", {"session": answer["session"], "because": "tired"})
        turns = self.of_kind(self.kept(do), "turn")
        self.assertEqual([turn["payload"]["method"] for turn in turns],
                         ["session.start", "session.report", "session.end"])
        self.assertEqual(len({turn["session"] for turn in turns}), 1)
        self.assertEqual(turns[0]["ref"], "visit 8")
        self.assertEqual(turns[1]["payload"]["request"]["facts"], {"hurts": False})
        self.assertEqual(turns[2]["payload"]["request"]["because"], "tired")
        self.assertEqual(turns[2]["payload"]["answer"]["state"], "ended")

    def test_what_came_too_late_is_recorded_all_the_same(self):
        def do(_, client):
            answer = client.call("session.start", {
                "protocol": "stretch", "technique": "reach", "facts": CALM})
            client.call("session.end", {"session": answer["session"]})
            client.call("session.report", {"session": answer["session"], "turn": 1,
                                           "facts": {"numb": True}})
        late = self.of_kind(self.kept(do), "turn")[-1]["payload"]
        self.assertEqual(late["answer"]["state"], "ended")
        self.assertEqual(late["answer"]["halts"][0]["rule"], "numb")

    def test_feedback(self):
        def do(_, client):
            client.call("feedback", {"decision": client.screen({"fever": True})["decision"],
                                     "rule": "hot", "response": "accepted", "comment": "Right."})
        [record] = self.of_kind(self.kept(do), "feedback")
        self.assertEqual(record["protocol"], "knee")
        self.assertEqual(record["payload"]["response"], "accepted")
        self.assertEqual(record["payload"]["comment"], "Right.")

    def test_what_goes_live_and_what_is_refused(self):
        def do(service, client):
            path = service.folder / "stretch.lua"
            text = path.read_text()
            path.write_text(text.replace('"1.0.0"', '"2.0.0"'))
            while "version=2.0.0" not in service.log():
                client.call("hello")
            path.write_text(text.replace("red_flag", "red_flagg"))
            while "protocol-not-replaced" not in service.log():
                client.call("hello")
        found = self.kept(do, protocols=[STRETCH])
        live = self.of_kind(found, "protocol")
        self.assertEqual([record["payload"]["version"] for record in live], ["1.0.0", "2.0.0"])
        self.assertEqual(live[0]["payload"]["files"], [
            {"path": "stretch.lua",
             "digest": hashlib.sha256(STRETCH.read_bytes()).hexdigest()}])
        [refused] = self.of_kind(found, "refused")
        self.assertTrue(refused["payload"]["file"].endswith("stretch.lua"))
        self.assertEqual(refused["payload"]["report"]["load"]["errors"], 1)

    def test_errors_are_not_recorded(self):
        def do(_, client):
            with self.assertRaises(ValueError):
                client.call("screen", {"protocol": "knee", "facts": {}, "digest": "0"})
        self.assertEqual(self.of_kind(self.kept(do), "decision"), [])


class Masked(unittest.TestCase):
    def test_a_misspelt_mask_is_warned_of(self):
        with Service("--mask", "age,surgry", protocols=[KNEE]) as service:
            service.stop()
            self.assertIn("mask-of-no-fact fact=surgry", service.log())
            self.assertNotIn("fact=age", service.log())

    def test_masked_values_are_nowhere_in_the_journal(self):
        with Service("--mask", "age,surgery", protocols=[KNEE]) as service:
            with service.connect() as client:
                facts = WELL | {"age": 17, "surgery": "1987-06-05"}
                answer = client.screen(facts, explain=True)
                # Who asked is told all of it.
                self.assertEqual(answer["reasons"][0]["facts"]["age"], 17)
                client.screen(facts | {"age": 1717})
            service.stop()
            found = [record for record in records(service.journal) if record["kind"] == "decision"]
            self.assertEqual(found[0]["payload"]["request"]["facts"]["age"], "(masked)")
            self.assertEqual(found[0]["payload"]["answer"]["reasons"][0]["facts"]["age"],
                             "(masked)")
            self.assertEqual(found[0]["payload"]["answer"]["explain"], "(masked)")
            self.assertEqual(found[0]["payload"]["masked"], ["age", "surgery"])
            self.assertEqual(found[1]["payload"]["answer"]["faults"][0]["sent"], "(masked)")
            self.assertEqual(found[1]["payload"]["request"]["facts"]["walking"], "normal")
            for value in (b"1987-06-05", b"1717"):
                self.assertNotIn(value, service.journal.read_bytes())


if __name__ == "__main__":
    unittest.main()
