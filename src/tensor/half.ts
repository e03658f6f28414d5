const bits = new DataView(new ArrayBuffer(4));

/** The float32 value of an IEEE 754 half-precision number given by its 16 bits; exact. */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) {
    return sign * fraction * 2 ** -24;
  }
  if (exponent === 31) {
    return fraction ? NaN : sign * Infinity;
  }
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The nearest half-precision value (ties to even), as numpy's `float16` rounds a float32. */
export function roundToHalf(value: number): number {
  const single = Math.fround(value);
  const size = Math.abs(single);
  if (!Number.isFinite(single) || size === 0) {
    return single;
  }
  if (size >= 65520) {
    return single < 0 ? -Infinity : Infinity;
  }
  bits.setFloat32(0, size);
  const exponent = Math.max((bits.getUint32(0) >>> 23) - 127, -14);
  const spacing = 2 ** (exponent - 10);
  const steps = size / spacing;
  const floor = Math.floor(steps);
  const rest = steps - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 === 1);
  return Math.sign(single) * (up ? floor + 1 : floor) * spacing;
}
