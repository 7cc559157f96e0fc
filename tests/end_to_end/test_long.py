"""Requests that take longer than a turn: nobody else waits for them."""

import signal
import unittest

from running import KNEE, WELL, Service

HOT = {**WELL, "fever": True, "walking": "cannot", "days": 5}


# A promise that boxes cannot prove, so that each search spends its whole budget; there are many.
SLOW = """
protocol "slow" { format = 1, version = "1.0.0", title = "Slow",
  refer = { to = "physician", urgency = "routine" } }
local a = number "a" { ask = "A?", min = 0, max = 100 }
local b = number "b" { ask = "B?", min = 0, max = 100 }
local c = number "c" { ask = "C?", min = 0, max = 100 }
red_flag "much" { when = (a * b + c):over(10), because = "B.", source = "S" }
"""
SLOW_TESTS = """
for i = 1, 200 do
  always("promise " .. i) { when = (c + b * a):over(10), never = { outcome = "clear" } }
end
"""


class Long(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(protocols=(KNEE, KNEE.parent / "small.lua"))
        (cls.service.folder / "small_test.lua").unlink()
        (cls.service.folder / "slow.lua").write_text(SLOW)
        (cls.service.folder / "slow_test.lua").write_text(SLOW_TESTS)
        cls.service.start()

    @classmethod
    def tearDownClass(cls):
        cls.service.__exit__()

    def test_many_in_their_order(self):
        with self.service.connect() as client:
            people = [{**WELL, "age": 18 + i % 90} for i in range(500)] + [HOT]
            decisions = client.call("screen_many", {"protocol": "knee", "people": people,
                                                    "ref": "r"})
            self.assertEqual(len(decisions), len(people))
            self.assertEqual(decisions[-1]["urgency"], "immediate")
            self.assertEqual(decisions[3], client.screen(people[3], ref="r"))

    def test_one_is_answered_while_many_are_under_way(self):
        with self.service.connect() as client:
            many, _ = client.request("screen_many", {"protocol": "knee", "people": [WELL] * 1000},
                                     msgid=1)
            one, _ = client.request("screen", {"protocol": "knee", "facts": WELL}, msgid=2)
            client.send(many + one)
            self.assertEqual([client.receive()[1], client.receive()[1]], [2, 1])

    def test_more_than_allowed_under_way(self):
        with self.service.connect() as client:
            data = b"".join(
                client.request("screen_many", {"protocol": "knee", "people": [WELL] * 200})[0]
                for _ in range(5))
            client.send(data)
            answers = [client.receive() for _ in range(5)]
            refused = [a[2][1] for a in answers if a[2] is not None]
            self.assertEqual(len(refused), 1)
            self.assertTrue(refused[0].startswith("busy: "))

    def test_refusals_of_many(self):
        with self.service.connect() as client:
            for people, code in (([WELL] * 1001, "too-many-people: "), ([WELL, 7], "bad-params: "),
                                 ([{7: 1}], "bad-params: ")):
                with self.assertRaisesRegex(ValueError, code):
                    client.call("screen_many", {"protocol": "knee", "people": people})

    def test_a_peer_that_goes_takes_its_job_with_it(self):
        with self.service.connect() as client:
            client.send(client.request("screen_many", {"protocol": "knee",
                                                       "people": [WELL] * 1000})[0])
            client.send(client.request("test", {"protocol": "knee"})[0])
        with self.service.connect() as client:
            self.assertEqual(client.screen(WELL)["outcome"], "clear")

    def test_the_tests_of_a_protocol(self):
        with self.service.connect() as client:
            tests = client.call("test", {"protocol": "knee"})
            self.assertEqual((tests["passed"], tests["failed"]), (2, 0))
            self.assertEqual(tests["tests"][0]["name"], "a well person is cleared")
            with self.assertRaisesRegex(ValueError, "no-tests: "):
                client.call("test", {"protocol": "small"})

    def test_what_the_tests_show_is_answered_later(self):
        with self.service.connect() as client:
            covering, _ = client.request("coverage", {"protocol": "knee"}, msgid=7)
            listing, _ = client.request("protocols", {}, msgid=8)
            client.send(covering + listing)
            answers = [client.receive(), client.receive()]
            self.assertEqual([answer[1] for answer in answers], [8, 7])
            self.assertTrue(answers[1][3]["coverage"]["complete"])

    def test_progress_is_told_and_the_end_can_be_asked_for(self):
        with self.service.connect() as client:
            client.send(client.request("coverage", {"protocol": "slow", "progress": True},
                                       msgid=1)[0])
            told = [client.receive(), client.receive()]
            for kind, method, params in told:
                self.assertEqual((kind, method), (2, "progress"))
                self.assertEqual((params[0]["id"], params[0]["what"], params[0]["of"]),
                                 (1, "tests", 200))
            self.assertLess(told[0][2][0]["done"], told[1][2][0]["done"])
            waiting, _ = client.request("test", {"protocol": "slow"}, msgid=2)
            stops = [client.request("cancel", {"id": i}, msgid=10 + i)[0] for i in (1, 2, 3)]
            client.send(waiting + b"".join(stops))
            answers = {}
            while len(answers) < 5:
                message = client.receive()
                if message[0] == 1:
                    answers[message[1]] = message
            self.assertEqual([answers[10 + i][3] for i in (1, 2, 3)],
                             [{"cancelled": True}, {"cancelled": True}, {"cancelled": False}])
            for i in (1, 2):
                self.assertEqual(answers[i][2], [1, "cancelled: the request was cancelled"])
            self.assertEqual(client.screen(WELL)["outcome"], "clear")

    def test_what_holds_for_everybody_is_proved_later(self):
        with self.service.connect() as client:
            proving, _ = client.request("verify", {"protocol": "knee", "progress": True}, msgid=7)
            listing, _ = client.request("protocols", {}, msgid=8)
            client.send(proving + listing)
            answers = {}
            while len(answers) < 2:
                message = client.receive()
                if message[0] == 1:
                    answers[message[1]] = message
            self.assertIsNone(answers[7][2])
            self.assertEqual(answers[7][3]["undecided"], 0)
            self.assertEqual({f["status"] for f in answers[7][3]["findings"]} - {"refuted"},
                             {"proved"})

    def test_a_proof_can_be_cancelled(self):
        with self.service.connect() as client:
            proving, _ = client.request("verify", {"protocol": "knee"}, msgid=1)
            stop, _ = client.request("cancel", {"id": 1}, msgid=2)
            client.send(proving + stop)
            answers = sorted((client.receive() for _ in range(2)), key=lambda answer: answer[1])
            self.assertEqual(answers[0][2], [1, "cancelled: the request was cancelled"])
            self.assertEqual(answers[1][3], {"cancelled": True})

    def test_who_a_new_version_treats_differently(self):
        source = KNEE.read_text()
        with self.service.connect() as client:
            same = client.call("diff", {"protocol": "knee", "source": source})
            self.assertEqual(same["changes"], [])
            changed = client.call("diff", {"protocol": "knee",
                                           "source": source.replace("weeks_ago():under(6)",
                                                                    "weeks_ago():under(5)")})
            self.assertEqual({c["direction"] for c in changed["changes"]}, {"less"})
            rules = [c for c in changed["changes"] if c["kind"] == "rule"]
            self.assertEqual([c["what"] for c in rules], ["does not fire any more"])
            broken = client.call("diff", {"protocol": "knee", "source": "local x ="})
            self.assertGreater(broken["after"]["errors"], 0)

    def test_nobody_cancels_for_another(self):
        with self.service.connect() as one, self.service.connect() as other:
            one.send(one.request("test", {"protocol": "knee"}, msgid=1)[0])
            self.assertEqual(other.call("cancel", {"id": 1}), {"cancelled": False})
            self.assertEqual(one.receive()[3]["passed"], 2)

    def test_many_people_can_be_cancelled(self):
        with self.service.connect() as client:
            many, _ = client.request("screen_many", {"protocol": "knee", "people": [WELL] * 1000},
                                     msgid=1)
            stop, _ = client.request("cancel", {"id": 1}, msgid=2)
            client.send(many + stop)
            self.assertEqual(client.receive()[3], {"cancelled": True})
            self.assertTrue(client.receive()[2][1].startswith("cancelled: "))

    def test_an_endless_script_holds_nobody_up(self):
        with self.service.connect() as client:
            script = "for i = 1, 1e18 do end"
            check, _ = client.request("check", {"source": script}, msgid=1)
            one, _ = client.request("screen", {"protocol": "knee", "facts": WELL}, msgid=2)
            client.send(check + one)
            self.assertEqual(client.receive()[1], 2)
            report = client.receive()[3]
            self.assertIn("budget-instructions", [d["code"] for d in report["diagnostics"]])

    def test_a_sequence(self):
        with self.service.connect() as client:
            params = {"protocol": "knee", "technique": "bend", "facts": WELL}
            sequence = client.call("sequence", params)
            self.assertEqual(sequence["needs"], ["a chair"])
            self.assertEqual(sequence["steps"][0], {"id": "sit", "say": "Sit down.",
                                                    "caution": "Slowly."})
            self.assertEqual(sequence["steps"][1]["loop"], "rounds")
            self.assertEqual([s["id"] for s in sequence["steps"][1]["steps"]], ["reach", "back"])
            old = client.call("sequence", {**params, "facts": {**WELL, "age": 90}})
            self.assertEqual([s["id"] for s in old["steps"][1]["steps"]], ["back"])
            decision = client.call("sequence", {**params, "facts": HOT})
            self.assertEqual(decision["outcome"], "refer")
            with self.assertRaisesRegex(ValueError, 'unknown-technique: .*"bend"'):
                client.call("sequence", {**params, "technique": "bent"})


class Drain(unittest.TestCase):
    def test_long_requests_are_answered_before_the_end(self):
        with Service() as service, service.connect() as client:
            client.call("hello")
            client.send(client.request("screen_many", {"protocol": "knee",
                                                       "people": [WELL] * 1000}, msgid=1)[0])
            client.send(client.request("test", {"protocol": "knee"}, msgid=2)[0])
            client.send(client.request("hello", msgid=3)[0])
            answers = {}
            while 3 not in answers:
                message = client.receive()
                answers[message[1]] = message
            service.signal(signal.SIGTERM)
            while (message := client.receive()) is not None:
                answers[message[1]] = message
            self.assertEqual(service.wait(), 0)
            self.assertEqual(len(answers[1][3]), 1000)
            self.assertEqual(answers[2][3]["passed"], 2)


if __name__ == "__main__":
    unittest.main()
