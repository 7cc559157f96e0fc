#!/usr/bin/env python3
"""The pages for review: all of the protocol is there, and nothing that it says can do harm.

    test_doc.py PROGRAM PROTOCOLS-FOLDER

What must be on a page is read from the scripts themselves, by their words.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

PROGRAM = os.path.abspath(sys.argv.pop(1))
PROTOCOLS = pathlib.Path(sys.argv.pop(1)).resolve()
SHIPPED = sorted(path for path in PROTOCOLS.glob("*.lua") if not path.stem.endswith("_test"))

DECLARED = {
    "fact": "yes_no|choice|number|date",
    "rule": "scope|contraindication|red_flag|precondition|advisory|halt",
    "score": "score",
    "value": "derive",
    "result": "result",
    "technique": "technique",
    "education": "education",
}

EVIL = """<script>alert(1)</script> & "a" 'b' <b> ]]> -- | `c` [d](javascript:e) \\\\"""

EVIL_PROTOCOL = """
protocol "evil" {
  format = 1, version = "1.0.0", title = [==[EVIL]==],
  sources = { { title = [==[EVIL]==], url = "javascript:alert(1)" },
              { title = "good", url = "https://example.org/?a=1&b=\\"2\\"" } },
  reviewed = { by = [==[EVIL]==], on = "2026-01-01" },
}
local fact = yes_no "fact" { ask = [==[EVIL]==], help = [==[EVIL]==] }
local pick = choice "pick" { ask = "Which?", options = { "a", "b" }, labels = { a = [==[EVIL]==] } }
red_flag "flag" {
  when = any { fact, pick:is "a" }, because = [==[EVIL]==], source = [==[EVIL]==],
  refer = { to = [==[EVIL]==], urgency = "urgent" },
}
technique "moves" {
  title = [==[EVIL]==], needs = { [==[EVIL]==] },
  step "one" { [==[EVIL]==], caution = [==[EVIL]==] },
  after = [==[EVIL]==],
}
education "why" { title = [==[EVIL]==], text = [==[EVIL]==] }
"""

EVIL_TESTS = """
test [==[EVIL]==] { given = facts { fact = true }, expect = { rules = { "flag" } } }
"""


def doc(*arguments, env=None):
    done = subprocess.run([PROGRAM, "doc", *map(str, arguments)], capture_output=True, text=True,
                          env=env, timeout=300)
    return done.returncode, done.stdout, done.stderr


def declared(path):
    """The names of the protocol, by kind, as its script has them."""
    script = re.sub(r"^\s*--.*$", "", path.read_text(), flags=re.M)
    return {kind: re.findall(rf'\b(?:{words})\s+"([^"]+)"\s*\{{', script)
            for kind, words in DECLARED.items()}


def local_name(element):
    return element.tag.rsplit("}", 1)[-1]


def words_of(element):
    return " ".join("".join(element.itertext()).split())


def spaced(text):
    return " ".join(text.split())


class EveryShippedProtocol(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pages = {}
        for path in SHIPPED:
            code, out, messages = doc(path, "--format", "html")
            assert code == 0, messages
            cls.pages[path] = (out, ElementTree.fromstring(out))

    def each(self):
        self.assertGreaterEqual(len(self.pages), 7)
        for path, (text, page) in self.pages.items():
            with self.subTest(protocol=path.stem):
                yield path, text, page

    def test_everything_declared_has_its_place(self):
        for path, _, page in self.each():
            ids = {element.get("id") for element in page.iter()}
            names = declared(path)
            self.assertTrue(names["fact"])
            for kind, declared_names in names.items():
                for name in declared_names:
                    self.assertIn(f"{kind}-{name}", ids)

    def test_steps_reasons_and_sources_are_told(self):
        for path, _, page in self.each():
            told = words_of(page)
            script = path.read_text()
            for key in ("because", "advice", "source", "ask", "caution"):
                for text in re.findall(rf'\b{key}\s*=\s*"((?:[^"\\]|\\.)*)",?\s*$', script, re.M):
                    self.assertIn(spaced(text), told)
            for step in re.findall(r'\bstep\s+"([^"]+)"', script):
                self.assertIn(step, told)
            for title in re.findall(r'\{ title = "([^"]+)"', script):
                self.assertIn(title, told)

    def test_conditions_are_sentences(self):
        for _, _, page in self.each():
            for lead in page.iter("p"):
                if lead.get("class") == "lead" and words_of(lead).startswith("Fires where"):
                    self.assertRegex(words_of(lead), r" (is|holds|has|always|never)\b")
                    self.assertNotIn(":at_least(", words_of(lead))

    def test_nobody_is_named_who_did_not_review(self):
        for path, _, page in self.each():
            reviewed = re.search(r"^\s*reviewed\s*=", path.read_text(), re.M)
            self.assertEqual(reviewed is None, "Nobody has reviewed" in words_of(page))

    def test_examples_hold_and_are_all_there(self):
        for path, _, page in self.each():
            tests = path.with_name(path.stem + "_test.lua").read_text()
            told = words_of(page)
            self.assertNotIn("do not hold", told)
            for name in re.findall(r'^(?:test|cases|always|walk) "([^"]+)"', tests, re.M):
                self.assertIn(spaced(name), told)

    def test_nothing_is_loaded(self):
        for _, text, page in self.each():
            policy = [meta.get("content") for meta in page.iter("meta")
                      if meta.get("http-equiv") == "Content-Security-Policy"]
            self.assertEqual(policy, ["default-src 'none'; style-src 'unsafe-inline'"])
            for element in page.iter():
                self.assertNotIn(local_name(element),
                                 ("link", "script", "img", "iframe", "object", "embed", "image"))
                self.assertIsNone(element.get("src"))
            self.assertNotRegex(text, r"@import|url\(")

    def test_links_lead_somewhere(self):
        for _, _, page in self.each():
            ids = [element.get("id") for element in page.iter() if element.get("id")]
            own = [i for i in ids if "-" in i and not re.match(r"(node|edge|graph|clust|a_node)", i)]
            self.assertEqual(len(own), len(set(own)), "an id stands twice")
            for element in page.iter():
                for key, address in element.attrib.items():
                    if key.rsplit("}", 1)[-1] == "href" and address.startswith("#"):
                        self.assertIn(address[1:], ids)
                    elif key.rsplit("}", 1)[-1] == "href":
                        self.assertRegex(address, "^https?://")

    def test_it_can_be_read_aloud(self):
        for _, _, page in self.each():
            self.assertEqual(page.get("lang"), "en")
            self.assertEqual(len(list(page.iter("h1"))), 1)
            for table in page.iter("table"):
                self.assertTrue(all(th.get("scope") for th in table.iter("th")))
                self.assertTrue(list(table.iter("th")))
            for svg in page.iter("{http://www.w3.org/2000/svg}svg"):
                self.assertEqual(svg.get("role"), "img")
                self.assertTrue(svg.get("aria-label"))

    def test_the_flow_is_a_picture(self):
        for _, _, page in self.each():
            self.assertEqual(len(list(page.iter("{http://www.w3.org/2000/svg}svg"))), 1)

    def test_levels_of_headings_are_not_skipped(self):
        for _, _, page in self.each():
            level = 0
            for element in page.iter():
                if re.fullmatch(r"h[1-6]", local_name(element)):
                    next_level = int(local_name(element)[1])
                    self.assertLessEqual(next_level, level + 1)
                    level = next_level


class Markdown(unittest.TestCase):
    def test_tables_have_as_many_cells_as_headings(self):
        for name in ("news2", "ottawa-ankle-foot"):
            code, out, messages = doc(PROTOCOLS / f"{name}.lua")
            self.assertEqual(code, 0, messages)
            columns = 0
            for line in out.splitlines():
                cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
                if columns and cells:
                    self.assertEqual(cells, columns, line)
                columns = cells

    def test_it_has_all_that_is_declared(self):
        path = PROTOCOLS / "canadian-c-spine.lua"
        _, out, _ = doc(path, "--format", "markdown")
        for kind, names in declared(path).items():
            for name in names:
                self.assertIn(name.replace("_", "\\_") if kind == "rule" else name, out)


class WhatAnAuthorMayWrite(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name) / "evil.lua"
        cls.path.write_text(EVIL_PROTOCOL.replace("EVIL", EVIL))
        cls.path.with_name("evil_test.lua").write_text(EVIL_TESTS.replace("EVIL", EVIL))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_html_shows_it_as_text(self):
        code, out, messages = doc(self.path, "-f", "html")
        self.assertEqual(code, 0, messages)
        page = ElementTree.fromstring(out)
        self.assertFalse([e for e in page.iter() if local_name(e) in ("script", "b")])
        self.assertGreaterEqual(words_of(page).count(spaced(EVIL)), 14)
        addresses = [a.get("href") for a in page.iter("a") if not a.get("href", "#").startswith("#")]
        self.assertEqual(addresses, ['https://example.org/?a=1&b="2"'])

    def test_markdown_shows_it_as_text(self):
        code, out, messages = doc(self.path)
        self.assertEqual(code, 0, messages)
        self.assertNotRegex(out, r"(?<!\\)<(script|b>)")
        self.assertNotRegex(out, r"(?<!\\)\[d(?<!\\)\]\(")
        self.assertIn("\\<script\\>alert(1)\\</script\\>", out)

    def test_a_reviewer_who_is_named_is_shown(self):
        _, out, _ = doc(self.path, "-f", "html")
        self.assertIn("Reviewed by", out)
        self.assertNotIn("Nobody has reviewed", out)


# A condition, and how it is told.
SENTENCES = {
    "fever": "`fever` is yes",
    "~fever": "`fever` is no",
    "fever | chills": "`fever` is yes, or `chills` is yes",
    "all { fever, chills, temp:over(38) }":
        "`fever` is yes, and `chills` is yes, and `temp` is over 38 °C",
    "~(fever | chills)": "`fever` is no, and `chills` is no",
    "~(fever & chills)": "`fever` is no, or `chills` is no",
    "fever & (chills | temp:under(36))":
        "`fever` is yes, and (`chills` is yes, or `temp` is under 36 °C)",
    "temp:at_least(38)": "`temp` is 38 °C or more",
    "temp:at_most(38)": "`temp` is 38 °C or less",
    "~temp:at_least(38)": "`temp` is under 38 °C",
    "temp:between(36, 38)": "`temp` is between 36 and 38 °C",
    "~temp:between(36, 38)": "`temp` is not between 36 and 38 °C",
    "walks:is \"badly\"": "`walks` is “With a limp”",
    "walks:is_not \"badly\"": "`walks` is not “With a limp”",
    "walks:one_of { \"badly\", \"cannot\" }": "`walks` is “With a limp” or “cannot”",
    "at_least(2, { fever, chills, temp:over(38) })":
        "at least 2 of these: (`fever` is yes; `chills` is yes; `temp` is over 38 °C)",
    "~at_least(2, { fever, chills, temp:over(38) })":
        "fewer than 2 of these: (`fever` is yes; `chills` is yes; `temp` is over 38 °C)",
    "operated:weeks_ago():at_most(6)": "the number of weeks since `operated` is 6 or less",
    "operated:is_none() & fever": "`operated` is none, and `fever` is yes",
    "ill": "`fever` is yes, or `temp` is over 39 °C",
    "ill & chills": "`ill` holds, and `chills` is yes",
    "~ill & chills": "`ill` does not hold, and `chills` is yes",
    "fever:answered() & chills": "`fever` is answered, and `chills` is yes",
}

SENTENCES_PROTOCOL = """
protocol "told" { format = 1, version = "1.0.0", title = "Told" }
local fever = yes_no "fever" { ask = "Fever?" }
local chills = yes_no "chills" { ask = "Chills?" }
local temp = number "temp" { ask = "Temperature?", min = 30, max = 45, unit = "Cel" }
local walks = choice "walks" { ask = "Walking?", options = { "well", "badly", "cannot" },
                               labels = { badly = "With a limp" } }
local operated = date "operated" { ask = "Operated when?", none = "Never" }
local ill = derive "ill" { fever | temp:over(39) }
"""


class Sentences(unittest.TestCase):
    def test_each_condition_is_told(self):
        rules = "".join(f'advisory "r{i}" {{ when = {when}, because = "b", advice = "a" }}\n'
                        for i, when in enumerate(SENTENCES))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "told.lua"
            path.write_text(SENTENCES_PROTOCOL + rules)
            code, out, messages = doc(path)
        self.assertEqual(code, 0, messages)
        for i, (when, sentence) in enumerate(SENTENCES.items()):
            with self.subTest(when=when):
                told = re.search(rf"^#### r{i}\n\n(.*)$", out, re.M).group(1)
                self.assertEqual(told, f"Fires where {sentence}.")


class WhatMayGoWrong(unittest.TestCase):
    def test_a_broken_protocol(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "broken.lua"
            path.write_text('protocol "broken" { format = 1, version = "1.0.0", title = "x" }\n'
                            'red_flag "r" { when = fevr, because = "y" }\n')
            code, out, messages = doc(path)
        self.assertEqual((code, out), (1, ""))
        self.assertIn("broken.lua:2:", messages)
        self.assertIn("[undeclared]", messages)

    def test_no_such_file(self):
        code, out, messages = doc("/nonexistent/x.lua")
        self.assertEqual((code, out), (3, ""))
        self.assertIn("/nonexistent/x.lua", messages)

    def test_wrong_usage(self):
        for arguments in ((), ("a.lua", "b.lua"), ("a.lua", "--format", "pdf")):
            code, out, messages = doc(*arguments)
            self.assertEqual((code, out), (2, ""))
            self.assertTrue(messages)

    def test_without_graphviz_the_page_comes_without_the_picture(self):
        with tempfile.TemporaryDirectory() as empty:
            code, out, messages = doc(PROTOCOLS / "nexus.lua", "-f", "html",
                                      env={**os.environ, "PATH": empty})
        self.assertEqual(code, 0)
        self.assertIn("Graphviz is not installed", messages)
        page = ElementTree.fromstring(out)
        self.assertFalse([e for e in page.iter() if local_name(e) == "svg"])
        self.assertIn("Questions", words_of(page))


if __name__ == "__main__":
    unittest.main()
