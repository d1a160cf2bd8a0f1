"""The tagger's model in numbers: taken from CRFsuite's file after training, kept in a plain file of our own.

Weights are whole 65,536ths, so that a sum does not depend on the order of adding. Nothing is tagged here.

Our file, all numbers little-endian: `unionkg-tagger-1` and a line feed; four u32: bytes of the names, labels,
features, weights; the names in UTF-8, labels before features, each ended by a zero byte; for each feature a
u32, where its weights end; for each weight the u16 index of its label; for each weight an i32; then labels
times labels i32, the transitions, a row for each label that comes before.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from unionkg.errors import UnionkgError

ONE = 1 << 16
"""The weight 1."""

Numbers = NDArray[np.int32]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

_MAGIC = b"unionkg-tagger-1\n"
_COUNTS = struct.Struct("<4I")

_HEADER = struct.Struct("<4sI4s9I")
"""Of a CRFsuite model (`header_t` in crf1d_model.c): magic, size, type, version, counts of features, labels
and attributes, offsets of features, labels, attributes, and two more."""

_DATABASE = struct.Struct("<4s5I")
"""Of its tables of names (`header_t` in cqdb.c): magic, size, flag, byte order, count, offset."""

_BEFORE_NAME = 8
"""Bytes of a record before its name: a number and the size of the name, which ends with a zero."""

_CHUNK = struct.Struct("<4s2I")
"""What its features begin with: magic, size, count."""

_FEATURE = np.dtype([("type", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
"""One of them: 0 and an attribute and a label, or 1 and two labels; the weight."""


@dataclass(frozen=True, slots=True)
class Model:
    """A linear-chain CRF: `ends[i]` is where the weights of feature `i` end, `targets` their labels.

    `transitions[i, j]` is what it weighs that label `j` follows label `i`.
    """

    labels: tuple[str, ...]
    features: tuple[str, ...]
    ends: Indices
    targets: Indices
    weights: Numbers
    transitions: Numbers

    def rows(self) -> Numbers:
        """The weights as a table: a row a feature, counted from 1, a column a label; row 0 is nothing."""
        table = np.zeros((len(self.features) + 1, len(self.labels)), np.int32)
        counts = np.diff(self.ends, prepend=0)
        table[np.repeat(np.arange(1, len(table)), counts), self.targets] = self.weights
        return table


def converted(path: Path) -> Model:
    """The model of a file that CRFsuite wrote; features that weigh nothing are left out."""
    data = path.read_bytes()
    magic, _, kind, *numbers = _HEADER.unpack_from(data.ljust(_HEADER.size))
    if (magic, kind) != (b"lCRF", b"FOMC"):
        raise _strange(path)
    labels, attributes = _names(data, numbers[5]), _names(data, numbers[6])
    _, _, count = _CHUNK.unpack_from(data, numbers[4])
    found = np.frombuffer(data, _FEATURE, count, numbers[4] + _CHUNK.size)
    weights = np.rint(found["weight"] * ONE).astype(np.int32)
    transitions = np.zeros((len(labels), len(labels)), np.int32)
    ties = found["type"] == 1
    transitions[found["source"][ties], found["target"][ties]] = weights[ties]
    kept = np.flatnonzero((found["type"] == 0) & (weights != 0))
    kept = kept[np.lexsort((found["target"][kept], found["source"][kept]))]
    known, counts = np.unique(found["source"][kept], return_counts=True)
    return Model(
        labels,
        tuple(attributes[i] for i in known),
        np.cumsum(counts).astype(np.intp),
        found["target"][kept].astype(np.intp),
        weights[kept],
        transitions,
    )


def pruned(model: Model, least: float) -> Model:
    """A model without the weights that are smaller than `least`, and the features that are left with none."""
    kept = np.abs(model.weights) >= least * ONE
    features = np.repeat(np.arange(len(model.features)), np.diff(model.ends, prepend=0))[kept]
    known, counts = np.unique(features, return_counts=True)
    return Model(
        model.labels,
        tuple(model.features[i] for i in known),
        np.cumsum(counts).astype(np.intp),
        model.targets[kept],
        model.weights[kept],
        model.transitions,
    )


def averaged(models: Sequence[Model]) -> Model:
    """One model with the mean of the weights of several; what one does not have weighs nothing in it.

    The loss of a linear chain is convex in its weights, so on any text that of the mean is at most the mean
    of theirs (logarithmic opinion pools: Smith, Cohn and Osborne 2005).
    """
    labels = tuple(dict.fromkeys(label for model in models for label in model.labels))
    places = {label: place for place, label in enumerate(labels)}
    sums: Counter[tuple[str, int]] = Counter()
    transitions = np.zeros((len(labels), len(labels)), np.int64)
    for model in models:
        own = np.array([places[label] for label in model.labels])
        transitions[np.ix_(own, own)] += model.transitions
        names = np.repeat(np.array(model.features, object), np.diff(model.ends, prepend=0))
        for name, target, weight in zip(names, own[model.targets], model.weights, strict=True):
            sums[name, int(target)] += int(weight)
    means = {key: mean for key, total in sorted(sums.items()) if (mean := round(total / len(models)))}
    features = Counter(name for name, _ in means)
    return Model(
        labels,
        tuple(features),
        np.cumsum(np.fromiter(features.values(), np.intp, len(features))),
        np.fromiter((target for _, target in means), np.intp, len(means)),
        np.fromiter(means.values(), np.int32, len(means)),
        np.rint(transitions / len(models)).astype(np.int32),
    )


def _names(data: bytes, at: int) -> tuple[str, ...]:
    """The names of a table of CRFsuite, in order of their numbers."""
    _, _, _, _, count, places = _DATABASE.unpack_from(data, at)
    offsets = struct.unpack_from(f"<{count}I", data, at + places)
    starts = (at + offset + _BEFORE_NAME for offset in offsets)
    return tuple(data[start : data.index(0, start)].decode("utf-8") for start in starts)


def write(path: Path, model: Model) -> None:
    """Write a model as our file; the same model gives the same bytes."""
    names = "".join(f"{name}\0" for name in (*model.labels, *model.features)).encode("utf-8")
    counts = _COUNTS.pack(len(names), len(model.labels), len(model.features), len(model.weights))
    columns = (
        model.ends.astype("<u4"),
        model.targets.astype("<u2"),
        model.weights.astype("<i4"),
        model.transitions.astype("<i4"),
    )
    path.write_bytes(_MAGIC + counts + names + b"".join(column.tobytes() for column in columns))


def read(path: Path) -> Model:
    """Read our file; raises UnionkgError where it is another one."""
    data = path.read_bytes()
    at = len(_MAGIC) + _COUNTS.size
    try:
        size, labels, features, weights = _COUNTS.unpack_from(data, len(_MAGIC))
        names = data[at : at + size].decode("utf-8").split("\0")[:-1]
        at += size
        columns = []
        for kind, count in (("<u4", features), ("<u2", weights), ("<i4", weights), ("<i4", labels * labels)):
            columns.append(np.frombuffer(data, kind, count, at))
            at += columns[-1].nbytes
    except (struct.error, ValueError) as error:
        raise _strange(path) from error
    if not data.startswith(_MAGIC) or at != len(data) or len(names) != labels + features:
        raise _strange(path)
    ends, targets, worth, transitions = columns
    return Model(
        tuple(names[:labels]),
        tuple(names[labels:]),
        ends.astype(np.intp),
        targets.astype(np.intp),
        worth.astype(np.int32),
        transitions.astype(np.int32).reshape(labels, labels),
    )


def _strange(path: Path) -> UnionkgError:
    return UnionkgError(
        f"{path}：不是本版本的标注模型，请用 training/train.py 重新训练",
        f"{path} is no tagger model of this version; train it again with training/train.py",
    )
