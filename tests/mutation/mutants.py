"""Mutants of a module: the same source with one small thing changed, each with a name that outlives its line number."""

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_CALLED: Final = {"any": "all", "all": "any", "min": "max", "max": "min", "union": "intersection"}


class Mutant(NamedTuple):
    """One changed module: ``name`` says where and what, ``tree`` is what is run instead."""

    name: str
    tree: ast.Module


def mutants_of(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its source."""
    whole = ast.parse(source)
    for place, (node, inside) in enumerate(_nodes(whole)):
        for changed, change in _changes(node):
            tree = copy.deepcopy(whole)
            there = next(each for number, (each, _) in enumerate(_nodes(tree)) if number == place)
            change(there)
            yield Mutant(f"{inside}: {_read(node)} -> {changed}", ast.fix_missing_locations(tree))


def _read(node: ast.AST) -> str:
    return f"if {ast.unparse(node.test)}" if isinstance(node, ast.If) else ast.unparse(node)


def _nodes(tree: ast.Module | ast.ClassDef, inside: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Every node of the functions of a module, with the function it stands in."""
    for child in tree.body:
        if isinstance(child, ast.FunctionDef):
            yield from _of(child, f"{inside}{child.name}")
        elif isinstance(child, ast.ClassDef):
            yield from _nodes(child, f"{child.name}.")


def _of(node: ast.AST, inside: str) -> Iterator[tuple[ast.AST, str]]:
    yield node, inside
    for child in ast.iter_child_nodes(node):
        yield from _of(child, inside)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """How a node may be changed: how that reads, and what does it to a copy."""
    match node:
        case ast.Compare(ops=[compared]) if type(compared) in _COMPARED:
            yield _named(node, lambda each: setattr(each, "ops", [_COMPARED[type(compared)]()]))
        case ast.BoolOp(op=joined):
            other = ast.Or if isinstance(joined, ast.And) else ast.And
            yield _named(node, lambda each: setattr(each, "op", other()))
        case ast.UnaryOp(op=ast.Not()):
            yield _named(node, _double)
        case ast.Constant(value=bool() as value):
            yield _named(node, lambda each: setattr(each, "value", not value))
        case ast.If() | ast.IfExp():
            for always in (True, False):
                yield f"always {always}", _condition(always)
        case ast.Call():
            yield from _other_call(node)


def _other_call(node: ast.Call) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """Another function than the one that is called, where it has a counterpart."""
    field = "id" if isinstance(node.func, ast.Name) else "attr"
    name = getattr(node.func, field, None)
    if name in _CALLED:
        yield _named(node, lambda each: setattr(each.func, field, _CALLED[name]))  # type: ignore[attr-defined]


def _named(node: ast.AST, change: Callable[[ast.AST], None]) -> tuple[str, Callable[[ast.AST], None]]:
    changed = copy.deepcopy(node)
    change(changed)
    return ast.unparse(changed), change


def _double(node: ast.AST) -> None:
    """``not x`` becomes ``not not x``: the truth of x."""
    assert isinstance(node, ast.UnaryOp)
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _condition(always: bool) -> Callable[[ast.AST], None]:
    return lambda each: setattr(each, "test", ast.Constant(always))
