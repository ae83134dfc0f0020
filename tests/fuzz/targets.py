"""What is fuzzed: how an input of each kind is made, and what is demanded of the package when it gets it.

An input is some files in a folder of its own, so that one that fails can be kept and tried again. Each trial returns
in a word what came of it, or raises.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import yaml
from click.testing import CliRunner, Result

import disclosure_policy
from disclosure_policy import DecisionLog
from disclosure_policy.cli import main
from disclosure_policy.errors import LogError, ProblemsError, RegisterError, RequestError, RuleFileError
from disclosure_policy.frames.columns import RESULTS, is_stated
from disclosure_policy.log import verify
from disclosure_policy.policy import Policy, read_request
from tests.cli.test_batch import GOOD
from tests.frames.test_frames import by_itself, flattened
from tests.fuzz.values import odd
from tests.helpers.builders import ROOT, ZEDLAND, a_request
from tests.helpers.damage import damaged

Files = dict[str, bytes]
NOW = datetime(2026, 1, 15, tzinfo=UTC)
WHO = "Mx Secret Name"
RULES = ROOT / "rules"
EXAMPLES = [
    file.read_bytes() for file in sorted((ROOT / "examples").rglob("*.yaml")) if "jurisdiction" in file.read_text()
]
REQUESTS = [yaml.safe_load(data) for data in EXAMPLES]
REQUESTS = [one for one in REQUESTS if isinstance(one, dict) and "discloser" in one]
ROWS = [
    json.loads(json.dumps(one, default=str))
    for one in (*GOOD, *GOOD, a_request(recipient={"type": "police", "name": WHO}))
]
MASK = b"recipient.name: hash\nprocess.name: keep\nfacts.*: drop\njudgments.*.by: keep\n"
PATHS = ("recipient.name", "recipient.type", "recipient", "*.name", "*", "items", "judgments", "judgments.*.by",
         "facts.*", "process.name", "agreement.terms", "state_law.*", "nowhere", "recipient.*")  # fmt: skip
ACTIONS = ("keep", "hash", "drop", "drop", "hash", "kep")
REGISTER = (ROOT / "examples" / "register" / "register.yaml").read_bytes()
UNDER_REGISTER = (ROOT / "examples" / "register" / "tax-department-asks-for-wages.yaml").read_bytes()


@cache
def bundled() -> Policy:
    return disclosure_policy.load()


@cache
def zedland() -> Policy:
    return disclosure_policy.load(ZEDLAND)


@cache
def rule_files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(file.relative_to(folder) for file in folder.rglob("*.yaml")))


@dataclass(frozen=True)
class Target:
    """One kind of input."""

    make: Callable[[Random], Files]
    try_: Callable[[Path], str]


def told_with_places(error: ProblemsError) -> None:
    """Demand that each mistake has a message, a code and a place."""
    assert error.problems
    for problem in error.problems:
        assert problem.message, problem
        assert problem.code, problem
        assert problem.location.file, problem
    assert len(str(error)) < 1_000_000


def placed(error: ProblemsError) -> str:
    """Demand that each mistake in a file stands at a line of it."""
    told_with_places(error)
    assert all(problem.location.line >= 1 for problem in error.problems), str(error)
    return "told"


def command(*arguments: object) -> Result:
    """Run a command; demand that it ends by itself, with one of the exit codes and without a trace."""
    result = CliRunner().invoke(main, [str(one) for one in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in range(4), result.output
    assert "Traceback" not in result.output
    if result.exit_code == 1:
        assert result.output.strip(), "it failed without a word"
    return result


# Requests


def make_request(random: Random) -> Files:
    if random.random() < 0.5:
        return {"request.yaml": damaged(random, random.choice(EXAMPLES))}
    request = odd(random, random.choice(REQUESTS))
    if random.random() < 0.5:
        return {"request.yaml": json.dumps(request, default=str).encode()}
    return {
        "request.yaml": yaml.safe_dump(request, allow_unicode=random.random() < 0.5).encode("utf-8", "surrogatepass")
    }


def try_request(folder: Path) -> str:
    file = folder / "request.yaml"
    data = file.read_bytes()
    try:
        decision = bundled().decide_document(read_request(data))
    except RequestError as error:
        return placed(error)
    for form in ("text", "markdown", "json"):
        assert disclosure_policy.explain(decision, form)
    assert disclosure_policy.Decision.model_validate_json(decision.model_dump_json()) == decision
    if len(data) % 16 == 0:
        assert command("decide", file).exit_code == {"allow": 0, "deny": 3}[decision.verdict]
        command("explain", file)
        command("letter", file, "--date", "2026-01-15")
    return decision.verdict


# Rule files


def make_rules(random: Random) -> Files:
    base = RULES if random.random() < 0.1 else ZEDLAND
    name = random.choice(rule_files(base))
    return {("bundled/" if base == RULES else "zedland/") + str(name): damaged(random, (base / name).read_bytes())}


def try_rules(folder: Path) -> str:
    part = next(folder.iterdir())
    base = RULES if part.name == "bundled" else ZEDLAND
    whole = folder.parent / "rules"
    shutil.rmtree(whole, ignore_errors=True)
    shutil.copytree(base, whole)
    shutil.copytree(part, whole, dirs_exist_ok=True)
    try:
        policy = disclosure_policy.load(whole)
    except RuleFileError as error:
        outcome = placed(error)
    else:
        outcome = "loaded"
        rows = REQUESTS[:4] if base == RULES else ROWS
        for row in rows:
            try:
                policy.decide(row)
            except RequestError as error:
                told_with_places(error)
    if base == ZEDLAND:
        checked = command("check", whole)
        assert outcome == "loaded" or checked.exit_code == 1
    elif outcome == "loaded" and any(file.name == "scenarios.yaml" for file in part.rglob("*.yaml")):
        scenarios = next(part.rglob("scenarios.yaml")).relative_to(part)
        command("test", whole / scenarios)
    return outcome


# Registers


def make_register(random: Random) -> Files:
    return {"register.yaml": damaged(random, REGISTER), "request.yaml": UNDER_REGISTER}


def try_register(folder: Path) -> str:
    file = folder / "register.yaml"
    try:
        policy = bundled().with_register(file)
    except RegisterError as error:
        return placed(error)
    try:
        decision = policy.decide_document(read_request((folder / "request.yaml").read_bytes()))
    except RequestError as error:
        told_with_places(error)
        return "loaded, request refused"
    assert disclosure_policy.explain(decision)
    if len(file.read_bytes()) % 16 == 0:
        command("register", "check", file)
    return decision.verdict


# Files of requests


def make_rows(random: Random) -> list[dict[str, Any]]:
    return [
        odd(random, random.choice(ROWS)) if random.random() < 0.5 else random.choice(ROWS)
        for _ in range(random.randint(1, 12))
    ]


def make_json_lines(random: Random) -> Files:
    data = "".join(json.dumps(row) + "\n" for row in make_rows(random)).encode()
    return {"in.jsonl": damaged(random, data) if random.random() < 0.5 else data}


def try_json_lines(folder: Path) -> str:
    file, out = folder / "in.jsonl", folder.parent / "out.jsonl"
    result = command("batch", file, out, "--rules", ZEDLAND, "--rows", 5, "--force")
    if not out.exists():
        assert result.exit_code == 1, result.output
        return "refused"
    answers = [json.loads(line, parse_constant=_refuse) for line in out.read_bytes().splitlines()]
    out.unlink()
    stated = [line.strip() for line in file.read_bytes().split(b"\n") if line.strip()]
    assert len(answers) == len(stated), (len(answers), len(stated))
    for line, answer in zip(stated, answers, strict=True):
        try:
            document = read_request(line)
            if isinstance(document.value, dict):
                own = [name for name in document.value if not is_stated(name) and name not in RESULTS]
                for name in own:  # a row can have columns of its own
                    del document.value[name]
            alone: str | None = zedland().decide_document(document).verdict
        except RequestError:
            alone = None
        if alone is not None or answer["verdict"] is not None:
            assert answer["verdict"] == alone, (line, answer)
        assert (answer["verdict"] is None) is (answer["error"] is not None), answer
    return "decided" if result.exit_code == 0 else "decided in part"


def _refuse(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def make_table(random: Random) -> Files:
    rows = [random.choice(GOOD) for _ in range(random.randint(1, 12))]
    try:
        table = flattened(rows)
    except (pa.ArrowException, TypeError):
        table = flattened(GOOD[:2])
    buffer = BytesIO()
    whole = random.random() < 0.3
    if random.random() < 0.5:
        pq.write_table(table, buffer)
        return {
            "whole.parquet" if whole else "in.parquet": buffer.getvalue()
            if whole
            else damaged(random, buffer.getvalue())
        }
    flat = pa.table({name: [_cell(one) for one in table[name].to_pylist()] for name in table.column_names})
    pa.csv.write_csv(flat, buffer)
    return {"whole.csv" if whole else "in.csv": buffer.getvalue() if whole else damaged(random, buffer.getvalue())}


def _cell(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def try_table(folder: Path) -> str:
    file = next(folder.iterdir())
    out = folder.parent / "out.jsonl"
    result = command("batch", file, out, "--rules", ZEDLAND, "--rows", 5, "--force")
    assert not (folder.parent / "out.jsonl.parts").exists(), "parts were left"
    if not out.exists():
        assert result.exit_code == 1, result.output
        return "refused"
    answers = [json.loads(line, parse_constant=_refuse) for line in out.read_bytes().splitlines()]
    out.unlink()
    for answer in answers:
        assert (answer["verdict"] is None) is (answer["error"] is not None), answer
        assert set(RESULTS) - {"missing"} <= answer.keys()
    if file.stem == "whole":
        _as_alone(file, answers)
    return "decided" if result.exit_code == 0 else "decided in part"


def _as_alone(file: Path, answers: Iterable[Mapping[str, Any]]) -> None:
    """Demand that each row is decided as the same request by itself, through a frame of the same file."""
    if file.suffix != ".parquet":
        return
    for row, answer in zip(pq.read_table(file).to_pylist(), answers, strict=True):
        stated: dict[str, Any] = {}
        for name, value in row.items():
            part = stated
            *before, last = name.split(".")
            for step in before:
                part = part.setdefault(step, {})
            if value is not None:
                part[last] = value
        alone = by_itself(zedland(), json.loads(json.dumps(_without_nulls(stated), default=str)))
        assert answer["verdict"] == alone["verdict"], (stated, answer, alone)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None and one != {}}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


# Logs and masks


@cache
def a_whole_log(count: int) -> bytes:
    """Return a log of some decisions."""
    with TemporaryDirectory() as folder:
        log = DecisionLog(Path(folder) / "log.jsonl", now=lambda: NOW, reference="a case")
        for row in ROWS[:count]:
            zedland().decide(row, log=log)
        return log.path.read_bytes()


def make_log(random: Random) -> Files:
    whole = a_whole_log(random.randint(1, 5))
    lines = whole.splitlines(keepends=True)
    match random.randrange(4):
        case 0:
            random.shuffle(lines)
        case 1:
            del lines[random.randrange(len(lines))]
        case 2:
            at = random.randrange(len(lines))
            entry = json.loads(lines[at])
            entry = odd(random, entry)
            lines[at] = json.dumps(entry, separators=(",", ":"), sort_keys=True).encode() + b"\n"
        case _:
            lines = [damaged(random, whole)]
    return {"whole.jsonl": whole, "log.jsonl": b"".join(lines)}


def try_log(folder: Path) -> str:
    file, whole = folder / "log.jsonl", (folder / "whole.jsonl").read_bytes()
    now = file.read_bytes()
    head = json.loads(whole.splitlines()[-1])["digest"]
    found = verify(file, head)
    assert (now == whole) is not bool(found.problems), "a changed log was not found changed, or the other way round"
    assert command("log", "verify", file, "--head", head).exit_code == (1 if found.problems else 0)
    command("replay", file, "--rules", ZEDLAND)
    added = folder.parent / "added.jsonl"
    added.write_bytes(now)
    log = DecisionLog(added, now=lambda: NOW)
    try:
        zedland().decide(ROWS[0], log=log)
    except LogError as error:
        told_with_places(error)
        assert added.read_bytes() == now
    else:
        assert added.read_bytes().startswith(now)
        assert added.read_bytes().count(b"\n") == now.count(b"\n") + 1
    return "changed" if found.problems else "whole"


def make_mask(random: Random) -> Files:
    if random.random() < 0.3:
        return {"mask.yaml": damaged(random, MASK, most=2)}
    paths = random.sample(PATHS, random.randint(1, 5))
    return {"mask.yaml": "".join(f"{path}: {random.choice(ACTIONS)}\n" for path in paths).encode()}


def try_mask(folder: Path) -> str:
    file, path = folder / "mask.yaml", folder.parent / "masked.jsonl"
    path.unlink(missing_ok=True)
    try:
        log = DecisionLog(path, now=lambda: NOW, mask=file, key=b"a secret of the agency's")
        zedland().decide(ROWS[-1], log=log)
    except LogError as error:
        assert not path.exists()
        return placed(error)
    kept = {name for name, action in yaml.safe_load(file.read_bytes()).items() if action == "keep"}
    assert WHO not in path.read_text(encoding="utf-8") or any(name.startswith(("recipient", "*")) for name in kept)
    assert not verify(path).problems
    return "kept"


TARGETS: Mapping[str, Target] = {
    "requests": Target(make_request, try_request),
    "rules": Target(make_rules, try_rules),
    "registers": Target(make_register, try_register),
    "json-lines": Target(make_json_lines, try_json_lines),
    "tables": Target(make_table, try_table),
    "logs": Target(make_log, try_log),
    "masks": Target(make_mask, try_mask),
}
