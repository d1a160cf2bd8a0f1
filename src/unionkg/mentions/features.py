"""What the tagger looks at: the features of an atom, each a name with its value, by what they depend on.

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


def of_form(form: str) -> tuple[str, ...]:
    """Of an atom's own form."""
    return "b", f"w={form}", f"e={form[-1]}", f"s={form[0]}", f"e2={form[-2:]}"


def of_neighbour(form: str) -> tuple[str, str, str, str]:
    """Of the atom behind a form, of the one before it, of the second behind, of the second before."""
    return f"w-1={form}", f"w+1={form}", f"w-2={form}", f"w+2={form}"


def of_pair(pair: str) -> tuple[str, str]:
    """Of the second and of the first of two atoms, their forms joined by `|`."""
    return f"ww={pair}", f"ww+={pair}"


def of_tags(tags: Triple) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of the last and of the first of three atoms."""
    a, b, c = tags
    return (f"t={c}", f"t-1={b}|{c}", f"t2={a}{b}{c}"), (f"t+1={a}|{b}", f"t3={a}{b}{c}")


def strings(atoms: Atoms) -> Iterator[list[str]]:
    """All features of each atom, from which weights are learnt."""
    count = len(atoms.forms)
    forms, tags = window(atoms.forms, 0, count), window(atoms.tags, 0, count)
    notes = dict(zip(atoms.noted, atoms.notes, strict=True))
    for i in range(count):
        a, b, form, d, e = forms[i : i + 5]
        yield [
            *of_form(form),
            of_neighbour(b)[0],
            of_neighbour(d)[1],
            of_neighbour(a)[2],
            of_neighbour(e)[3],
            of_pair(f"{b}|{form}")[0],
            of_pair(f"{form}|{d}")[1],
            *of_tags((tags[i], tags[i + 1], tags[i + 2]))[0],
            *of_tags((tags[i + 2], tags[i + 3], tags[i + 4]))[1],
            *notes.get(i, ()),
        ]
