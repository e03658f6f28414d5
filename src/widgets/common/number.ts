/**
 * A number as a biologist reads it: plain decimals as long as they are short ("0.0000012"), powers of ten beyond.
 * `digits` are significant digits.
 */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '∞' : '−∞';
  }
  if (value === 0) {
    return '0';
  }
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size >= 1e9 || size < 1e-7) {
    const [mantissa, exponent] = size.toExponential(digits - 1).split('e');
    return `${sign}${withoutZeros(mantissa)}e${exponent.replace('+', '').replace('-', '−')}`;
  }
  const decimals = Math.min(20, Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
  return `${sign}${withoutZeros(size.toFixed(decimals))}`;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Seconds with as many digits as matter: "0.04 s", "1.3 s", "42 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.005) {
    return '< 0.01 s';
  }
  return `${seconds < 1 ? seconds.toFixed(2) : seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;
}
