import { ConvertError } from '../convert/conversion';
import { ExportError } from '../export/errors';
import { KernelError } from '../kernel/protocol';
import { EngineError } from '../runtime/engine';
import { TensorError } from '../tensor/error';
import { SaveError } from './files/save';

/** Errors whose message is a sentence for the researcher; anything else is a fault of ours. */
export function isKnown(error: unknown): error is Error {
  return [ExportError, KernelError, ConvertError, EngineError, SaveError, TensorError].some(
    kind => error instanceof kind
  );
}
