"""The figures of one decision as a picture: at 40 rules, and with more rules loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.against_peers import GROWTH, OURS, SUITE
from benchmarks.figures import Figure

_OURS, _THEIRS, _HAND = "#b5442e", "#8a949e", "#2f3a44"
_RULES = (40, 400, 4_000)


def draw(figures: Sequence[Figure], file: Path) -> None:
    """Draw how many times as long as the function written by hand each engine takes; both scales are logarithmic."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "figures", "font.family": "sans-serif", "font.size": 9}
    from matplotlib import pyplot as plt

    grown = any(figure.suite == GROWTH for figure in figures)
    picture, axes = plt.subplots(
        1, 1 + grown, figsize=(10 if grown else 6.5, 4.4), squeeze=False, layout="constrained"
    )
    picture.suptitle("One decision: how many times as long as a function written by hand", fontsize=12, color=_HAND)
    _draw_bars(axes[0][0], figures)
    if grown:
        _draw_lines(axes[0][1], figures)
    for one in axes[0]:
        one.spines[["top", "right"]].set_visible(False)
    picture.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None, dpi=120)
    plt.close(picture)


def _draw_bars(axes: Any, figures: Sequence[Figure]) -> None:
    found = sorted((f.value, f.name) for f in figures if f.suite == SUITE and f.value)[::-1]
    bars = axes.barh([name for _, name in found], [value for value, _ in found], height=0.7)
    for bar, (value, name) in zip(bars, found, strict=True):
        bar.set_color(_OURS if name == OURS else _THEIRS)
        axes.annotate(
            _times(value),
            (value, bar.get_y() + bar.get_height() / 2),
            (4, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set_xscale("log")
    axes.set_xlim(0.8, max(value for value, _ in found) * 4)
    axes.axvline(1, color=_HAND, linewidth=1)
    axes.set_title("40 rules; the line is by hand", fontsize=9, loc="left")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.minorticks_off()
    axes.tick_params(axis="y", length=0)
    _emphasize(axes.get_yticklabels())


def _draw_lines(axes: Any, figures: Sequence[Figure]) -> None:
    grown = {figure.name: figure.value for figure in figures if figure.suite == GROWTH}
    ends = []
    for first in (figure for figure in figures if figure.suite == SUITE):
        values = [first.value, *(grown.get(f"{first.name}, {rules:,} rules") for rules in _RULES[1:])]
        known = [(rules, value) for rules, value in zip(_RULES, values, strict=True) if value]
        if not known:
            continue
        ours = first.name == OURS
        axes.plot(
            *zip(*known, strict=True), marker="o", markersize=3, color=_OURS if ours else _THEIRS, zorder=2 + ours
        )
        if known[-1][0] == _RULES[-1]:
            ends.append((known[-1][1], first.name))
    _label(axes, sorted(ends))
    axes.axhline(1, color=_HAND, linewidth=1)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(32, 160_000)
    axes.set_ylim(0.8, None)
    axes.set_xticks(_RULES, [f"{rules:,}" for rules in _RULES])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_title("Rules loaded: 1, 10 and 100 jurisdictions, one applies", fontsize=9, loc="left")


def _label(axes: Any, ends: list[tuple[float, str]], *, apart: float = 1.42) -> None:
    """Write the names at the ends of the lines, one above the other."""
    at = 0.0
    for value, name in ends:
        at = max(value, at * apart)
        axes.annotate(name, (_RULES[-1] * 1.25, at), va="center", fontsize=8, color=_OURS if name == OURS else _HAND)


def _emphasize(labels: Any) -> None:
    for label in labels:
        if label.get_text() == OURS:
            label.set(color=_OURS, fontweight="bold")


def _times(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"
