"""A template for PDF reads what lies in its folder, and nothing else: no link leads out, nothing is fetched."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from disclosure_policy.letters.template_file import TemplateError
from disclosure_policy.letters.typesetting import typeset
from disclosure_policy.policy import Policy
from tests.letters.test_typesetting import a_letter

pytest.importorskip("typst")

MANIFEST = '[package]\nname = "letter"\nversion = "1.0.0"\nentrypoint = "lib.typ"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def template(folder: Path, text: str, name: str = "own.typ") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def a_package(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "typst.toml").write_text(MANIFEST)
    (folder / "lib.typ").write_text("#let a = [letter]")


FETCHING = {
    "by its name": '#import "@preview/letter:1.0.0": *',
    "by a name put together": '#let name = "@pre" + "view/letter:1.0.0"\n#import name: *',
    "in a second file": '#import "second.typ": *',
    "included": '#include "second.typ"',
    "under another name space": '#import "@local/letter:1.0.0": *',
}


@pytest.mark.parametrize("how", FETCHING)
def test_no_package_is_fetched_however_it_is_named(
    zedland: Policy, folder: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    template(folder, '#import "@preview/letter:1.0.0": *', "second.typ")
    own = template(folder, FETCHING[how])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{listening.getsockname()[1]}")
        before = dict(os.environ)

        with pytest.raises(TemplateError, match="nothing is fetched"):
            typeset(a_letter(zedland), "pdf", own)

        assert dict(os.environ) == before
        with pytest.raises(TimeoutError):
            listening.accept()


def test_a_package_beside_the_template_is_used(zedland: Policy, folder: Path) -> None:
    a_package(folder / "preview" / "letter" / "1.0.0")

    assert typeset(a_letter(zedland), "pdf", template(folder, FETCHING["by its name"] + "\n#a"))


def test_a_package_of_the_users_own_is_not_read(
    zedland: Policy, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_package(tmp_path / "home" / "typst" / "packages" / "local" / "letter" / "1.0.0")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    with pytest.raises(TemplateError, match="nothing is fetched"):
        typeset(a_letter(zedland), "pdf", template(folder, FETCHING["under another name space"]))


@pytest.mark.parametrize("name", ["link.txt", "below/link.txt"])
@pytest.mark.parametrize("target", ["secret.txt", "../nowhere", "."])
def test_a_link_out_of_the_folder_is_refused(
    zedland: Policy, folder: Path, tmp_path: Path, name: str, target: str
) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(tmp_path / target)

    with pytest.raises(TemplateError, match=f"the link `{name}` leads out of its folder\n  help: put the template"):
        typeset(a_letter(zedland), "pdf", template(folder, f'#read("{name}")'))


def test_a_link_within_the_folder_is_followed(zedland: Policy, folder: Path) -> None:
    (folder / "words.txt").write_text("words")
    (folder / "link.txt").symlink_to("words.txt")

    assert typeset(a_letter(zedland), "pdf", template(folder, '#read("link.txt")'))


def test_a_pipe_beside_the_template_is_refused_without_waiting(zedland: Policy, folder: Path) -> None:
    os.mkfifo(folder / "pipe")

    with pytest.raises(TemplateError, match="`pipe` in its folder is no plain file"):
        typeset(a_letter(zedland), "pdf", template(folder, '#read("pipe")'))


def test_a_folder_of_very_many_files_is_refused(
    zedland: Policy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disclosure_policy.letters.template_file._MOST_FILES", 2)
    for name in "ab":
        (folder / name).write_text("")

    with pytest.raises(TemplateError, match="there are more than 2 files in its folder"):
        typeset(a_letter(zedland), "pdf", template(folder, "x"))


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize(
    "text", ["{% include 'words.txt' %}", "{% import 'words.txt' as x %}", "{% extends 'words.txt' %}"]
)
def test_a_template_of_text_reads_no_file_at_all(zedland: Policy, folder: Path, form: str, text: str) -> None:
    (folder / "words.txt").write_text("words")

    with pytest.raises(TemplateError, match=r"there is no template `words.txt`"):
        typeset(a_letter(zedland), form, template(folder, text, "own.md"))  # type: ignore[arg-type]
