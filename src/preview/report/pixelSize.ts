import type { ModelDescription, TensorDescription } from '../../spec/model';
import { isRecord } from '../../tensor/lookup';
import type { ViewTensor } from './report';

type PixelSize = NonNullable<ViewTensor['pixelSize']>;

const lengths = ['micrometer', 'nanometer', 'millimeter', 'centimeter', 'meter', 'angstrom', 'picometer'];

/**
 * Edge of the test image's pixels: what the bundle's maker wrote about it (`config.zooport.pixel_size`), else the scale
 * of its axes where their unit is a length. Undefined where neither is there, or rows and columns differ by more than a
 * thousandth: one bar cannot stand for both.
 */
export function pixelSizeOf({ raw }: Pick<ModelDescription, 'raw'>, input: TensorDescription): PixelSize | undefined {
  const config = isRecord(raw.config) && isRecord(raw.config.zooport) ? raw.config.zooport.pixel_size : undefined;
  if (isRecord(config)) {
    return sized(
      Number(config.y),
      Number(config.x),
      config.unit,
      config.z === undefined ? undefined : Number(config.z)
    );
  }
  const axis = (id: string): TensorDescription['axes'][number] | undefined => input.axes.find(one => one.id === id);
  const [y, x, z] = [axis('y'), axis('x'), axis('z')];
  return y?.unit !== undefined && y.unit === x?.unit && lengths.includes(y.unit)
    ? sized(y.scale, x.scale, y.unit, z?.unit === y.unit ? z.scale : undefined)
    : undefined;
}

function sized(y: number, x: number, unit: unknown, depth: number | undefined): PixelSize | undefined {
  if (!(x > 0) || !Number.isFinite(x) || Math.abs(y - x) > 1e-3 * x || typeof unit !== 'string') {
    return undefined;
  }
  const deep = depth !== undefined && depth > 0 && Number.isFinite(depth);
  return { value: x, unit, ...(deep && { depth }) };
}
