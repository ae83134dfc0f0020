"""A contract for import-linter: a room is entered by its face, and a face is small."""

from __future__ import annotations

from importlib import import_module

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

PACKAGE = "disclosure_policy"
MOST_NAMES = 15
"""How many names a face has at most."""


class FacesContract(Contract):
    """No module imports a module of another room, unless the room's face names that module."""

    type_name = "faces"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - the base class has it
        """Say which imports run past a face, and which faces are too large."""
        faces = {room: set(import_module(room).__all__) for room in rooms(graph)}
        past = [
            f"{importer} imports {module}, which the face of {room} does not name"
            for room, names in faces.items()
            for module in sorted(graph.find_descendants(room))
            if module.removeprefix(f"{room}.").partition(".")[0] not in names
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if importer != room and not importer.startswith(f"{room}.")
        ]
        large = [
            f"the face of {room} has {len(names)} names" for room, names in faces.items() if len(names) > MOST_NAMES
        ]
        return ContractCheck(kept=not past + large, metadata={"broken": past + large})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each of them."""
        for line in check.metadata["broken"]:
            output.print_error(line)


def rooms(graph: ImportGraph) -> list[str]:
    """Return the packages that stand directly in ours."""
    return [child for child in sorted(graph.find_children(PACKAGE)) if graph.find_children(child)]
