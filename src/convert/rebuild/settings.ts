import { ConvertError } from '../conversion';
import type { Json } from '../json';
import { isNumbers } from '../json';

/** What a training wrote into config.json, read strictly: a setting that is missing or odd is said. */
export class Settings {
  constructor(readonly json: Json) {}

  has(key: string): boolean {
    return this.json[key] !== undefined && this.json[key] !== null;
  }

  /** A whole number of at least `low`. */
  whole(key: string, low: number, otherwise?: number): number {
    const value = this.json[key] ?? otherwise;
    return typeof value === 'number' && Number.isInteger(value) && value >= low
      ? value
      : this.fail(key, `a whole number of at least ${low}`);
  }

  /** A number above 0. */
  positive(key: string, otherwise: number): number {
    const value = this.json[key] ?? otherwise;
    return typeof value === 'number' && value > 0 ? value : this.fail(key, 'a number above 0');
  }

  text(key: string, otherwise?: string): string {
    const value = this.json[key] ?? otherwise;
    return typeof value === 'string' ? value : this.fail(key, 'a name');
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.json[key] ?? otherwise;
    return typeof value === 'boolean' ? value : this.fail(key, 'true or false');
  }

  /** One whole number per spatial axis. */
  sizes(key: string, axes: number, otherwise?: readonly number[]): readonly number[] {
    const value = this.json[key] ?? otherwise;
    return isNumbers(value) && value.length === axes && value.every(size => Number.isInteger(size) && size > 0)
      ? value
      : this.fail(key, `${axes} whole numbers`);
  }

  /** Number of spatial axes, 2 or 3; the network has its channels last. */
  get axes(): number {
    const axes = this.text('axes', '');
    if (axes && !axes.endsWith('C')) {
      throw unsupported(`It was trained with its channels first (axes "${axes}"), which is not known here.`);
    }
    const count = this.whole('n_dim', 1, axes.replace('C', '').length);
    return count === 2 || count === 3 ? count : this.fail('n_dim', '2 or 3');
  }

  private fail(key: string, wanted: string): never {
    const value = JSON.stringify(this.json[key]) ?? 'nothing';
    throw new ConvertError(
      'no-architecture',
      `config.json says ${value} for "${key}" where ${wanted} is expected. Take the config.json that the training wrote.`
    );
  }
}

/** The configuration is known, but not what it asks for. */
export function unsupported(sentence: string): ConvertError {
  return new ConvertError(
    'unsupported-option',
    `The network cannot be rebuilt from its config.json. ${sentence} Load it in the notebook's kernel and save it whole with keras_model.save("name.keras"), or convert it there with tf2onnx.`
  );
}
