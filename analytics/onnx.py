"""Any ONNX classifier as the judge of what the background model finds: a picture of the box in, a share for each kind out.

Input: float32 (1, 3, height, width), RGB, 0 to 1. Output: (1, kinds) probabilities or logits. The model's metadata `kinds` names them in order, by
comma: VEHICLE_STOPPED, OBJECT_LEFT, GOODS_OUT, or any other word for what is no finding. Water is left to the background model.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from analytics.judging import ByRest, Candidate
from wire.codes import CaptureKind

MARGIN = 0.1  # of the box, that is shown around it


class BadModel(Exception):
    """One sentence for whoever started the program."""


class OnnxJudge:
    def __init__(self, path: str) -> None:
        self._session, self._rest = _session(path), ByRest()
        self._kinds = [word.strip() for word in self._session.get_modelmeta().custom_metadata_map.get("kinds", "").split(",")]
        inputs, outputs = self._session.get_inputs(), self._session.get_outputs()
        shape = inputs[0].shape
        if len(inputs) != 1 or len(shape) != 4 or not all(isinstance(size, int) for size in shape[1:]) or shape[1] != 3:
            raise BadModel(f"{path} must take one picture of (1, 3, height, width)")
        if not set(self._kinds) & set(CaptureKind) or outputs[0].shape[-1] != len(self._kinds):
            raise BadModel(f"{path} must name in its metadata `kinds` what each of its outputs means")
        self._input, self._size = inputs[0].name, (int(shape[3]), int(shape[2]))
        self.name = Path(path).stem[:80]

    def judge(self, picture: np.ndarray, candidate: Candidate) -> float:
        if candidate.kind not in self._kinds:
            return self._rest.judge(picture, candidate)
        piece = cv2.resize(_piece(picture, candidate), self._size, interpolation=cv2.INTER_AREA)
        batch = (piece.astype(np.float32) / 255).transpose(2, 0, 1)[None]
        [row] = self._session.run(None, {self._input: batch})[0]
        return float(_shares(np.asarray(row, np.float64))[self._kinds.index(candidate.kind)])


def _session(path: str) -> Any:
    try:
        onnxruntime = import_module("onnxruntime")
    except ImportError as error:
        raise BadModel("--onnx needs the package onnxruntime: pip install onnxruntime") from error
    try:
        return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has exceptions of its own for each thing that is wrong with a file
        raise BadModel(f"{path} is no model that can be run") from error


def _piece(picture: np.ndarray, candidate: Candidate) -> np.ndarray:
    height, width = picture.shape[:2]
    left, top, wide, high = candidate.box
    x0, x1 = (left - MARGIN * wide) * width, (left + (1 + MARGIN) * wide) * width
    y0, y1 = (top - MARGIN * high) * height, (top + (1 + MARGIN) * high) * height
    return picture[max(0, int(y0)) : max(1, round(y1)), max(0, int(x0)) : max(1, round(x1))]


def _shares(row: np.ndarray) -> np.ndarray:
    """Logits are made shares; what is shares already stays."""
    if row.min() >= 0 and abs(row.sum() - 1) < 1e-3:
        return row
    grown = np.exp(row - row.max())
    shares: np.ndarray = grown / grown.sum()
    return shares
