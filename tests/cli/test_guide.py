#!/usr/bin/env python3
"""`synovia guide` on a real terminal (tmux), and without one.

usage: test_guide.py PROGRAM FILES-FOLDER PROTOCOLS-FOLDER

Nothing sleeps: what the program writes goes through a pipe as well, and each piece of it is a reason
to look at the screen again.
"""
import itertools
import os
import pathlib
import re
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, FILES, PROTOCOLS = (os.path.abspath(argument) for argument in sys.argv[1:4])
REACH = os.path.join(FILES, "reach.lua")
THORACIC = os.path.join(PROTOCOLS, "thoracic-mobilization.lua")
TIMEOUT_SECONDS = 60
NUMBERS = itertools.count()


class Screen:
    """The program in a terminal of so many columns, told apart from others by its socket."""

    def __init__(self, *arguments, columns=80, environment=""):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="synovia-guide-"))
        self.columns = columns
        self.socket = str(self.folder / "tmux")
        command = shlex.join([PROGRAM, "guide", *arguments])
        # Waits until somebody reads along; afterwards the terminal is to be as it was.
        self.command = (f"trap : INT; stty -a > before; read go; {environment} {command}; echo code $?; "
                        "stty -a > after; cmp -s before after && echo terminal as it was; read end")
        self.said = b""

    def __enter__(self):
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(self.columns), "-y", "60", "-c",
                  str(self.folder), "sh", "-c", self.command)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        self.pipe = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.tmux("pipe-pane", f"cat > {pipe}")
        self.tmux("send-keys", "Enter")
        return self

    def __exit__(self, *_):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], check=False, capture_output=True)
        os.close(self.pipe)
        shutil.rmtree(self.folder, ignore_errors=True)

    def tmux(self, *words):
        environment = dict(os.environ, TERM="xterm", LC_ALL="C.UTF-8")
        environment.pop("TMUX", None)
        environment.pop("NO_COLOR", None)
        done = subprocess.run(["tmux", "-S", self.socket, *words], check=True, capture_output=True,
                              text=True, env=environment, timeout=TIMEOUT_SECONDS)
        return done.stdout

    def shown(self):
        """All lines; those that the terminal had to break are whole again."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-").rstrip()

    def until(self, text):
        """Waits until the last lines show the text."""
        end = time.monotonic() + TIMEOUT_SECONDS
        while text not in (shown := self.shown()):
            ready, _, _ = select.select([self.pipe], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"waited in vain for {text!r}:\n{shown}")
            self.said += os.read(self.pipe, 65536)
        return shown

    def until_said(self, marker):
        """All bytes written so far, and at least up to the marker."""
        end = time.monotonic() + TIMEOUT_SECONDS
        while marker not in self.said:
            ready, _, _ = select.select([self.pipe], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"waited in vain for {marker!r}: {self.said!r}")
            self.said += os.read(self.pipe, 65536)
        return self.said

    def until_prompt(self, text):
        """Waits until the question that is asked last holds the text."""
        end = time.monotonic() + TIMEOUT_SECONDS
        while True:
            shown = self.shown()
            # The question, its help and options stand above the prompt, in one paragraph.
            paragraph = shown.split("\n\n")[-1]
            if text in paragraph and paragraph.endswith("]"):
                return shown
            ready, _, _ = select.select([self.pipe], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"waited in vain for the prompt {text!r}:\n{shown}")
            self.said += os.read(self.pipe, 65536)

    def type(self, text):
        self.tmux("send-keys", "-l", text)
        self.tmux("send-keys", "Enter")

    def answer(self, *pairs):
        for question, typed in pairs:
            self.until_prompt(question)
            self.type(typed)

    def key(self, name):
        self.tmux("send-keys", name)


def flat(text):
    """The text as if no line had been broken."""
    return re.sub(r"\s+", " ", text)


CLEARED = [("Is an arm numb?", "n"), ("How bad is the pain?", "3"), ("Where is it stiff?", "2"),
           ("What would you like to do?", "1")]
HOLDING = CLEARED + [("Stand upright.", ""), ("Does it hurt now?", "n"), ("Reach up slowly.", "")]

# The thoracic protocol, for somebody who may do both techniques.
THORACIC_ANSWERS = [
    ("numb?", "n"), ("tingling", "n"), ("weaker", "n"), ("at its worst", "3"), ("radiate", "n"),
    ("fever?", "n"), ("lost weight", "n"), ("fracture", "n"), ("injury", "n"), ("bones are thin", "1"),
    ("spinal fusion", "n"), ("problem with a disc", "n"), ("how many days", "2"),
    ("discomfort persist", "n"), ("How many times", "0"), ("feels stiff", "1"),
    ("Are you relaxed?", "y"), ("willing and able", "y"), ("Is somebody with you", "n"),
    ("Arching over a rolled towel", "1"),
]
STILL_WELL = [("relaxed?", "y"), ("willing and able", "y"), ("sharper pain", "n"),
              ("guarding or resisting", "n"), ("still comfortable", "y")]


class Guide(unittest.TestCase):
    maxDiff = None

    def test_the_towel_to_its_end(self):
        with Screen(THORACIC) as screen:
            screen.answer(*THORACIC_ANSWERS)
            for step in ("Lie on your back", "Let the towel lie", "Interlace your fingers"):
                screen.answer((step, ""), *STILL_WELL)
            screen.until_prompt("Enter begins the hold of 3 seconds")
            screen.type("")
            screen.until("The time is over.")
            screen.answer(*STILL_WELL, ("How fast", "1"), ("had enough", "n"))
            screen.answer(("Sit up slightly.", ""), *STILL_WELL, ("had enough", "n"))
            screen.answer(("Move the towel up", ""), *STILL_WELL, ("had enough", "y"))
            shown = screen.until("code 0")
            self.assertIn("Finished.", shown)
            self.assertIn("Relief is temporary.", shown)
            said = screen.until_said(b"code 0")
            self.assertIn(b"Hold: 3 s", said)
            self.assertIn(b"Hold: 1 s", said)
            self.assertIn("terminal as it was", screen.until("terminal"))

    def test_the_towel_halted(self):
        with Screen(THORACIC) as screen:
            screen.answer(*THORACIC_ANSWERS, ("Lie on your back", ""), *STILL_WELL)
            screen.answer(("Let the towel lie", ""), *STILL_WELL[:2], ("sharper pain", "y"))
            shown = screen.until("code 0")
            self.assertIn("*** STOP ***", shown)
            self.assertIn("New or sharper pain is a reason to stop.", shown)
            self.assertIn("What to do now: Stop now. Come back to a comfortable position and rest.",
                          flat(shown))

    def test_a_halt_names_who_should_see_the_person(self):
        with Screen(REACH) as screen:
            screen.answer(*CLEARED, ("Stand upright.", "s"), ("Does it hurt now?", "y"))
            shown = screen.until("code 0")
            self.assertIn("Pain means stop.", shown)
            self.assertIn("Who should see you: physician (urgent)", shown)

    def test_what_cannot_be_said_halts_as_well(self):
        with Screen(REACH) as screen:
            screen.answer(*CLEARED, ("Stand upright.", ""), ("Does it hurt now?", "?"))
            self.assertIn("could not be ruled out", screen.until("code 0"))

    def test_any_key_stops_a_hold(self):
        for key in ("x", "Space", "Up"):
            with Screen(REACH) as screen:
                screen.answer(*HOLDING)
                screen.until("any key stops")
                screen.key(key)
                screen.until("Stopped.")
                screen.answer(("Does it hurt now?", "n"), ("had enough?", "y"),
                              ("Let your arms sink.", ""))
                screen.until("The time is over.")
                screen.answer(("Does it hurt now?", "n"))
                self.assertIn("Walk around for a minute.", screen.until("terminal as it was"))

    def test_back_leads_to_the_last_question(self):
        with Screen(REACH) as screen:
            screen.answer(("Is an arm numb?", "n"), ("How bad is the pain?", "b"),
                          ("Is an arm numb?", "n"), ("How bad is the pain?", "9"))
            # 9 settles the decision: there is nothing more to ask, and no technique to choose.
            self.assertIn("The pain is too bad today.", screen.until("code 0"))
        with Screen(REACH) as screen:
            screen.answer(*CLEARED[:3], ("What would you like to do?", "b"),
                          ("Where is it stiff?", "1"))
            self.assertIn("No technique is open to you now.", screen.until("code 0"))

    def test_there_is_no_way_back_before_the_first(self):
        with Screen(REACH) as screen:
            shown = screen.until_prompt("Is an arm numb?")
            self.assertNotIn("b back", shown)
            screen.type("b")
            screen.until("That is no answer to this question.")

    def test_wrong_input_is_asked_again(self):
        with Screen(REACH) as screen:
            screen.answer(("Is an arm numb?", "maybe"), ("Is an arm numb?", "n"))
            screen.answer(("How bad", "ten"), ("How bad", "11"))
            screen.until("pain was sent as 11")
            screen.answer(("How bad", "3,5"))
            screen.until("pain was sent as 3.5")
            screen.answer(("How bad", "3"), ("Where is it stiff?", "3"),
                          ("Where is it stiff?", "BACK"), ("What would you like to do?", "2"))
            screen.until("That is none of these.")
            screen.type("1")
            screen.answer(("Stand upright.", "what?"))
            screen.until("Press Enter, or type s or q.")

    def test_quitting_tells_what_is_established(self):
        with Screen(THORACIC) as screen:
            screen.answer(("numb?", "y"), ("", "q"))
            shown = screen.until("code 0")
            self.assertIn("At once: medical doctor", shown)
            self.assertIn("refer, immediate", shown)
            self.assertIn("(not complete: answers may still change this)", flat(shown))
            self.assertNotIn("No technique", shown)

    def test_leaving_in_the_middle_says_what_to_do(self):
        with Screen(REACH) as screen:
            screen.answer(*CLEARED, ("Stand upright.", "q"))
            shown = screen.until("code 0")
            self.assertIn("You are leaving at step 1 of 3.", shown)
            self.assertIn("Come back slowly to a comfortable position, and rest.", flat(shown))

    def test_ctrl_c_gives_the_terminal_back(self):
        with Screen(REACH) as screen:
            screen.answer(*HOLDING)
            screen.until("any key stops")
            screen.key("C-c")
            shown = screen.until("You are leaving at step 2 of 3.")
            shown = screen.until("terminal as it was")
            self.assertIn("code 130", shown)
        with Screen(REACH) as screen:
            screen.until_prompt("Is an arm numb?")
            screen.key("C-c")
            self.assertIn("code 130", screen.until("terminal as it was"))

    def test_the_end_of_the_input_quits(self):
        with Screen(REACH) as screen:
            screen.answer(*CLEARED)
            screen.until_prompt("Stand upright.")
            screen.key("C-d")
            self.assertIn("You are leaving at step 1", screen.until("code 0"))

    def test_a_narrow_terminal(self):
        for columns in (80, 40, 24):
            with Screen(THORACIC, columns=columns) as screen:
                screen.answer(("numb?", "y"), ("", "q"))
                # -J joins what the terminal had to break: there is nothing of that kind.
                lines = screen.until("code 0").splitlines()
                ours = [re.sub(r"\] .*", "]", line) for line in lines]  # without what was typed
                self.assertLessEqual(max(map(len, ours)), columns)

    def test_colour_is_for_those_who_want_it(self):
        with Screen(REACH) as screen:
            self.assertIn(b"\x1b[1m", screen.until_said(b"Is an arm numb?"))
        for arguments, environment in (([REACH], "NO_COLOR=1"), ([REACH], "TERM=dumb"),
                                       ([REACH, "--plain"], "")):
            with Screen(*arguments, environment=environment) as screen:
                screen.answer(("Is an arm numb?", "y"))
                said = screen.until_said(b"code 0")
                self.assertNotIn(b"\x1b[", said.split(b"Reaching up", 1)[1])

    def test_plain_draws_nothing_over(self):
        with Screen(REACH, "--plain") as screen:
            screen.answer(*HOLDING)
            screen.until("Hold: 600 seconds, any key stops")
            screen.key("x")
            screen.until("Stopped.")
            screen.answer(("Does it hurt now?", "n"), ("had enough?", "y"))
            screen.answer(("Let your arms sink.", ""))
            screen.until("Hold: 1 second, any key stops")
            said = screen.until_said(b"The time is over.").split(b"Reaching up", 1)[1]
            self.assertEqual(re.findall(rb"\r(?!\r*\n)", said), [])

    def test_another_language(self):
        with Screen(REACH, "--lang", "de-AT") as screen:
            screen.until_prompt("Ist ein Arm taub?")
            screen.answer(("taub", "n"), ("Schmerz", "3"), ("steif", "2"), ("Nach oben greifen", "1"),
                          ("aufrecht", ""), ("Schmerzt es jetzt?", "y"))
            shown = screen.until("code 0")
            self.assertIn("Lassen Sie die Arme sinken und atmen Sie.", shown)


class Piped(unittest.TestCase):
    def run_piped(self, lines, *arguments):
        return subprocess.run([PROGRAM, "guide", REACH, *arguments], input="".join(lines),
                              capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)

    def test_lines_are_answers_and_are_shown(self):
        done = self.run_piped(["n\n", "3\n", "2\n", "1\n", "\n", "y\n"])
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("q quit] n\n", done.stdout)
        self.assertIn("*** STOP ***", done.stdout)
        self.assertNotIn("\x1b", done.stdout)
        self.assertNotIn("\r", done.stdout)

    def test_the_end_quits_with_what_is_established(self):
        done = self.run_piped(["n\n"])
        self.assertEqual(done.returncode, 0)
        self.assertIn("ask: something must still be asked", done.stdout)
        self.assertIn("Ask next", done.stdout)

    def test_the_last_line_needs_no_end(self):
        done = self.run_piped(["n\n", "9"])
        self.assertIn("The pain is too bad today.", done.stdout)

    def test_the_end_within_a_session_leaves_it(self):
        done = self.run_piped(["n\n", "3\n", "2\n", "1\n"])
        self.assertIn("You are leaving at step 1 of 3.", done.stdout)

    def test_wrong_usage(self):
        for arguments, words, code in (([], "a protocol is missing", 2),
                                       ([FILES], "is a folder", 2),
                                       (["nowhere.lua"], "cannot read nowhere.lua", 3),
                                       ([REACH, REACH], "one protocol at a time", 2)):
            done = subprocess.run([PROGRAM, "guide", *arguments], input="", capture_output=True,
                                  text=True, timeout=TIMEOUT_SECONDS, check=False)
            self.assertEqual(done.returncode, code)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
