"""One question at a time, only such as can still matter, until the verdict is settled."""
