"""What to say of networks that cannot be exported: those that the format cannot express, and those not yet built."""

from __future__ import annotations

from typing import Dict, Optional, Tuple

_INSTEAD = "Share the trained folder with the notebook's name and version instead, for instance on Zenodo"

#: Why the format cannot express it, and what to do instead, by the notebooks' own strings.
_REASONS: Dict[str, Tuple[str, str]] = {
    "MaskRCNN": (
        "its network gives a list of boxes, classes and small masks whose number differs from image to image, and a "
        "bundle's output is an array of pixels",
        f"{_INSTEAD}; where objects are roundish, StarDist 2D trained on the same masks can be exported",
    ),
    "RetinaNet": (
        "it gives a list of boxes with classes, and a bundle's output is an array of pixels",
        f"{_INSTEAD}; TensorFlow's own saved_model folder in it already runs anywhere where TensorFlow does",
    ),
    "YOLOv2": (
        "it gives boxes that still have to be decoded and sorted out by code of the notebook, and a bundle's output is "
        "an array of pixels",
        f"{_INSTEAD}, with its config.json",
    ),
    "Detectron 2D": (
        "it gives a list of boxes, classes and masks, and its network runs only in the package detectron2",
        f"{_INSTEAD}, with its config.yaml",
    ),
    "DRMIME": (
        "it aligns one pair of images by an optimisation that starts anew for each pair, so that there is no trained "
        "network to export",
        "Share the images and the transformation that it has found instead",
    ),
    "Diffusion_Model": (
        "it makes images out of noise by running its network many times in a row, and a bundle runs a network once",
        f"{_INSTEAD}, with the sampling options",
    ),
    "Template": (
        "the template is a pattern for notebooks and trains no network",
        "Set Network to the name of the notebook that yours was made from instead",
    ),
}

#: Networks without a recipe whose weights are Keras's, so that the converter opens them where they hold their graph.
_KERAS = ("StarDist 3D", "SplineDist (2D)", "DenoiSeg", "DFCAN 2D", "3D RCAN")


def why(name: str, where: str) -> Optional[str]:
    """The sentence for a network that the format cannot express; None for any other. ``where`` names the place."""
    if name not in _REASONS:
        return None
    reason, instead = _REASONS[name]
    return f"{where} {name} cannot become a bundle: {reason}. {instead}."


def not_yet(name: str) -> str:
    """The sentence for a network that has no recipe yet, with what works today."""
    framework = "Keras" if name in _KERAS else "PyTorch"
    return (
        f"Zooport has no recipe for {name} yet. What works today: in the notebook that trained it, with network the "
        f"object of {framework} that it holds, zooport.export(network, input=image, predict=function, axes='yx') makes "
        "the bundle, where function is yours from an image to a result."
    )
