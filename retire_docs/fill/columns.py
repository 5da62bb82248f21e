"""Which fields a city's papers and conditions ask for: the columns of its roster."""

from __future__ import annotations

from retire_docs.cities.model import Pack
from retire_docs.domain.conditions import fields_of
from retire_docs.domain.fields import Field, dictionary
from retire_docs.forms.library import word_form


def columns_of(pack: Pack) -> list[Field]:
    """The fields, in the dictionary's order."""
    names = {name for form in pack.forms for name in word_form(pack, form).form.fields}
    conditions = [
        *(form.applies for form in pack.forms),
        *(material.needed for material in pack.materials),
        *(condition for matter in pack.matters for condition in (matter.asked, matter.applies)),
    ]
    names.update(name for condition in conditions for name in fields_of(condition))
    names.update(("姓名", "身份证号"))
    return [field for field in dictionary() if field.name in names and field.of != "程序"]
