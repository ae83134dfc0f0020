"""Fuzzes the package for a given time: `python -m tests.fuzz --seconds 60 --seed 1`, or `make fuzz SECONDS=1800`.

Each kind of input has its turn. An input that fails is kept in a folder, and `--repeat FOLDER` tries it again.
"""

from __future__ import annotations

import argparse
import faulthandler
import resource
import shutil
import signal
import sys
import traceback
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, process_time
from types import FrameType

from tests.fuzz.targets import TARGETS, Files

SLOWEST, MOST_MEMORY = 10, 300
"""How many seconds of processor time one input can take, and how many megabytes more than any before it."""
LONGEST = 60
"""How many seconds it can take by the clock if it waits; after twice as many the program ends with a trace."""


class TooSlow(BaseException):
    """It is none of the errors that the package could take for one of a file."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None, help="without it, another every time")
    parser.add_argument("--only", choices=TARGETS, action="append", help="only this kind; can be given again")
    parser.add_argument(
        "--failures", type=Path, default=Path("fuzz-failures"), help="where inputs that fail are kept"
    )
    parser.add_argument("--repeat", type=Path, help="try an input that failed again")
    given = parser.parse_args()
    signal.signal(signal.SIGALRM, _too_slow)
    signal.signal(signal.SIGPROF, _too_slow)
    if given.repeat:
        return _repeated(given.repeat)
    seed = Random().randrange(10**9) if given.seed is None else given.seed
    return _fuzzed(seed, given.seconds, given.only or list(TARGETS), given.failures)


def _fuzzed(seed: int, seconds: float, names: list[str], failures: Path) -> int:
    print(f"seed {seed}, {seconds:g} seconds, {', '.join(names)}", flush=True)
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    randoms = {name: Random(f"{seed} {name}") for name in names}
    slowest = dict.fromkeys(names, 0.0)
    told = set[str]()
    end = monotonic() + seconds
    with TemporaryDirectory() as work:
        while monotonic() < end:
            name = min(names, key=lambda one: (counts[one].total(), one))
            case = TARGETS[name].make(randoms[name])
            begun = process_time()
            outcome, wrong = _tried(name, case, Path(work))
            slowest[name] = max(slowest[name], process_time() - begun)
            counts[name][outcome] += 1
            kind = "" if wrong is None else _kind(wrong)
            if wrong is not None and kind not in told:
                told.add(kind)
                kept = _kept(failures / f"{name}-{seed}-{counts[name].total()}", case)
                print("".join(traceback.format_exception(wrong))[-3000:])
                print(f"kept in {kept}: python -m tests.fuzz --repeat {kept}", flush=True)
    for name in names:
        shown = ", ".join(f"{count} {outcome}" for outcome, count in counts[name].most_common())
        print(f"{name}: {counts[name].total()} ({shown}), the slowest {slowest[name]:.1f} s of processor time")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most; {len(told)} kinds of failures")
    return 1 if told else 0


def _tried(name: str, case: Files, work: Path) -> tuple[str, BaseException | None]:
    folder = work / "input"
    shutil.rmtree(folder, ignore_errors=True)
    _written(folder, case)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    faulthandler.dump_traceback_later(2 * LONGEST, exit=True)
    signal.setitimer(signal.ITIMER_PROF, SLOWEST)
    signal.alarm(LONGEST)
    try:
        outcome = TARGETS[name].try_(folder)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        assert grown <= MOST_MEMORY, f"{grown} MB for one input"
    except BaseException as error:  # whatever it is, it is a finding
        if isinstance(error, KeyboardInterrupt):
            raise
        return "FAILED", error
    finally:
        signal.alarm(0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
    return outcome, None


def _repeated(folder: Path) -> int:
    name = folder.name.rsplit("-", 2)[0]
    case = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with TemporaryDirectory() as work:
        outcome, wrong = _tried(name, case, Path(work))
    print("".join(traceback.format_exception(wrong)) if wrong else outcome)
    return 1 if wrong else 0


def _kept(folder: Path, case: Files) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    _written(folder, case)
    return folder


def _written(folder: Path, case: Files) -> None:
    for name, data in case.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _kind(error: BaseException) -> str:
    """Return what makes two failures the same: the error, and where it was raised."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return f"{type(error).__name__} {[(frame.filename, frame.lineno) for frame in last]}"


def _too_slow(_: int, __: FrameType | None) -> None:
    raise TooSlow(f"longer than {SLOWEST} s of processor time, or {LONGEST} s by the clock")


if __name__ == "__main__":
    sys.exit(main())
