"""The networks that the package ships, as ONNX files: opened here, and made ready here when they are exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_network(path: Path) -> Any:
    """A session on one thread. Its file is `ready_made`, so that nothing is worked out again at each start."""
    import onnxruntime

    return _session(path, onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL)


def ready_made(source: Path, target: Path) -> None:
    """Write a network as the runtime would make it at each start: the same answers, and a third of the time to load.

    Only what holds on every processor is done (onnxruntime's "extended" level).
    """
    import onnxruntime

    _session(source, onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED, str(target))


def _session(path: Path, level: Any, target: str = "") -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.graph_optimization_level = level
    if target:
        options.optimized_model_filepath = target
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
