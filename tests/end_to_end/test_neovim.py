"""Clients that exist, unmodified: Neovim, headless, and pynvim."""

import os
import shutil
import subprocess
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


if __name__ == "__main__":
    unittest.main()
