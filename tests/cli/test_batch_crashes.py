"""Stopped at whatever it does to the disk, a batch leaves a file that is whole and right, or none, and no trap."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("narwhals")

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_policy.cli.batch import disk
from disclosure_policy.cli.batch.deciding_file import Job
from disclosure_policy.cli.batch.resuming import WorkError
from disclosure_policy.policy import Policy
from tests.cli.test_batch import GOOD, Killed, write_lines

NEVER = 10_000
FORMS = ["jsonl", "csv", "parquet"]
slow_parquet = pytest.param("parquet", marks=pytest.mark.slow)  # its writer writes often


class Faults:
    """Stops everything at the `at`-th thing that is done to the disk; what was not synced by then is lost."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.dead = False
        self.unsynced: set[Path] = set()

    def step(self) -> None:
        if self.dead:
            raise Killed
        self.left -= 1
        if self.left < 0:
            self.dead = True
            for file in self.unsynced:
                if file.exists():
                    file.write_bytes(file.read_bytes()[:10])
            raise Killed

    def create(self, file: Path) -> Any:
        self.step()
        self.unsynced.add(file)
        return Watched(file, self)

    def sync(self, opened: Any) -> None:
        self.step()
        self.unsynced.discard(Path(opened.name))

    def rename(self, old: Path, new: Path) -> None:
        self.step()
        old.replace(new)
        self.unsynced = {new if file == old else file for file in self.unsynced}
        self.step()  # the name is there, the folder not yet synced

    def stepping(self, call: Callable[[Path], None]) -> Callable[[Path], None]:
        def steps(path: Path) -> None:
            self.step()
            call(path)

        return steps

    def installed(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("create", "sync", "rename"):
            patch.setattr(disk, name, getattr(self, name))
        for name in ("delete", "make_folder", "delete_folder"):
            patch.setattr(disk, name, self.stepping(getattr(disk, name)))


class Watched(FileIO):
    """A file of which each write can be the last, and comes only half-way then."""

    def __init__(self, file: Path, faults: Faults) -> None:
        super().__init__(file, "x")
        self.faults = faults

    def write(self, data: Any) -> int:
        if self.faults.dead:
            return len(data)  # what a dead process would still write is never written
        try:
            self.faults.step()
        except Killed:
            super().write(bytes(data)[: len(data) // 2])
            raise
        return super().write(data)


class Place:
    """A folder with two files of requests, and what each of them comes out as."""

    def __init__(self, folder: Path, form: str, policy: Policy) -> None:
        self.folder, self.form, self.policy = folder, form, policy
        folder.mkdir(exist_ok=True)
        write_lines(folder / "one.jsonl", [row | {"number": 1} for row in GOOD[:5]])
        write_lines(folder / "two.jsonl", [row | {"number": 2} for row in GOOD[::-1]])
        self.out = folder / f"out.{form}"
        self.right: dict[str, bytes] = {}
        for name in ("one", "two"):
            self.run(name)
            self.right[name] = self.out.read_bytes()
            self.out.unlink()
        self.inputs = sorted(folder.iterdir())

    def run(self, name: str, *, resume: bool = False, force: bool = False, at: int = NEVER) -> int:
        """Run a batch that is stopped, and return how much it could still have done."""
        job = Job(self.policy, self.folder / f"{name}.jsonl", self.out, "jsonl", self.form, None, 3, missing=True)  # type: ignore[arg-type]
        faults = Faults(at)
        with pytest.MonkeyPatch.context() as patch:
            faults.installed(patch)
            job.run(resume=resume, force=force)
        return faults.left

    def state(self) -> bytes | None:
        return self.out.read_bytes() if self.out.exists() else None

    def clear(self) -> None:
        """Do as the messages say: delete the folders."""
        for folder in self.folder.glob("*.parts*"):
            shutil.rmtree(folder)

    def elsewhere(self) -> Place:
        """Return a copy."""
        copy = object.__new__(Place)
        copy.__dict__ |= self.__dict__
        copy.folder = self.folder.with_name(f"{self.folder.name}-copy")
        shutil.rmtree(copy.folder, ignore_errors=True)
        shutil.copytree(self.folder, copy.folder)
        copy.out = copy.folder / self.out.name
        copy.inputs = [copy.folder / file.name for file in self.inputs]
        return copy


def later_run_is_right(place: Place, name: str, *, resume: bool, force: bool) -> bool:
    """Run in a copy; the file is the right one, or it is refused and nothing has changed. Say whether it was run."""
    copy = place.elsewhere()
    before = copy.state()
    try:
        copy.run(name, resume=resume, force=force)
    except WorkError as error:
        assert "delete" in str(error) or "--force" in str(error)
        assert copy.state() == before
        copy.clear()
        copy.run(name, force=True)
        assert copy.state() == place.right[name]
        return False
    assert copy.state() == place.right[name]
    assert sorted(copy.folder.iterdir()) == sorted([*copy.inputs, copy.out])
    return True


@pytest.mark.parametrize("form", ["jsonl", "csv", slow_parquet])
def test_stopped_anywhere_it_leaves_what_is_right_or_nothing_and_can_be_gone_on_with(
    tmp_path: Path, form: str, zedland: Policy
) -> None:
    fresh = Place(tmp_path / "fresh", form, zedland)
    steps = NEVER - fresh.elsewhere().run("one")
    resumed = 0
    for at in range(steps):
        place = fresh.elsewhere()
        place.folder = place.folder.rename(tmp_path / f"at-{at}")
        place.out = place.folder / fresh.out.name
        with pytest.raises(Killed):
            place.run("one", at=at)

        assert place.state() in (None, place.right["one"])
        parts = place.folder / f"{place.out.name}.parts"
        assert not (place.state() and parts.exists()) or len(list(parts.glob("*.part"))) == 2, "rename, then delete"
        resumed += later_run_is_right(place, "one", resume=True, force=False)
        for resume in (False, True):
            for force in (False, True):
                ran = later_run_is_right(place, "two", resume=resume, force=force)
                cleared = place.state() and not parts.exists()
                assert ran or not (cleared and force), "finished work is in the way of no other"
        shutil.rmtree(place.folder)
    assert steps > 40
    assert resumed > steps * 2 // 3


@settings(max_examples=15, deadline=None)
@given(
    form=st.sampled_from(FORMS),
    runs=st.lists(
        st.tuples(st.sampled_from(["one", "two"]), st.integers(0, 70), st.booleans(), st.booleans()), max_size=6
    ),
)
def test_stopped_again_and_again_it_never_mixes_two_files(
    tmp_path_factory: pytest.TempPathFactory,
    zedland: Policy,
    form: str,
    runs: list[tuple[str, int, bool, bool]],
) -> None:
    place = Place(tmp_path_factory.mktemp("again"), form, zedland)
    known: list[bytes | None] = [None, *place.right.values()]
    for name, at, resume, force in runs:
        before = place.state()
        try:
            place.run(name, resume=resume, force=force, at=at)
        except WorkError:
            assert place.state() == before
        except Killed:
            assert place.state() in (before, place.right[name])
        else:
            assert place.state() == place.right[name]
        assert place.state() in known
    for name in ("one", "two"):
        later_run_is_right(place, name, resume=True, force=True)
