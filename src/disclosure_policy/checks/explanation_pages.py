"""Finds the page of docs/checks that explains a check: what to avoid, what to prefer, and why."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def page(code: str) -> str:
    """Return the page of a check, in Markdown; whoever installed the package has it too."""
    return (_pages() / f"{code}.md").read_text(encoding="utf-8")


def _pages() -> Traversable:
    package = files("disclosure_policy")
    packaged = package / "checks" / "explained"
    return packaged if packaged.is_dir() else Path(str(package)).resolve().parents[1] / "docs" / "checks"
