import json

from disclosure_policy.checks import CHECKS
from disclosure_policy.checks.reporting import report, tally
from disclosure_policy.errors import Location, Problem

PROBLEMS = (
    Problem(Location("a b/é.yaml", 3, 7), "50% of `x`\nis, well: wrong", "mend it", code="unknown-name"),
    Problem(Location("/r/c,d.yaml"), "no rules here", code="no-rules"),
)


def test_text_is_a_line_for_each_problem_with_its_code_and_a_line_of_help() -> None:
    assert report(PROBLEMS[1:], "text", CHECKS) == "/r/c,d.yaml no-rules no rules here"
    assert report(PROBLEMS[:1], "text", CHECKS).splitlines()[-1] == "  help: mend it"
    assert report(PROBLEMS[:1], "text", CHECKS).startswith("a b/é.yaml:3:7 unknown-name 50% of `x`")


def test_nothing_found_is_no_text_and_no_annotation_but_a_whole_document() -> None:
    assert report((), "text", CHECKS) == report((), "github", CHECKS) == ""
    assert json.loads(report((), "json", CHECKS)) == {"problems": []}
    assert json.loads(report((), "sarif", CHECKS))["runs"][0]["results"] == []


def test_json_has_every_part_of_a_problem() -> None:
    first, second = json.loads(report(PROBLEMS, "json", CHECKS))["problems"]

    assert first == {
        "file": "a b/é.yaml",
        "line": 3,
        "column": 7,
        "code": "unknown-name",
        "severity": "error",
        "message": "50% of `x`\nis, well: wrong",
        "help": "mend it",
    }
    assert (second["line"], second["help"]) == (0, None)


def test_an_annotation_is_one_line_in_which_what_would_end_it_is_escaped() -> None:
    assert report(PROBLEMS, "github", CHECKS).splitlines() == [
        "::error file=a b/é.yaml,line=3,col=7,title=unknown-name::50%25 of `x`\\nis, well: wrong%0Ahelp: mend it",
        "::error file=/r/c%2Cd.yaml,title=no-rules::no rules here",
    ]


def test_sarif_is_what_its_specification_asks_for() -> None:
    log = json.loads(report(PROBLEMS, "sarif", CHECKS))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert log["version"] == "2.1.0"  # 3.13.2
    assert run["tool"]["driver"]["name"]  # 3.19.8
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")  # 3.14.17
    assert len({rule["id"] for rule in rules}) == len(rules) == len(CHECKS)  # 3.49.3
    for rule in rules:
        assert rule["shortDescription"]["text"].endswith(".")  # 3.49.9: a sentence
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")  # 3.50.3
    for result, problem in zip(run["results"], PROBLEMS, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == problem.code  # 3.27.5, 3.27.6
        assert result["level"] == "error"  # 3.27.10
        assert result["message"]["text"]  # 3.27.11
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())  # 3.27.17
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert uri.isascii()  # 3.4.3: percent-encoded
            assert not set(uri) & set(' "<>\\^`{|}')
            region = location["physicalLocation"].get("region")
            assert region is None or (region["startLine"] >= 1 and region["startColumn"] >= 1)  # 3.30.5, 3.30.6
    assert [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]] == [
        "a%20b/%C3%A9.yaml",
        "file:///r/c%2Cd.yaml",
    ]


def test_a_notice_is_a_note_in_sarif() -> None:
    notice = Problem(Location("f", 1, 1), "m", code="no-rules", severity="notice")

    assert json.loads(report((notice,), "sarif", CHECKS))["runs"][0]["results"][0]["level"] == "note"
    assert report((notice,), "github", CHECKS).startswith("::notice ")


def test_a_fingerprint_outlives_a_change_of_line() -> None:
    moved = tuple(Problem(Location(p.location.file, 99, 1), p.message, code=p.code) for p in PROBLEMS)
    before, after = (json.loads(report(one, "sarif", CHECKS))["runs"][0]["results"] for one in (PROBLEMS, moved))

    assert [r["partialFingerprints"] for r in before] == [r["partialFingerprints"] for r in after]


def test_the_tally_counts_each_severity() -> None:
    assert tally(PROBLEMS) == "2 errors, 0 warnings, 0 notices"
    assert tally(PROBLEMS[:1]) == "1 error, 0 warnings, 0 notices"
