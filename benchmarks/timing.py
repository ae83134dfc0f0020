"""Two pieces of work timed in turn, so that what else the machine does weighs on both alike."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Work:
    """A call that is made on each of some arguments."""

    call: Callable[[Any], object]
    arguments: Sequence[Any]

    def fitting(self, seconds: float) -> tuple[Work, int]:
        """Return as much of the work as fits into a time, and how often it is to be repeated to fill it."""
        began, done = process_time(), 0
        for argument in self.arguments:
            self.call(argument)
            done += 1
            if process_time() - began > seconds:
                break
        spent = process_time() - began
        return Work(self.call, self.arguments[:done]), max(1, int(seconds / spent))

    def do(self) -> None:
        """Do the work once, so that what is worked out on the way is there, as in a process that runs on."""
        for argument in self.arguments:
            self.call(argument)

    def time(self, repeats: int = 1) -> float:
        """Return the seconds that one call takes on average."""
        call, arguments = self.call, self.arguments
        began = process_time()
        for _ in range(repeats):
            for argument in arguments:
                call(argument)
        return (process_time() - began) / repeats / len(arguments)


@dataclass(frozen=True)
class Ratio:
    """How much longer one thing takes than another: the median over slices of time, and what each took."""

    value: float
    lowest: float
    highest: float
    seconds: float
    reference_seconds: float


def in_turn(work: Work, reference: Work, *, slices: int = 15, seconds: float = 0.06) -> Ratio:
    """Time two pieces of work in turn, a slice of time each, and return the median of the ratios.

    Both were done before, to see that they agree. What counts is the time that this process spends on the processor,
    so that waiting for it does not.
    """
    mine, theirs = work.fitting(seconds), reference.fitting(seconds)
    gc.collect()
    times, others = [], []
    for _ in range(slices):
        others.append(theirs[0].time(theirs[1]))
        times.append(mine[0].time(mine[1]))
    return ratio_of(times, others)


def ratio_of(times: Sequence[float], others: Sequence[float]) -> Ratio:
    """Return the median of the ratios of times that were taken in turn."""
    ratios = sorted(one / other for one, other in zip(times, others, strict=True))
    return Ratio(median(ratios), ratios[0], ratios[-1], median(times), median(others))


def in_fresh_process(function: str, *arguments: object, timeout: float = 300) -> Any:
    """Call a function, named as `module:name`, in a process of its own, and return what it returned.

    Raises:
        ChildProcessError: if it failed; says how.
    """
    command = [sys.executable, "-m", "benchmarks.timing", function, json.dumps(arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, cwd=ROOT, check=False)
    except subprocess.TimeoutExpired:
        raise ChildProcessError(f"took more than {timeout:.0f} s") from None
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
        raise ChildProcessError(last[0])
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    module, _, name = sys.argv[1].partition(":")
    returned = getattr(import_module(module), name)(*json.loads(sys.argv[2]))
    print(f"\n{json.dumps(returned)}")  # on a line of its own, whatever was shown while working
