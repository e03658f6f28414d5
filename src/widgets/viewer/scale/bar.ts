import { formatNumber } from '../../common/number';

/** Edge of a pixel, in micrometres or what else the unit says. */
export interface PixelSize {
  readonly value: number;
  readonly unit: string;
}

/** A scale bar fills at most this part of its frame. */
const largestPart = 0.4;
const rounds = [5, 2, 1];

/** The longest round length that fits, in screen pixels and words; null where no size is known. */
export function barOf(
  { value, unit }: PixelSize,
  scale: number,
  frameWidth: number
): { readonly width: number; readonly text: string } | null {
  const longest = (largestPart * frameWidth * value) / scale;
  if (!(longest > 0) || !Number.isFinite(longest)) {
    return null;
  }
  const power = 10 ** Math.floor(Math.log10(longest));
  const length = (rounds.find(round => round * power <= longest) ?? 1) * power;
  return { width: (length / value) * scale, text: `${formatNumber(length)} ${unitSign(unit)}` };
}

/** As it is written beside numbers; unknown units stay as they are. */
export function unitSign(unit: string): string {
  return { micrometer: 'µm', micrometre: 'µm', um: 'µm', nanometer: 'nm', millimeter: 'mm' }[unit] ?? unit;
}
