import type { Attribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, ValueInfo } from './model';
import { entryProto, tensorProto, valueInfoProto } from './values';
import { WireReader } from './wire';

/** The bytes are not an ONNX file. */
export class OnnxError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'OnnxError';
  }
}

/**
 * Reads an ONNX file (`ModelProto` of onnx.proto). Initializers stay views on `bytes`; unknown fields are skipped.
 * @throws {OnnxError} where the bytes are cut short or are not an ONNX file.
 */
export function readModel(bytes: Uint8Array): OnnxModel {
  try {
    // As a plain array: Node's Buffer, whose `slice` is no copy, would hand its whole memory on with every view.
    return modelProto(new WireReader(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
  } catch (error) {
    if (error instanceof OnnxError) {
      throw error;
    }
    throw new OnnxError('This is not an ONNX file, or it is cut short or damaged.', { cause: error });
  }
}

function modelProto(reader: WireReader): OnnxModel {
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  let irVersion = 0;
  let producer = '';
  let producerVersion = '';
  let graph: OnnxGraph | undefined;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        irVersion = reader.varint();
        break;
      case 2:
        producer = reader.string();
        break;
      case 3:
        producerVersion = reader.string();
        break;
      case 7:
        graph = graphProto(reader.message());
        break;
      case 8: {
        const [domain, version] = opsetProto(reader.message());
        // 'ai.onnx' is the other spelling of the default domain.
        opsets.set(domain === 'ai.onnx' ? '' : domain, version);
        break;
      }
      case 14: {
        const [key, value] = entryProto(reader.message());
        metadata.set(key, value);
        break;
      }
      default:
        reader.skip();
    }
  }
  if (!graph || irVersion <= 0) {
    throw new OnnxError('This is not an ONNX file: it has no graph or no version.');
  }
  return { irVersion, producer, producerVersion, opsets, graph, metadata };
}

function opsetProto(reader: WireReader): [string, number] {
  let domain = '';
  let version = 1;
  while (reader.next()) {
    if (reader.field === 1) {
      domain = reader.string();
    } else if (reader.field === 2) {
      version = reader.varint();
    } else {
      reader.skip();
    }
  }
  return [domain, version];
}

function graphProto(reader: WireReader): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  let name = '';
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        nodes.push(nodeProto(reader.message()));
        break;
      case 2:
        name = reader.string();
        break;
      case 5:
        initializers.push(tensorProto(reader.message()));
        break;
      case 11:
        inputs.push(valueInfoProto(reader.message()));
        break;
      case 12:
        outputs.push(valueInfoProto(reader.message()));
        break;
      default:
        reader.skip();
    }
  }
  return { name, nodes, initializers, inputs, outputs };
}

function nodeProto(reader: WireReader): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, Attribute>();
  let name = '';
  let op = '';
  let domain = '';
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        inputs.push(reader.string());
        break;
      case 2:
        outputs.push(reader.string());
        break;
      case 3:
        name = reader.string();
        break;
      case 4:
        op = reader.string();
        break;
      case 5:
        attributes.set(...attributeProto(reader.message()));
        break;
      case 7:
        domain = reader.string();
        break;
      default:
        reader.skip();
    }
  }
  return { name, op, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes };
}

/** What an attribute message may hold; which of it counts is said by its type. */
interface AttributeFields {
  name: string;
  type: number;
  float: number;
  int: number;
  string: string;
  floats: number[];
  ints: number[];
  strings: string[];
  tensor?: OnnxTensor;
  graph?: OnnxGraph;
}

function attributeProto(reader: WireReader): [string, Attribute] {
  const found: AttributeFields = { name: '', type: 0, float: 0, int: 0, string: '', floats: [], ints: [], strings: [] };
  while (reader.next()) {
    attributeField(reader, found);
  }
  return [found.name, attributeOf(found)];
}

function attributeField(reader: WireReader, found: AttributeFields): void {
  switch (reader.field) {
    case 1:
      found.name = reader.string();
      break;
    case 2:
      found.float = reader.float();
      break;
    case 3:
      found.int = reader.varint();
      break;
    case 4:
      found.string = reader.string();
      break;
    case 5:
      found.tensor = tensorProto(reader.message());
      break;
    case 6:
      found.graph = graphProto(reader.message());
      break;
    case 7:
      reader.floats(found.floats);
      break;
    case 8:
      reader.varints(found.ints);
      break;
    case 9:
      found.strings.push(reader.string());
      break;
    case 20:
      found.type = reader.varint();
      break;
    default:
      reader.skip();
  }
}

function attributeOf(found: AttributeFields): Attribute {
  switch (found.type) {
    case 1:
      return { kind: 'float', value: found.float };
    case 2:
      return { kind: 'int', value: found.int };
    case 3:
      return { kind: 'string', value: found.string };
    case 4:
      return found.tensor ? { kind: 'tensor', value: found.tensor } : { kind: 'other' };
    case 5:
      return found.graph ? { kind: 'graph', value: found.graph } : { kind: 'other' };
    case 6:
      return { kind: 'floats', value: found.floats };
    case 7:
      return { kind: 'ints', value: found.ints };
    case 8:
      return { kind: 'strings', value: found.strings };
    default:
      return { kind: 'other' };
  }
}
