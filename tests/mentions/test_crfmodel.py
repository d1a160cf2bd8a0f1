"""The model's file: what CRFsuite wrote is what is kept, and another file is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pycrfsuite
import pytest

from unionkg.errors import UnionkgError
from unionkg.mentions import crfmodel, tagger


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A model as CRFsuite writes it, learnt from two atoms."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"max_iterations": 5})
    trainer.append([["w=工会", "b"], ["w=\n", "t=a=b"]], ["S-Group", "O"])
    trainer.train(str(tmp_path / "small.crfsuite"))
    return tmp_path / "small.crfsuite"


def test_a_trained_model_is_taken_over(small: Path) -> None:
    """Every label, feature, weight and transition is there, rounded to a 65,536th."""
    model = crfmodel.converted(small)
    assert set(model.features) == {"w=工会", "b", "w=\n", "t=a=b"}
    assert model.labels == ("S-Group", "O")
    opened = pycrfsuite.Tagger()
    opened.open(str(small))
    rows = model.rows()
    for row, feature in enumerate(model.features, 1):
        opened.set([[feature]])
        for column, label in enumerate(model.labels):
            other = sum(np.exp(rows[row] / crfmodel.ONE))
            assert opened.marginal(label, 0) == pytest.approx(
                np.exp(rows[row, column] / crfmodel.ONE) / other, abs=1e-4
            )
    assert not rows[0].any()
    assert (model.transitions != 0).sum() == 1


def test_the_file_is_written_and_read_back(small: Path, tmp_path: Path) -> None:
    """The same model gives the same bytes, and these the same model."""
    model = crfmodel.converted(small)
    for name in ("one", "two"):
        crfmodel.write(tmp_path / name, model)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    read = crfmodel.read(tmp_path / "one")
    assert (read.labels, read.features) == (model.labels, model.features)
    assert (read.rows() == model.rows()).all()
    assert (read.transitions == model.transitions).all()


def test_slight_weights_can_be_left_out() -> None:
    """What is left weighs as much as before; a feature of which nothing is left is gone."""
    ends, targets = np.array([2, 3, 4]), np.array([0, 1, 0, 1])
    weights = np.array([3, -1, 1, -2], np.int32) * crfmodel.ONE
    whole = crfmodel.Model(
        ("O", "S-Group"), ("x", "y", "z"), ends, targets, weights, np.zeros((2, 2), np.int32)
    )
    pruned = crfmodel.pruned(whole, 2)
    assert pruned.features == ("x", "z")
    assert (pruned.rows() == np.array([[0, 0], [3, 0], [0, -2]]) * crfmodel.ONE).all()


def small_model(labels: tuple[str, ...], weights: dict[str, list[int]]) -> crfmodel.Model:
    """A model with a weight for each label of each feature, and one transition."""
    rows = list(weights.values())
    transitions = np.zeros((len(labels), len(labels)), np.int32)
    transitions[0, 1] = 6
    return crfmodel.Model(
        labels,
        tuple(weights),
        np.cumsum([len(row) for row in rows]),
        np.array([place for row in rows for place in range(len(row))]),
        np.array([weight for row in rows for weight in row], np.int32),
        transitions,
    )


def test_the_mean_of_models_weighs_what_they_weigh_on_average() -> None:
    """Labels go by name; what one model does not have counts nothing in it; a mean of nothing is left out."""
    one = small_model(("O", "S-Group"), {"x": [4, 8], "y": [2, -2]})
    other = small_model(("S-Group", "O"), {"w": [2, 4], "x": [-8, 2]})
    mean = crfmodel.averaged([one, other])
    assert (mean.labels, mean.features) == (("O", "S-Group"), ("w", "x", "y"))
    assert mean.rows()[1:].tolist() == [[2, 1], [3, 0], [1, -1]]
    assert mean.transitions.tolist() == [[0, 3], [3, 0]]
    assert crfmodel.averaged([one]).rows().tolist() == one.rows().tolist()
    three = small_model(("O", "S-Group", "S-Role"), {"x": [0, 0, 9]})
    assert crfmodel.averaged([one, three]).labels == ("O", "S-Group", "S-Role")


def test_a_file_of_another_form_is_refused(small: Path, tmp_path: Path) -> None:
    """No model, half a one, CRFsuite's where ours is read, ours where CRFsuite's is: each is told by name."""
    shipped = tagger.shipped().read_bytes()
    for data in (
        b"",
        b"lCRF",
        shipped[:-1],
        shipped + b"0",
        shipped[:1000],
        b"x" + shipped,
        small.read_bytes(),
    ):
        (tmp_path / "other").write_bytes(data)
        with pytest.raises(UnionkgError, match="other is no tagger model"):
            crfmodel.read(tmp_path / "other")
    for data in (b"", bytes(100), shipped):
        (tmp_path / "other").write_bytes(data)
        with pytest.raises(UnionkgError, match="other is no tagger model"):
            crfmodel.converted(tmp_path / "other")
