import type { OnnxTensor, ValueInfo } from './model';
import { BYTES } from './wire';
import type { WireReader } from './wire';

/** Reads a `TensorProto`; its values stay a view on the file. */
export function tensorProto(reader: WireReader): OnnxTensor {
  const dims: number[] = [];
  const values: number[] = [];
  let name = '';
  let elemType = 0;
  let raw: Uint8Array | undefined;
  let external = false;
  let location: string | undefined;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        reader.varints(dims);
        break;
      case 2:
        elemType = reader.varint();
        break;
      case 4:
        // Packed floats are the very bytes that raw data would have.
        if (reader.wire === BYTES) {
          raw = reader.bytes();
        } else {
          reader.floats(values);
        }
        break;
      case 5:
      case 7:
        reader.varints(values);
        break;
      case 8:
        name = reader.string();
        break;
      case 9:
      case 10:
        if (reader.wire === BYTES) {
          raw = reader.bytes();
        } else {
          reader.skip();
        }
        break;
      case 13:
        external = true;
        location = locationIn(reader.message()) ?? location;
        break;
      case 14:
        external = reader.varint() === 1;
        break;
      default:
        reader.skip();
    }
  }
  const outside = { external, ...(location !== undefined && { location }) };
  return { name, elemType, dims, ...outside, ...(values.length > 0 ? { values } : { raw }) };
}

/** The value of one entry of `external_data`, where the entry is the location. */
function locationIn(reader: WireReader): string | undefined {
  const [key, value] = entryProto(reader);
  return key === 'location' ? value : undefined;
}

/** Reads a `StringStringEntryProto`: key and value. */
export function entryProto(reader: WireReader): [string, string] {
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) {
      key = reader.string();
    } else if (reader.field === 2) {
      value = reader.string();
    } else {
      reader.skip();
    }
  }
  return [key, value];
}

/** Reads a `ValueInfoProto`: name, element type and sizes of an input or output. */
export function valueInfoProto(reader: WireReader): ValueInfo {
  let name = '';
  let type: Omit<ValueInfo, 'name'> = { elemType: 0 };
  while (reader.next()) {
    if (reader.field === 1) {
      name = reader.string();
    } else if (reader.field === 2) {
      type = typeProto(reader.message());
    } else {
      reader.skip();
    }
  }
  return { name, ...type };
}

function typeProto(reader: WireReader): Omit<ValueInfo, 'name'> {
  let elemType = 0;
  let dims: (number | string | null)[] | undefined;
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    const tensor = reader.message();
    while (tensor.next()) {
      if (tensor.field === 1) {
        elemType = tensor.varint();
      } else if (tensor.field === 2) {
        dims = shapeProto(tensor.message());
      } else {
        tensor.skip();
      }
    }
  }
  return dims ? { elemType, dims } : { elemType };
}

function shapeProto(reader: WireReader): (number | string | null)[] {
  const dims: (number | string | null)[] = [];
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    let dim: number | string | null = null;
    const size = reader.message();
    while (size.next()) {
      if (size.field === 1) {
        dim = size.varint();
      } else if (size.field === 2) {
        dim = size.string() || null;
      } else {
        size.skip();
      }
    }
    dims.push(dim);
  }
  return dims;
}
