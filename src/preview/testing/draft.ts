import { parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { readDescription } from '../../spec/read';
import type { FileRef, ModelDescription, WeightsEntry } from '../../spec/model';
import { readNpy, writeNpy } from '../../tensor/npy';
import type { Tensor } from '../../tensor/tensor';
import { openBundle } from '../../bundle/open';
import { sha256 } from '../../bundle/sha256';
import type { FileSource } from '../../bundle/source';
import { rawZip } from '../../bundle/testing/rawzip';
import { must } from '../../tensor/testing/must';

/** A copy of a bundle that can be changed file by file; each change leaves the rest true, hashes included. */
export class Draft {
  private constructor(
    readonly description: ModelDescription,
    readonly yaml: Document,
    readonly files: Map<string, Uint8Array>,
    private readonly name: string
  ) {}

  static async open(source: FileSource): Promise<Draft> {
    const bundle = await openBundle(source);
    const entries = (await source.list()).filter(entry => entry.name.startsWith(bundle.folder));
    const files = new Map<string, Uint8Array>();
    for (const entry of entries) {
      files.set(entry.name.slice(bundle.folder.length), await source.read(entry.name));
    }
    const name = bundle.description.slice(bundle.folder.length);
    const text = new TextDecoder().decode(files.get(name));
    const { description } = readDescription(text);
    if (!description) {
      throw new Error(`${source.name} holds no description that can be read, so there is nothing to spoil.`);
    }
    return new Draft(description, parseDocument(text), files, name);
  }

  copy(): Draft {
    return new Draft(this.description, this.yaml.clone() as Document, new Map(this.files), this.name);
  }

  get onnx(): WeightsEntry {
    const found = this.description.weights.find(({ format }) => format === 'onnx');
    if (!found) {
      throw new Error('The bundle has no ONNX weights.');
    }
    return found;
  }

  tensor(file: FileRef | undefined): Tensor {
    return readNpy(must(this.files.get(file?.source ?? '')));
  }

  /** Puts another test tensor in place, with a correct hash. `path`: the tensor in the description. */
  async putTensor(path: readonly (string | number)[], file: FileRef, tensor: Tensor): Promise<void> {
    await this.putFile([...path, 'test_tensor'], file, writeNpy(tensor));
  }

  /** Puts other bytes in place, with a correct hash where the description has one. */
  async putFile(path: readonly (string | number)[], file: FileRef, bytes: Uint8Array): Promise<void> {
    this.files.set(file.source, bytes);
    if (this.yaml.hasIn([...path, 'sha256'])) {
      this.yaml.setIn([...path, 'sha256'], await sha256(bytes));
    }
  }

  zip(extra: readonly { name: string; bytes: Uint8Array }[] = []): Uint8Array {
    const text = new TextEncoder().encode(this.yaml.toString());
    const files = [...this.files].map(([name, bytes]) => ({ name, bytes: name === this.name ? text : bytes }));
    return rawZip([...files, ...extra]);
  }
}
