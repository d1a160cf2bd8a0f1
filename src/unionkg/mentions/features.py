"""What the tagger looks at: the features of an atom, each a name with its value, by what they depend on.

A name and its value, written one behind the other, are the feature. Names stand apart, so that what a value
weighs can be looked up without writing the feature.

What they weigh is the business of `scoring`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unionkg.mentions.atoms import Atoms

EDGE = "#"
"""What stands before the first atom and behind the last one."""

REACH = 2
"""Atoms on either side that are looked at."""

Triple = tuple[str, str, str]


def window(items: Sequence[str], begin: int, end: int) -> list[str]:
    """The items from `begin` to `end`, and two more on either side."""
    before, behind = max(0, REACH - begin), max(0, end + REACH - len(items))
    return [EDGE] * before + [*items[max(0, begin - REACH) : end + REACH]] + [EDGE] * behind


FORM = ("b", "w=", "e=", "s=", "e2=")
"""Of an atom's own form."""

NEIGHBOUR = ("w-1=", "w+1=", "w-2=", "w+2=")
"""Of the atom behind a form, of the one before it, of the second behind, of the second before: the form."""

PAIR = ("ww=", "ww+=")
"""Of the second and of the first of two atoms: their forms joined by `|`."""

TAGS = (("t=", "t-1=", "t2="), ("t+1=", "t3="))
"""Of the last and of the first of three atoms."""


def of_form(form: str) -> tuple[str, str, str, str, str]:
    """The values of `FORM`."""
    return "", form, form[-1], form[0], form[-2:]


def of_tags(tags: Triple) -> tuple[tuple[str, str, str], tuple[str, str]]:
    """The values of `TAGS`."""
    a, b, c = tags
    three = f"{a}{b}{c}"
    return (c, f"{b}|{c}", three), (f"{a}|{b}", three)


def strings(atoms: Atoms) -> Iterator[list[str]]:
    """All features of each atom, from which weights are learnt."""
    count = len(atoms.forms)
    forms, tags = window(atoms.forms, 0, count), window(atoms.tags, 0, count)
    notes = dict(zip(atoms.noted, atoms.notes, strict=True))
    for i in range(count):
        a, b, form, d, e = forms[i : i + 5]
        yield [
            *map(str.__add__, FORM, of_form(form)),
            *map(str.__add__, NEIGHBOUR, (b, d, a, e)),
            *map(str.__add__, PAIR, (f"{b}|{form}", f"{form}|{d}")),
            *map(str.__add__, TAGS[0], of_tags((tags[i], tags[i + 1], tags[i + 2]))[0]),
            *map(str.__add__, TAGS[1], of_tags((tags[i + 2], tags[i + 3], tags[i + 4]))[1]),
            *notes.get(i, ()),
        ]
