"""The bundled rules are found from a wheel, from an sdist and from an editable install."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import disclosure_policy
from disclosure_policy.loading.rules_folder import bundled_rules
from tests.helpers.builders import ROOT

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "examples" / "2019-request-for-all-records.yaml"
WHERE = "from disclosure_policy.loading import bundled_rules; print(bundled_rules())"


def _python(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "", "PYTHONPATH": str(path or "")}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd="/", env=environment
    )


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from it."""
    folder = tmp_path_factory.mktemp("dist")
    built = _python("-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT))
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"])
def test_an_installed_package_decides_by_its_own_rules(dist: Path, tmp_path: Path, kind: str) -> None:
    archive = next(dist.glob(kind))
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    installed = _python(*install, "--target", str(tmp_path), str(archive))
    assert installed.returncode == 0, installed.stderr

    where = _python("-c", WHERE, path=tmp_path)
    decided = _python("-m", "disclosure_policy", "decide", str(EXAMPLE), path=tmp_path)
    letter = _python("-m", "disclosure_policy", "letter", str(EXAMPLE), "--format", "html", path=tmp_path)

    explained = _python("-m", "disclosure_policy", "check", "--explain", "permit-by-omission", path=tmp_path)

    assert explained.stdout == (ROOT / "docs" / "checks" / "permit-by-omission.md").read_text()
    assert where.stdout.strip() == str(tmp_path / "disclosure_policy" / "rules")
    assert decided.returncode == 3, decided.stderr
    assert decided.stdout.startswith("DENY")
    assert "Your request is therefore denied" in letter.stdout, letter.stderr


def test_an_editable_install_finds_the_rules_of_its_checkout() -> None:
    assert Path(disclosure_policy.__file__).is_relative_to(ROOT / "src")
    assert str(bundled_rules()) == str(ROOT / "rules")


def test_the_wheel_holds_every_rule_and_the_typing_marker(dist: Path) -> None:
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())

    rules = {
        f"disclosure_policy/rules/{file.relative_to(ROOT / 'rules')}" for file in (ROOT / "rules").rglob("*.yaml")
    }

    assert rules <= names
    assert "disclosure_policy/py.typed" in names
