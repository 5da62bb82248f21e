"""Write the sample rosters and their README to ``samples/``: the same bytes on every run.

Everybody in them is invented. ID numbers carry the area code 110101 and low sequence numbers, with right check
digits; cards, credit codes and telephones likewise belong to nobody. The people of the cities' rosters retire in
November or December 2026 by the law in force; those of ``messy.xlsx`` need not.

A module a city says who its people are, what each is there for, and who employs them. Run ``python -m tools.samples``.
"""
