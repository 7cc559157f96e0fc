"""Sessions on real sockets: guided to the end, halted, resumed after a restart, pinned to their
version of the protocol, and never counted twice when an answer is lost."""

import json
import signal
import socket
import unittest

from running import KNEE, ROOT, Service

THORACIC = ROOT / "protocols" / "thoracic-mobilization.lua"
STRETCH = KNEE.parent / "stretch.lua"
CLEARED = {
    "region": "upper_back", "limb_numbness": False, "limb_tingling": False, "limb_weakness": False,
    "pain_worst_nrs": 0, "fever": False, "unexplained_weight_loss": False,
    "osteoporosis_status": "none_known", "spinal_fusion": False, "known_disc_problem": False,
    "fracture_in_area": False, "trauma_in_area": False, "persistent_discomfort": False,
    "prior_sessions": 0, "relaxed": True, "cooperative": True, "partner_available": True,
}
# What somebody reports who is well.
WELL = {
    "relaxed": True, "cooperative": True, "acute_pain_now": False, "resistance_now": False,
    "within_comfort": True, "movement_speed": "slow", "pressure": "extremely_light",
    "enough": False, "hurts": False,
}
CALM = {"numb": False, "calm": True}


def start(client, protocol="stretch", technique="reach", facts=None, **more):
    return client.call("session.start", {"protocol": protocol, "technique": technique,
                                         "facts": CALM if facts is None else facts, **more})


def report(client, answer, **other):
    """Reports on all that is watched, as somebody who is well, but for `other`."""
    facts = {name: WELL[name] for name in answer["watch"]} | other
    return client.call("session.report", {"session": answer["session"], "turn": answer["turn"],
                                          "facts": facts})


class Guided(unittest.TestCase):
    def walk(self, technique):
        """The instances of the steps, and the last answer."""
        with Service(protocols=[THORACIC]) as service, service.connect() as client:
            answer = start(client, "thoracic-mobilization", technique, CLEARED)
            steps = []
            while answer["state"] == "step":
                steps.append(answer["step"]["instance"])
                answer = report(client, answer)
        return steps, answer

    def test_the_towel_technique_to_its_end(self):
        steps, answer = self.walk("towel-roller")
        rounds = [f"{step}#{round}" for round in range(1, 5)
                  for step in ("arch", "sit-up", "move-towel")]
        self.assertEqual(steps, ["lie-down", "place-towel", "support-head", *rounds])
        self.assertEqual(answer["state"], "finished")
        self.assertIn("Relief is temporary", answer["after"])

    def test_the_seated_technique_to_its_end(self):
        steps, answer = self.walk("seated-partner")
        self.assertEqual(steps, ["sit", "arms", "partner-behind", "turn-one-way", "press-one-way",
                                 "turn-other-way", "press-other-way"])
        self.assertEqual(answer["state"], "finished")

    def test_a_red_flag_at_the_fourth_step_halts(self):
        with Service(protocols=[THORACIC]) as service, service.connect() as client:
            answer = start(client, "thoracic-mobilization", "towel-roller", CLEARED)
            for _ in range(3):
                answer = report(client, answer)
            answer = client.call("session.report", {
                "session": answer["session"], "turn": answer["turn"],
                "facts": {"limb_tingling": True}})
            self.assertEqual(answer["state"], "halted")
            self.assertEqual(answer["halts"][0]["rule"], "limb-tingling")
            self.assertEqual(answer["halts"][0]["referral"]["urgency"], "immediate")
            self.assertEqual(answer["halts"][0]["at"], "arch#1")

    def test_who_is_not_cleared_gets_no_step(self):
        with Service(protocols=[THORACIC]) as service, service.connect() as client:
            answer = start(client, "thoracic-mobilization", "towel-roller",
                           CLEARED | {"fever": True})
            self.assertEqual(answer["state"], "not_cleared")
            self.assertNotIn("step", answer)
            self.assertEqual(answer["decision"]["urgency"], "immediate")

    def test_the_language_of_the_start_is_that_of_the_session(self):
        with Service() as service, service.connect() as client:
            facts = {"age": 30, "fever": False, "walking": "normal", "surgery": "none"}
            answer = start(client, "knee", "bend", facts | {"fever": True, "walking": "cannot"},
                           lang="de")
            self.assertEqual(answer["decision"]["reasons"][0]["because"],
                             "Fieber und kein Schritt.")
            with service.connect() as other:
                again = other.call("session.get", {"session": answer["session"]})
                self.assertEqual(again["decision"]["reasons"][0]["because"],
                                 "Fieber und kein Schritt.")


class Resumed(unittest.TestCase):
    def test_a_session_outlives_a_restart(self):
        with Service(protocols=[STRETCH]) as service:
            with service.connect() as client:
                answer = report(client, start(client, ref="visit 1"))
            service.stop()
            service.process.stdout.close()
            service.start()
            with service.connect() as client:
                self.assertEqual(client.call("session.get", {"session": answer["session"]}), answer)
                answer = report(client, answer, enough=True)
                self.assertEqual(answer["state"], "finished")

    def test_a_session_outlives_being_killed(self):
        with Service(protocols=[STRETCH]) as service:
            with service.connect() as client:
                answer = report(client, start(client))
            service.signal(signal.SIGKILL)
            service.wait()
            service.process.stdout.close()
            service.start()
            with service.connect() as client:
                self.assertEqual(client.call("session.get", {"session": answer["session"]}), answer)

    def test_a_connection_that_dies_takes_nothing_with_it(self):
        with Service(protocols=[STRETCH]) as service:
            client = service.connect()
            answer = start(client)
            data, _ = client.request("session.report", {
                "session": answer["session"], "turn": 1, "facts": {"hurts": False}})
            client.send(data)
            # Gone before the answer: with a reset, not with a farewell.
            client.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            client.stream.close()
            with service.connect() as other:
                repeated = other.call("session.report", {
                    "session": answer["session"], "turn": 1, "facts": {"hurts": False}})
                self.assertEqual((repeated["turn"], repeated["step"]["instance"]), (2, "up#1"))

    def test_without_a_journal_sessions_live_in_memory(self):
        with Service("--no-journal", protocols=[STRETCH]) as service:
            with service.connect() as client:
                answer = report(client, start(client))
                self.assertEqual(answer["turn"], 2)
                self.assertEqual(client.call("hello")["journal"], {"state": "none"})
                with self.assertRaisesRegex(ValueError, "store_unavailable.*keeps no journal"):
                    client.call("feedback", {"decision": 32 * "0", "rule": "numb",
                                             "response": "accepted"})
            service.stop()
            service.process.stdout.close()
            service.start()
            with service.connect() as client:
                with self.assertRaisesRegex(ValueError, "unknown-session"):
                    client.call("session.get", {"session": answer["session"]})


class Repeated(unittest.TestCase):
    def test_the_same_report_is_answered_the_same_and_recorded_once(self):
        with Service(protocols=[STRETCH]) as service, service.connect() as client:
            first = start(client)
            answers = [report(client, first) for _ in range(3)]
            self.assertEqual(answers[0], answers[1])
            self.assertEqual(answers[0], answers[2])
            with self.assertRaisesRegex(ValueError, "wrong-turn.*at turn 2"):
                client.call("session.report", {"session": first["session"], "turn": 1,
                                               "facts": {"hurts": False, "enough": True}})

    def test_reports_sent_at_once_are_answered_in_their_order(self):
        """Pipelined: the second report rests on the first, whose record is not on disk yet."""
        with Service(protocols=[STRETCH]) as service, service.connect() as client:
            first = start(client)
            data = b""
            for turn in (1, 2, 3):
                facts = {"hurts": False, "enough": False} if turn > 1 else {"hurts": False}
                data += client.request("session.report", {
                    "session": first["session"], "turn": turn, "facts": facts})[0]
            data += client.request("session.get", {"session": first["session"]})[0]
            client.send(data)
            answers = [client.receive() for _ in range(4)]
            self.assertEqual([answer[2] for answer in answers], [None] * 4)
            self.assertEqual([answer[3]["turn"] for answer in answers], [2, 3, 4, 4])


class Pinned(unittest.TestCase):
    def changed(self, service):
        """The same protocol in another version, with another first step."""
        path = service.folder / "stretch.lua"
        text = path.read_text()
        path.write_text(text.replace('"1.0.0"', '"2.0.0"').replace("Stand upright", "Sit upright"))

    def wait_for_version(self, client, version):
        while True:
            live = {one["id"]: one["version"] for one in client.call("protocols")}
            if live["stretch"] == version:
                return

    def test_a_session_goes_on_with_its_version_after_a_reload(self):
        with Service(protocols=[STRETCH]) as service, service.connect() as client:
            old = start(client)
            self.changed(service)
            self.wait_for_version(client, "2.0.0")
            new = start(client)
            self.assertEqual(new["step"]["say"], "Sit upright.")
            again = client.call("session.get", {"session": old["session"]})
            self.assertEqual(again, old)
            self.assertEqual(report(client, old)["protocol"], old["protocol"])

    def test_a_session_goes_on_with_its_version_after_reload_and_restart(self):
        with Service(protocols=[STRETCH]) as service:
            with service.connect() as client:
                old = [start(client) for _ in range(20)]
                self.changed(service)
                self.wait_for_version(client, "2.0.0")
                new = start(client)
            service.stop()
            service.process.stdout.close()
            service.start()
            with service.connect() as client:
                # All at once: they wait for the same sources to be loaded, once.
                for answer in old:
                    client.send(client.request("session.get", {"session": answer["session"]})[0])
                again = [client.receive()[3] for _ in old]
                self.assertEqual(sorted(again, key=json.dumps), sorted(old, key=json.dumps))
                self.assertEqual(client.call("session.get", {"session": new["session"]}), new)
                self.assertEqual(report(client, old[0])["protocol"], old[0]["protocol"])


class Shared(unittest.TestCase):
    def test_two_services_on_one_store_take_turns_in_a_session(self):
        with Service(protocols=[STRETCH]) as first, Service(protocols=[STRETCH]) as second:
            second.stop()
            second.process.stdout.close()
            second.journal = first.journal
            second.start()
            with first.connect() as one, second.connect() as other:
                answer = start(one)
                clients = [other, one]
                while answer["state"] == "step":
                    # Each has an older state in memory than the store, and finds out.
                    answer = report(clients[answer["turn"] % 2], answer)
                self.assertEqual(answer["state"], "finished")
                for client in clients:
                    self.assertEqual(client.call("session.get", {"session": answer["session"]}),
                                     answer)


    def test_a_halt_at_one_service_is_never_followed_by_a_step_at_the_other(self):
        """Reports and looks that are sent at once, on what the slower service still believes."""
        with Service(protocols=[STRETCH]) as first, Service(protocols=[STRETCH]) as second:
            second.stop()
            second.process.stdout.close()
            second.journal = first.journal
            second.start()
            with first.connect() as slow, second.connect() as fast:
                for _ in range(20):
                    self.assertEqual(self.after_a_halt(slow, fast), {"halted"})

    def after_a_halt(self, slow, fast):
        """The states that the slow one answers."""
        session = start(slow)["session"]
        said = {"session": session, "turn": 1, "facts": {"hurts": True}}
        self.assertEqual(fast.call("session.report", said)["state"], "halted")
        well = {**said, "facts": {"hurts": False}}
        requests = [slow.request("session.report", well),
                    slow.request("session.report", {**well, "turn": 2}),
                    slow.request("session.start", {"protocol": "stretch", "technique": "reach",
                                                   "facts": CALM}),
                    slow.request("session.get", {"session": session})]
        other = requests[2][1]
        slow.send(b"".join(frame for frame, _ in requests))
        answers = [slow.receive() for _ in requests]
        return {answer[3]["state"] for answer in answers if answer[1] != other}


class Fed(unittest.TestCase):
    def test_feedback_is_held_against_the_protocol_of_its_decision(self):
        with Service(protocols=[KNEE, STRETCH]) as service, service.connect() as client:
            decision = client.screen({"age": 30, "fever": True, "walking": "cannot"})["decision"]
            said = {"decision": decision, "rule": "hot", "response": "overridden"}
            self.assertEqual(client.call("feedback", said), {})
            self.assertEqual(client.call("feedback", said | {"rule": "picture"}), {})
            with self.assertRaisesRegex(ValueError, "unknown-rule.*protocol of the decision"):
                client.call("feedback", said | {"rule": "numb"})
            with self.assertRaisesRegex(ValueError, "response must be"):
                client.call("feedback", said | {"response": "ignored"})
            with self.assertRaisesRegex(ValueError, "decision must be the id"):
                client.call("feedback", said | {"decision": "7"})
            # Not remembered: any live protocol may have made it.
            self.assertEqual(client.call("feedback", said | {"decision": 32 * "a"}), {})
            with self.assertRaisesRegex(ValueError, "unknown-rule.*no protocol that is live"):
                client.call("feedback", said | {"decision": 32 * "a", "rule": "hottt"})


if __name__ == "__main__":
    unittest.main()
