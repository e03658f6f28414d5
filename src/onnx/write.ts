import type { Attribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, ValueInfo } from './model';
import { WireWriter } from './wire';

const EXTERNAL = 'The weights of this model are in another file; a single file cannot be written from it.';

/**
 * Writes an ONNX file: one file, weights inside. Each weight is copied once, into the result; those with `load`, of float32,
 * are made one after the other.
 * @throws {Error} where a constant has its values in another file.
 */
export function writeModel(model: OnnxModel): Uint8Array {
  const writer = new WireWriter().int(1, model.irVersion).string(2, model.producer).string(3, model.producerVersion);
  writer.message(7, graphProto(model.graph));
  for (const [domain, version] of model.opsets) {
    writer.message(8, new WireWriter().string(1, domain).int(2, version));
  }
  for (const [key, value] of model.metadata) {
    writer.message(14, new WireWriter().string(1, key).string(2, value));
  }
  return writer.finish();
}

function graphProto(graph: OnnxGraph): WireWriter {
  const writer = new WireWriter();
  for (const node of graph.nodes) {
    writer.message(1, nodeProto(node));
  }
  writer.string(2, graph.name);
  for (const tensor of graph.initializers) {
    writer.message(5, tensorProto(tensor));
  }
  for (const input of graph.inputs) {
    writer.message(11, valueInfoProto(input));
  }
  for (const output of graph.outputs) {
    writer.message(12, valueInfoProto(output));
  }
  return writer;
}

function nodeProto(node: OnnxNode): WireWriter {
  const writer = new WireWriter();
  for (const input of node.inputs) {
    writer.string(1, input);
  }
  for (const output of node.outputs) {
    writer.string(2, output);
  }
  writer.string(3, node.name).string(4, node.op);
  for (const [name, attribute] of node.attributes) {
    writer.message(5, attributeProto(name, attribute));
  }
  if (node.domain) {
    writer.string(7, node.domain);
  }
  return writer;
}

function attributeProto(name: string, attribute: Attribute): WireWriter {
  const writer = new WireWriter().string(1, name);
  switch (attribute.kind) {
    case 'float':
      return writer.float(2, attribute.value).int(20, 1);
    case 'int':
      return writer.int(3, attribute.value).int(20, 2);
    case 'string':
      return writer.string(4, attribute.value).int(20, 3);
    case 'tensor':
      return writer.message(5, tensorProto(attribute.value)).int(20, 4);
    case 'graph':
      return writer.message(6, graphProto(attribute.value)).int(20, 5);
    case 'floats':
      // Not packed: proto2 readers expect one field per number.
      attribute.value.forEach(value => writer.float(7, value));
      return writer.int(20, 6);
    case 'ints':
      attribute.value.forEach(value => writer.int(8, value));
      return writer.int(20, 7);
    case 'strings':
      attribute.value.forEach(value => writer.string(9, value));
      return writer.int(20, 8);
    case 'other':
      throw new Error(`The attribute "${name}" is of a kind that cannot be written.`);
  }
}

function tensorProto(tensor: OnnxTensor): WireWriter {
  if (tensor.external) {
    throw new Error(EXTERNAL);
  }
  const writer = new WireWriter();
  tensor.dims.forEach(size => writer.int(1, size));
  writer.int(2, tensor.elemType).string(8, tensor.name);
  if (tensor.raw) {
    writer.bytes(9, tensor.raw);
  } else if (tensor.load) {
    writer.laterBytes(9, { length: 4 * tensor.dims.reduce((product, size) => product * size, 1), load: tensor.load });
  } else if (tensor.values) {
    numbers(writer, tensor.elemType, tensor.values);
  }
  return writer;
}

/** Numbers go where onnx.proto says for their type: floats in field 4, int64 in 7, all smaller integers in 5. */
function numbers(writer: WireWriter, elemType: number, values: readonly number[]): void {
  if (elemType === 1) {
    values.forEach(value => writer.float(4, value));
  } else {
    writer.ints(elemType === 7 ? 7 : 5, values);
  }
}

function valueInfoProto(info: ValueInfo): WireWriter {
  const tensor = new WireWriter().int(1, info.elemType);
  if (info.dims) {
    const shape = new WireWriter();
    for (const dim of info.dims) {
      shape.message(1, dimension(dim));
    }
    tensor.message(2, shape);
  }
  return new WireWriter().string(1, info.name).message(2, new WireWriter().message(1, tensor));
}

function dimension(dim: number | string | null): WireWriter {
  const writer = new WireWriter();
  if (typeof dim === 'number') {
    return writer.int(1, dim);
  }
  return dim === null ? writer : writer.string(2, dim);
}
