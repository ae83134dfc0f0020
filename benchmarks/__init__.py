"""What a decision costs: every figure as a ratio, timed in turn with what it is compared to.

`python -m benchmarks` prints them all on one page, with the target of each beside it.
"""
