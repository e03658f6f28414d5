"""Layers that look at neighbouring pixels: convolution, pooling, resizing, padding."""

from __future__ import annotations

from typing import Iterator

from keras_case import KERAS2, Case, one, rank


def cases() -> Iterator[Case]:
    yield from convolutions()
    yield from transposed()
    yield from pooling()
    yield from sizes()


def convolutions() -> Iterator[Case]:
    for padding in ("valid", "same"):
        for kernel, stride, dilation in (
            (3, 1, 1),
            (2, 1, 1),
            ((5, 2), 1, 1),
            (3, 2, 1),
            (2, 2, 1),
            (2, 3, 1),
            (1, 2, 1),
            (3, (2, 3), 1),
            (3, 1, 2),
            (4, 1, (2, 3)),
        ):
            if not (isinstance(stride, tuple) and padding == "valid"):
                label = f"{kernel}-{stride}-{dilation}-{padding}".replace("(", "").replace(")", "").replace(", ", "x")
                # TensorFlow knows one stride for both axes only in depthwise convolution.
                yield one(
                    f"conv-{label}",
                    lambda L, k=kernel, s=stride, d=dilation, p=padding: L.Conv2D(
                        5, k, strides=s, dilation_rate=d, padding=p
                    ),
                )
                if not isinstance(stride, tuple) and kernel != 1:
                    yield one(
                        f"depthwise-{label}",
                        lambda L, k=kernel, s=stride, d=dilation, p=padding: L.DepthwiseConv2D(
                            k, strides=s, dilation_rate=d, padding=p, depth_multiplier=2
                        ),
                    )
    yield one("conv-no-bias", lambda L: L.Conv2D(4, 3, use_bias=False, activation="relu"))
    yield one(
        "separable-same", lambda L: L.SeparableConv2D(5, 3, padding="same", depth_multiplier=2, activation="relu")
    )
    yield one("separable-strided", lambda L: L.SeparableConv2D(5, 3, strides=2, padding="same"))
    yield one("separable-valid-no-bias", lambda L: L.SeparableConv2D(5, (3, 2), use_bias=False))
    yield one("separable-dilated", lambda L: L.SeparableConv2D(5, 3, dilation_rate=2))
    yield one("conv-groups", lambda L: L.Conv2D(6, 3, groups=3, padding="same"), channels=9)
    yield Case(
        "conv-1d",
        lambda K: rank(K, 1, K.layers.Conv1D(4, 3, padding="causal", dilation_rate=2)),
        shapes=((2, 13), (1, 20)),
    )
    yield Case(
        "conv-3d",
        lambda K: rank(K, 3, K.layers.Conv3D(4, 3, strides=2, padding="same")),
        shapes=((2, 7, 9, 8), (1, 4, 6, 5)),
    )


def transposed() -> Iterator[Case]:
    for padding in ("valid", "same"):
        for kernel, stride, extra in (
            (3, 1, None),
            (2, 2, None),
            (3, 2, None),
            (4, 2, None),
            (5, 3, None),
            (2, 3, None),
            (1, 2, None),
            ((4, 3), (3, 2), None),
            (3, 2, 1),
            (3, 2, 0),
            (5, 3, 2),
            (4, (2, 3), (1, 2)),
        ):
            if padding == "valid" and extra == 0:
                continue
            label = (
                f"{kernel}-{stride}-{extra}-{padding}".replace("(", "")
                .replace(")", "")
                .replace(", ", "x")
                .replace("None", "auto")
            )
            yield one(
                f"transposed-{label}",
                lambda L, k=kernel, s=stride, e=extra, p=padding: L.Conv2DTranspose(
                    5, k, strides=s, output_padding=e, padding=p
                ),
            )
    # Keras 3 hands dilation to a TensorFlow kernel that the CPU does not have; Keras 2 goes round it.
    yield one("transposed-dilated-valid", lambda L: L.Conv2DTranspose(5, 3, dilation_rate=2), only=KERAS2)
    yield one(
        "transposed-dilated-same", lambda L: L.Conv2DTranspose(5, 3, dilation_rate=2, padding="same"), only=KERAS2
    )
    yield one(
        "transposed-relu",
        lambda L: L.Conv2DTranspose(4, 3, strides=2, padding="same", use_bias=False, activation="relu"),
    )
    yield Case(
        "transposed-3d",
        lambda K: rank(K, 3, K.layers.Conv3DTranspose(4, 3, strides=2, padding="same")),
        shapes=((2, 3, 4, 5), (1, 4, 6, 5)),
    )


def pooling() -> Iterator[Case]:
    for kind in ("Max", "Average"):
        for size, stride, padding in (
            (2, None, "valid"),
            (2, None, "same"),
            (3, 2, "same"),
            (3, 2, "valid"),
            (3, 1, "same"),
            ((2, 3), (3, 1), "same"),
            (2, 3, "same"),
            (2, 1, "same"),
        ):
            label = (
                f"{size}-{stride}-{padding}".replace("(", "")
                .replace(")", "")
                .replace(", ", "x")
                .replace("None", "auto")
            )
            yield one(
                f"{kind.lower()}-pooling-{label}",
                lambda L, k=kind, n=size, s=stride, p=padding: getattr(L, f"{k}Pooling2D")(n, strides=s, padding=p),
            )
        for keep in (False, True):
            yield one(
                f"global-{kind.lower()}-{'kept' if keep else 'flat'}",
                lambda L, k=kind, w=keep: getattr(L, f"Global{k}Pooling2D")(keepdims=w),
            )
        yield Case(
            f"{kind.lower()}-pooling-3d",
            lambda K, k=kind: rank(K, 3, getattr(K.layers, f"{k}Pooling3D")(2, padding="same")),
            shapes=((2, 7, 9, 8), (1, 4, 6, 5)),
        )
    yield Case(
        "max-pooling-1d",
        lambda K: rank(K, 1, K.layers.MaxPooling1D(3, strides=2, padding="same")),
        shapes=((2, 13), (1, 20)),
    )


def sizes() -> Iterator[Case]:
    for way in ("nearest", "bilinear"):
        for factor in (2, (3, 2), (1, 5)):
            yield one(
                f"upsampling-{way}-{factor}".replace("(", "").replace(")", "").replace(", ", "x"),
                lambda L, w=way, f=factor: L.UpSampling2D(f, interpolation=w),
            )
    yield Case(
        "upsampling-3d", lambda K: rank(K, 3, K.layers.UpSampling3D((1, 2, 3))), shapes=((2, 3, 4, 5), (1, 4, 6, 5))
    )
    for margin in (2, (1, 3), ((1, 0), (2, 3))):
        label = str(margin).replace("(", "").replace(")", "").replace(", ", "x")
        yield one(f"zero-padding-{label}", lambda L, m=margin: L.ZeroPadding2D(m))
        yield one(f"cropping-{label}", lambda L, m=margin: L.Cropping2D(m))
    yield Case(
        "margins-1d",
        lambda K: rank(K, 1, K.layers.ZeroPadding1D((1, 2)), K.layers.Cropping1D((0, 2))),
        shapes=((2, 13), (1, 20)),
    )
