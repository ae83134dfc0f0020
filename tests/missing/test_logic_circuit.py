from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from disclosure_policy.deciding.logic_graph import FALSE, TRUE, UNKNOWN, Node
from disclosure_policy.missing.logic_circuit import Circuit, under
from disclosure_policy.truth import Truth, conjunction, disjunction, negation

NAMES = "abcd"
SHAPES = st.recursive(
    st.sampled_from([*NAMES, "T", "F", "U"]),
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(["and", "or"]), inner, inner, inner)
    ),
    max_leaves=12,
)
TRUTHS = st.sampled_from([True, False, None])


def build(circuit: Circuit, shape: object) -> Node:
    if isinstance(shape, str):
        return {"T": TRUE, "F": FALSE, "U": UNKNOWN}.get(shape) if shape in "TFU" else circuit.atom(shape)  # type: ignore[return-value]
    kind, *parts = shape  # type: ignore[misc]
    nodes = [build(circuit, part) for part in parts]
    if kind == "not":
        return circuit.negation(nodes[0])
    return circuit.all_of(nodes) if kind == "and" else circuit.any_of(nodes)


def value(shape: object, values: dict[str, Truth]) -> Truth:
    if isinstance(shape, str):
        return {"T": True, "F": False, "U": None}[shape] if shape in "TFU" else values[shape]
    kind, *parts = shape  # type: ignore[misc]
    found = [value(part, values) for part in parts]
    return negation(found[0]) if kind == "not" else conjunction(found) if kind == "and" else disjunction(found)


@given(SHAPES, st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, TRUTHS)), min_size=1, max_size=5))
def test_many_suppositions_weighed_at_once_come_out_as_each_by_itself(
    shape: object, suppositions: list[dict[str, Truth]]
) -> None:
    circuit = Circuit()
    root = build(circuit, shape)
    atoms = {
        circuit.atom(name): (
            sum((one[name] is True) << number for number, one in enumerate(suppositions)),
            sum((one[name] is False) << number for number, one in enumerate(suppositions)),
        )
        for name in NAMES
    }

    values = circuit.weigh(atoms, (1 << len(suppositions)) - 1)

    for number, one in enumerate(suppositions):
        assert under(values, root, number) is value(shape, one)


@given(SHAPES, st.fixed_dictionaries(dict.fromkeys(NAMES, TRUTHS)), TRUTHS)
def test_weighing_anew_what_changed_is_as_weighing_all(shape: object, values: dict[str, Truth], other: Truth) -> None:
    circuit = Circuit()
    build(circuit, shape)
    atoms = {circuit.atom(name): (one is True, one is False) for name, one in values.items()}
    changed = {circuit.atom("a"): (other is True, other is False)}

    assert circuit.weigh(changed, 1, circuit.weigh(atoms, 1)) == circuit.weigh(atoms | changed, 1)


@given(SHAPES)
def test_what_helps_nothing_can_have_any_value(shape: object) -> None:
    circuit = Circuit()
    root = build(circuit, shape)
    helps = circuit.helpful(root)
    useful = {name for name in NAMES if helps.get(circuit.atom(name))}

    def allows(values: dict[str, Truth]) -> bool:
        return value(shape, values) is True

    for name in set(NAMES) - useful:
        rest = dict.fromkeys(NAMES, True)
        assert len({allows(rest | {name: one}) for one in (True, False, None)}) == 1


def test_equal_nodes_are_one() -> None:
    circuit = Circuit()
    a, b = circuit.atom("a"), circuit.atom("b")

    assert circuit.all_of([a, b]) == circuit.all_of([a, b, a, TRUE])
    assert circuit.negation(circuit.negation(a)) == a
    assert (circuit.all_of([]), circuit.any_of([]), circuit.all_of([a, FALSE])) == (TRUE, FALSE, FALSE)
