import type { Workers } from '../../thread/serve';
import { examineOwn } from '../own/examine';
import { examine } from './examine';
import type { ExaminingWorks } from './examining';

/** The thread's side of `examining.ts`. */
export const examiningWorks: Workers<ExaminingWorks> = {
  examine: ({ onnx, prepared }) => {
    const output = examine(onnx, prepared);
    const { appended, reach } = output;
    return { output, transfer: buffersOf(onnx, appended.onnx, reach.bare) };
  },
  examineOwn: ({ onnx, prepared }) => {
    const output = examineOwn(onnx, prepared);
    return { output, transfer: buffersOf(onnx, output.bare) };
  }
};

function buffersOf(...bytes: readonly (Uint8Array | null)[]): ArrayBuffer[] {
  const buffers = bytes.flatMap(one => one?.buffer ?? []);
  return [...new Set(buffers)].filter(buffer => buffer instanceof ArrayBuffer);
}
