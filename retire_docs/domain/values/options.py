"""Finding what somebody typed among a field's options; shared by 选项, 多选 and 是否."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import lru_cache

from retire_docs.domain.values.base import Malformed, half_width, quoted


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The text with width, case, spaces and brackets' form set aside."""
    return re.sub(r"[\s（）()“”\"、]", "", half_width(text)).casefold()


def match(text: str, options: Mapping[str, tuple[str, ...]]) -> str:
    """The option that ``text`` names, by its own words or a synonym. Raises Malformed."""
    wanted = key(text)
    for option, synonyms in options.items():
        if wanted in (key(option), *map(key, synonyms)):
            return option
    near = difflib.get_close_matches(text, options, n=1, cutoff=0.6)
    hint = f"，是否指“{near[0]}”" if near else ""
    raise Malformed(f"{quoted(text)}不是可选的内容{hint}", f"只能填：{'、'.join(options)}；都不是就空着")
