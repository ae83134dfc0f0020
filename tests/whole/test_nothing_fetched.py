"""Nothing is fetched: commands do what they do where no socket can be made."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from disclosure_policy.cli import main
from tests.helpers.builders import ROOT, ZEDLAND

REQUEST = str(ROOT / "examples" / "claimants-own-file.yaml")


@pytest.mark.parametrize(
    "command",
    [
        ["decide", REQUEST, "--log", "log"],
        ["explain", REQUEST, "--format", "svg"],
        ["letter", REQUEST, "--format", "html"],
        ["tree", "us-nm"],
        ["facts", "us"],
        ["coverage", "us"],
        ["schema", "rule"],
        ["check", str(ZEDLAND)],
        ["init", "us-xx"],
    ],
)
def test_no_command_makes_a_socket(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        pytest.fail("a socket was made")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)

    result = CliRunner().invoke(main, command)

    assert result.exit_code in (0, 1, 3), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.output
