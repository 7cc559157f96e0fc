"""Clients that exist, unmodified: Neovim, headless, pynvim, and msgpack5rpc of npm."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from running import WELL, Service

SCREEN = """
local ok, failure = pcall(function()
  local channel = vim.fn.sockconnect("{mode}", "{address}", {{ rpc = true }})
  local person = {{ age = 30, fever = false, walking = "normal", surgery = "none" }}
  local decision = vim.rpcrequest(channel, "screen", {{ protocol = "knee", facts = person }})
  io.stdout:write(decision.outcome, " ", tostring(decision.complete), "\\n")
  local answered, refusal = pcall(vim.rpcrequest, channel, "screen", {{ protocol = "kne" }})
  io.stdout:write(tostring(answered), " ", refusal, "\\n")
end)
if not ok then io.stdout:write(failure, "\\n") end
"""


@unittest.skipUnless(shutil.which("nvim"), "Neovim is not installed")
class Neovim(unittest.TestCase):
    def screen(self, service, mode, address):
        path = service.folder / "screen.vim"
        script = SCREEN.format(mode=mode, address=address)
        path.write_text(f"lua << LUA\n{script}\nLUA\nqall!\n")
        done = subprocess.run(["nvim", "--headless", "--clean", "-S", str(path)],
                              capture_output=True, text=True, timeout=60, check=False,
                              env={**os.environ, "NVIM_LOG_FILE": str(service.folder / "nvim")})
        return done.stdout.splitlines()

    def test_tcp(self):
        with Service() as service:
            lines = self.screen(service, "tcp", f"127.0.0.1:{service.port}")
            self.assertEqual(lines[0], "clear true")
            self.assertIn("facts is missing", lines[1])

    def test_pipe(self):
        with Service() as service:
            self.assertEqual(self.screen(service, "pipe", service.socket_path)[0], "clear true")


class Pynvim(unittest.TestCase):
    def test_tcp_session(self):
        try:
            from pynvim.msgpack_rpc import ErrorResponse, tcp_session
        except ImportError:
            self.skipTest("pynvim is not installed")
        with Service() as service:
            session = tcp_session("127.0.0.1", service.port)
            session.error_wrapper = lambda error: ErrorResponse(error[1])
            decision = session.request("screen", {"protocol": "knee", "facts": WELL})
            self.assertEqual(decision["outcome"], "clear")
            with self.assertRaisesRegex(ErrorResponse, "unknown-method: "):
                session.request("screem", {})
            session.close()


@unittest.skipUnless(shutil.which("npm"), "npm is not installed")
class Msgpack5rpc(unittest.TestCase):
    """Installed by npm into a folder of its own; skipped where the registry is out of reach."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="synovia-npm-")
        self.addCleanup(shutil.rmtree, self.folder)
        source = pathlib.Path(__file__).with_name("msgpack5rpc")
        for name in ("package.json", "package-lock.json", "screen.js"):
            shutil.copy(source / name, self.folder)
        done = subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"],
                              cwd=self.folder, capture_output=True, timeout=120, check=False)
        if done.returncode != 0:
            self.skipTest("npm could not install msgpack5rpc")

    def test_tcp(self):
        with Service() as service:
            done = subprocess.run(["node", "screen.js", str(service.port)], cwd=self.folder,
                                  capture_output=True, text=True, timeout=60, check=False)
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            self.assertEqual(lines[0], {"error": None, "outcome": "clear", "complete": True},
                             done.stderr)
            self.assertEqual(lines[1][0], 1)
            self.assertTrue(lines[1][1].startswith("unknown-method: "))


if __name__ == "__main__":
    unittest.main()
