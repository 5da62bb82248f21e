"""What stands on a page: page operators, and which characters are drawn in which face.

Places are in points from the top left corner of whatever is drawn; ``y`` grows downwards and is turned round when
the operators are written, so that a drawing can be put anywhere on a page by one translation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple


class Place(NamedTuple):
    """Where a slot's text stands: slot id, left, top, right, bottom."""

    slot: str
    left: float
    top: float
    right: float
    bottom: float

    def moved(self, x: float, y: float) -> Place:
        """The same, seen from further left and up."""
        return Place(self.slot, self.left + x, self.top + y, self.right + x, self.bottom + y)


@dataclass
class Drawing:
    """Operators, the characters used of each face (in chunks), pictures by name, the places of slots, and how far
    to the right it reaches."""

    operators: list[str] = field(default_factory=list)
    used: list[tuple[str, str]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    right: float = 0

    def put(self, other: Drawing, x: float, y: float) -> None:
        """Draw another drawing with its top left corner here."""
        if other.operators:
            self.right = max(self.right, x + other.right)
            body = other.operators if len(other.operators) == 1 else ["\n".join(other.operators)]
            self.operators.append(f"q 1 0 0 1 {x:.2f} {-y:.2f} cm\n{body[0]}\nQ")
            self.used += other.used
            if other.pictures:
                self.pictures |= other.pictures
        if other.places:
            self.places += [place.moved(x, y) for place in other.places]


@cache
def colour(digits: str, *, stroke: bool = False) -> str:
    """The operator that sets a colour of six hex digits."""
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return f"{red:.3g} {green:.3g} {blue:.3g} {'RG' if stroke else 'rg'}"


def box(left: float, top: float, width: float, height: float) -> str:
    """The operator that adds a rectangle to the path."""
    return f"{left:.2f} {-(top + height):.2f} {width:.2f} {height:.2f} re"
