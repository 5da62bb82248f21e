"""The record: what is known of one person (or one employer), field → value.

Values are plain and picklable: text in its kind's normal form, or a list of such texts. A field that is
not there, or ``None``, is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Value: TypeAlias = str | list[str]
Record: TypeAlias = Mapping[str, Value | None]
