"""Layers that change images while a network is trained and let them pass when it predicts."""

from __future__ import annotations

from typing import Any, Iterator

from keras_case import BOTH, KERAS2, KERAS3, Case, many

EITHER: dict[str, dict[str, Any]] = {
    "RandomContrast": {"factor": 0.2},
    "RandomFlip": {"mode": "horizontal_and_vertical"},
    "RandomRotation": {"factor": 0.2},
    "RandomTranslation": {"height_factor": 0.2, "width_factor": 0.1},
    "RandomZoom": {"height_factor": 0.2},
}
NEWER: dict[str, dict[str, Any]] = {
    "AugMix": {"value_range": (0, 1)},
    "CutMix": {},
    "MixUp": {},
    "RandAugment": {"value_range": (0, 1)},
    "RandomColorDegeneration": {"factor": 0.3},
    "RandomColorJitter": {"value_range": (0, 1), "brightness_factor": 0.2},
    "RandomElasticTransform": {},
    "RandomErasing": {},
    "RandomGaussianBlur": {},
    "RandomGrayscale": {"factor": 0.5},
    "RandomHue": {"factor": 0.2, "value_range": (0, 1)},
    "RandomInvert": {"value_range": (0, 1)},
    "RandomPerspective": {},
    "RandomPosterization": {"factor": 4, "value_range": (0, 1)},
    "RandomSaturation": {"factor": 0.3, "value_range": (0, 1)},
    "RandomSharpness": {"factor": 0.3, "value_range": (0, 1)},
    "RandomShear": {"x_factor": 0.2, "y_factor": 0.2},
}
#: Saving RandomBrightness with Keras 3.15 failed here ("cannot pickle"), so that it is tried with Keras 2 alone.
OLDER: dict[str, dict[str, Any]] = {
    "RandomBrightness": {"factor": 0.2},
    "RandomHeight": {"factor": 0.2},
    "RandomWidth": {"factor": 0.2},
}


def cases() -> Iterator[Case]:
    for group, suffixes in ((EITHER, BOTH), (NEWER, KERAS3), (OLDER, KERAS2)):
        for name, options in group.items():
            yield many(
                f"augmentation-{name.lower()}",
                lambda K, s, n=name, o=options: K.layers.Conv2D(2, 3)(getattr(K.layers, n)(**o)(s[0])),
                (3,),
                only=suffixes,
            )
    yield many("augmentation-inside", inside, (1,), only=BOTH)


def inside(keras: Any, sources: list[Any]) -> Any:
    """As tutorials write it: a sequential model of augmentations at the beginning."""
    layers = keras.layers
    augmentation = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)], name="augmentation")
    return layers.Conv2D(2, 3)(augmentation(sources[0]))
