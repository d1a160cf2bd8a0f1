"""Logistic scores over features, learnt by CRFsuite from sequences of one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pycrfsuite

from unionkg.weights import Weights

SMALL = 0.05
"""Weights below are not kept."""

Row = tuple[tuple[str, ...], bool]
"""Features, and whether what has them is right."""


def learnt(rows: Iterable[Row], parameters: Mapping[str, float]) -> Weights:
    """What each feature weighs, in log-odds, by the training parameters of CRFsuite."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(parameters)
    for features, right in rows:
        trainer.append([features], ["Y" if right else "N"])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "weights.crfsuite")
        trainer.train(path)
        model = pycrfsuite.Tagger()
        model.open(path)
        told = model.info().state_features
    weights: Weights = {}
    for (feature, label), weight in told.items():
        weights[feature] = weights.get(feature, 0.0) + (weight if label == "Y" else -weight)
    return {feature: weight for feature, weight in weights.items() if abs(weight) >= SMALL}
