"""Figures: sums of numbers that stand in facts, worked out anew by code."""

import ast
import operator
import re
from collections.abc import Callable, Sequence
from typing import Final

LONGEST: Final = 120  # characters of a sum
COUNTS: Final = frozenset({*range(13), 24, 52, 100})  # factors that need no fact: months, shares
NUMBER: Final = re.compile(r"\d+(?:[.,’' ]\d{3})+(?![\d])|\d+(?:[.,]\d+)?")
OPERATIONS: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def is_sound(figure: str, sentence: str, facts: Sequence[str]) -> bool:
    """Returns whether a sum is made of the facts' numbers, and its result stands in the sentence.

    Small counts, such as the months of a year, need no fact.
    """
    total = result_of(figure)
    if total is None:
        return False
    ground = {number for fact in facts for number in numbers_in(fact)}
    parts = numbers_in(_sum_in(figure).replace(",", ""))
    is_grounded = all(part in ground or part in COUNTS for part in parts)
    return is_grounded and any(abs(number - total) < 0.005 for number in numbers_in(sentence))


def result_of(figure: str) -> float | None:
    """Returns the result of a sum such as "390 + 2 * 60"; None for anything else."""
    text = _sum_in(figure)
    if len(text) > LONGEST:
        return None
    try:
        return _value(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, OverflowError, RecursionError):
        return None


def _sum_in(figure: str) -> str:
    """Returns the sum itself, without a result that somebody wrote after it."""
    return figure.split("=", maxsplit=1)[0].replace("×", "*").strip()


def _value(node: ast.expr) -> float:
    """Returns the value of a sum's part. Raises ValueError for what is neither number nor sum."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        return OPERATIONS[type(node.op)](_value(node.left), _value(node.right))
    raise ValueError("not a sum")


def numbers_in(text: str) -> list[float]:
    """Returns the numbers of a text: 1,200, 1.200 and 1200 are the same."""
    return [_number(match.group()) for match in NUMBER.finditer(text)]


def _number(digits: str) -> float:
    is_grouped = re.fullmatch(r"\d+(?:[.,’' ]\d{3})+", digits)
    if is_grouped:
        return float(re.sub(r"\D", "", digits))
    return float(digits.replace(",", "."))
