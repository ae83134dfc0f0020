"""Checks of dates: gaps between versions, and exceptions to what is not in force with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from disclosure_policy.checks.check_definition import Check, Finding
from disclosure_policy.checks.checked_rules import Subject, rule_place
from disclosure_policy.rule_files import Section


def gaps(subject: Subject) -> Iterator[Finding]:
    """Yield each version that does not begin on the day after the one before it ended."""
    versions: dict[str, list[Section]] = {}
    for section in (one for book in subject.books for one in book.sections):
        versions.setdefault(section.id, []).append(section)
    for found in versions.values():
        for before, after in pairwise(sorted(found, key=lambda one: one.text.effective.first)):
            last, first = before.text.effective.last, after.text.effective.first
            if last is not None and last + timedelta(days=1) < first:
                where = after.document.where(("effective", "from"))
                message = f"no version is in force from {last + timedelta(days=1)} to {first - timedelta(days=1)}"
                help_ = f"`{before.document.file}` ends on {last}: correct a day, or add the version between"
                yield Finding(where, message, help_)


def exceptions_out_of_time(subject: Subject) -> Iterator[Finding]:
    """Yield each exception to a rule that is never in force on the same day."""
    for provision in subject.whole:
        period = provision.section.text.effective
        for number, target in enumerate(provision.exception_to):
            versions = subject.versions(target)
            if versions and not any(one.section.text.effective.overlaps(period) for one in versions):
                written = provision.rule.exception_to[number]
                message = f"`{written}` is never in force on the same day as `{provision.rule.id}`"
                where = rule_place(provision, "exception_to", number)
                yield Finding(where, message, "correct the days in `effective`, or name the rule that was meant")


def read_too_early(subject: Subject) -> Iterator[Finding]:
    """Yield each section whose text was read before it came into force."""
    for section in subject.sections:
        if section.text.read_on < section.text.effective.first:
            where = section.document.where(("read_on",))
            message = f"the text was read on {section.text.read_on}, before it came into force"
            yield Finding(where, message, "read it again as it came into force")


CHECKS = (
    Check("version-gap", "warning", "On some days between two versions no version is in force.", gaps),
    Check(
        "exception-out-of-time",
        "warning",
        "A rule is an exception to one that is never in force with it.",
        exceptions_out_of_time,
    ),
    Check("read-too-early", "warning", "A text was read before it came into force.", read_too_early),
)
