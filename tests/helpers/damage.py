"""Damage to files: what is put into them so that a reader trips."""

from __future__ import annotations

from random import Random

SPLINTERS: tuple[bytes, ...] = (
    *rb""": |[|]|{|}|&a |*a|!!x |"|'|#|null|true|99999999999999999999|not | and |purpose.|$now|(|)|<<: |---""".split(
        b"|"
    ),
    *b"\n \t \x00 \xff 0 |".split(b" "),
)


def damaged(random: Random, data: bytes, most: int = 3) -> bytes:
    """Return some bytes with splinters put in, pieces cut out, doubled or moved, and bits turned."""
    for _ in range(random.choice((1, 1, most))):
        at = random.randint(0, len(data))
        to = min(len(data), at + random.randint(0, 20))
        match random.randrange(5):
            case 0:
                data = data[:at] + random.choice(SPLINTERS) + data[to:]
            case 1:
                data = data[:at] + random.randbytes(random.randint(0, 3)) + data[to:]
            case 2:
                data = data[:to] + data[at:to] * random.choice((1, 2, 300)) + data[to:]
            case 3 if at < len(data):
                data = data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]
            case _:
                end = random.randint(0, len(data))
                data = data[:at] + data[end : end + random.randint(0, 200)] + data[at:]
    return data
