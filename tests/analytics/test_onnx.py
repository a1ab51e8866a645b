"""A detector that is plugged in: a model made here, which tells bright things from dark ones."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from analytics.judging import Candidate
from analytics.onnx import BadModel, OnnxJudge
from simulator.clips.light import DAY
from simulator.clips.stories import STORIES
from tests.analytics.told import sightings
from wire.codes import CaptureKind

BOX = (0.25, 0.25, 0.5, 0.5)


def write(path: Path, kinds: str, weights: tuple[float, float] = (20.0, -20.0), bias: tuple[float, float] = (0.0, 0.0)) -> str:
    """Logits: `weights` times (the mean of the picture − 0.5) and `bias`, one for each of the two kinds."""
    nodes = [
        helper.make_node("ReduceMean", ["picture"], ["mean"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Sub", ["mean", "half"], ["about"]),
        helper.make_node("Unsqueeze", ["about", "last"], ["column"]),
        helper.make_node("MatMul", ["column", "weights"], ["weighed"]),
        helper.make_node("Add", ["weighed", "bias"], ["logits"]),
    ]
    constants = [
        helper.make_tensor("half", TensorProto.FLOAT, [1], [0.5]),
        helper.make_tensor("last", TensorProto.INT64, [1], [1]),
        helper.make_tensor("weights", TensorProto.FLOAT, [1, 2], list(weights)),
        helper.make_tensor("bias", TensorProto.FLOAT, [2], list(bias)),
    ]
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, 16, 16])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 2])
    model = helper.make_model(
        helper.make_graph(nodes, "brightness", [picture], [logits], constants), opset_imports=[helper.make_opsetid("", 13)], ir_version=8
    )
    helper.set_model_props(model, {"kinds": kinds} if kinds else {})
    onnx.save(model, str(path))
    return str(path)


def test_that_a_model_judges_the_box_and_no_more(tmp_path: Path) -> None:
    judge = OnnxJudge(write(tmp_path / "bright.onnx", "VEHICLE_STOPPED,nothing"))
    picture = np.zeros((100, 100, 3), np.uint8)
    candidate = Candidate(CaptureKind.VEHICLE_STOPPED, BOX, 3.0, 0.0)
    assert judge.judge(picture, candidate) < 0.01
    picture[20:80, 20:80] = 255
    assert judge.judge(picture, candidate) > 0.99
    assert 0.5 < judge.judge(picture, candidate._replace(kind=CaptureKind.FLOOD)) < 1  # no word of the model: the background says
    assert judge.name == "bright"


def test_that_what_the_model_does_not_believe_is_not_told(tmp_path: Path) -> None:
    story = STORIES[CaptureKind.VEHICLE_STOPPED](DAY, 21)
    for kinds, told in (("nothing,VEHICLE_STOPPED", 0), ("VEHICLE_STOPPED,nothing", 1)):
        judge = OnnxJudge(write(tmp_path / f"{told}.onnx", kinds, (0.0, 0.0), (9.0, -9.0)))  # the same whatever it sees
        assert len(sightings(story, judge, story.incidents[0].start + 18)) == told


@pytest.mark.parametrize("kinds", ["", "cat,dog", "VEHICLE_STOPPED"])
def test_that_a_model_that_does_not_say_what_it_means_is_refused(tmp_path: Path, kinds: str) -> None:
    with pytest.raises(BadModel, match="kinds"):
        OnnxJudge(write(tmp_path / "model.onnx", kinds))
    (tmp_path / "broken.onnx").write_bytes(b"no model")
    with pytest.raises(BadModel, match="no model"):
        OnnxJudge(str(tmp_path / "broken.onnx"))
