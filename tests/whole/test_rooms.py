"""The rooms of the package, as docs/architecture.md draws them."""

from __future__ import annotations

import ast
import pkgutil
import re
import sys
from importlib import import_module
from inspect import getsource
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import disclosure_policy
from disclosure_policy.policy import Policy
from tests.helpers.builders import POLICE, ROOT, a_request
from tests.helpers.faces import MOST_NAMES, PACKAGE

ROOMS = sorted(found.name for found in pkgutil.iter_modules(disclosure_policy.__path__) if found.ispkg)
each = pytest.mark.parametrize("room", ROOMS)


def modules_of(room: str) -> set[str]:
    return {found.name for found in pkgutil.iter_modules(import_module(f"{PACKAGE}.{room}").__path__)}


@each
def test_a_face_says_what_comes_in_what_goes_out_and_what_the_room_never_does(room: str) -> None:
    text = import_module(f"{PACKAGE}.{room}").__doc__ or ""

    assert text.partition("\n")[0].endswith(".")
    if room not in ("cli", "strategies"):
        assert "In comes" in text or "In come " in text or "put" in text
        assert any(word in text for word in ("never", "no ", "nothing", "Nothing", "nowhere"))


@each
def test_a_face_names_what_is_there_and_not_too_much_of_it(room: str) -> None:
    face = import_module(f"{PACKAGE}.{room}")

    assert 0 < len(face.__all__) <= MOST_NAMES
    assert face.__all__ == sorted(face.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    for name in face.__all__:
        assert name in modules_of(room) or hasattr(face, name)


@pytest.mark.parametrize("face", [PACKAGE, *(f"{PACKAGE}.{room}" for room in ROOMS)])
def test_no_name_of_a_face_is_hidden_by_a_module_of_the_same_name(face: str) -> None:
    package = import_module(face)
    modules = {found.name for found in pkgutil.iter_modules(package.__path__)}
    imports = [node for node in ast.walk(ast.parse(getsource(package))) if isinstance(node, ast.ImportFrom)]
    taken_out = {alias.asname or alias.name for node in imports for alias in node.names if node.module != face}

    assert taken_out & modules == set()


@each
def test_a_room_is_drawn_and_described(room: str) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture, _, told = page.partition("```mermaid")[2].partition("```")

    assert re.search(rf"\b{room}\b", picture)
    assert f"**{room}**" in told


def test_where_the_page_on_architecture_sends_a_reader_there_is_something() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    sent = re.findall(r"`([\w/]+\.py|\w+/)`", page.partition("## Where do I go to")[2])
    package = Path(disclosure_policy.__path__[0])

    assert len(sent) > 15
    assert [path for path in sent if not any((home / path).exists() for home in (package, ROOT))] == []


def test_every_module_says_in_its_first_line_what_it_does() -> None:
    for file in Path(disclosure_policy.__path__[0]).rglob("*.py"):
        first = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        assert re.fullmatch(r"(`|[A-Z]).{15,}\.", first), file


def test_deciding_goes_down_through_the_rooms_and_comes_back_once(zedland: Policy) -> None:
    decided = a_request(**POLICE)
    zedland.decide(decided)  # what is imported or worked out once is
    way: list[str] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        name = frame.f_globals.get("__name__", "")
        room = name.split(".")[1] if name.startswith(f"{PACKAGE}.") else ""
        if event == "call" and room in ("policy", "deciding", "missing", "explaining") and [room] != way[-1:]:
            way.append(room)

    sys.setprofile(watch)
    try:
        assert zedland.decide(decided).allowed
    finally:
        sys.setprofile(None)

    assert way == ["policy", "deciding"]
