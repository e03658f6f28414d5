import type { Workers } from '../../thread/serve';
import { examine } from './examine';
import type { ExaminingWorks } from './examining';

/** The thread's side of `examining.ts`. */
export const examiningWorks: Workers<ExaminingWorks> = {
  examine: ({ onnx, prepared }) => {
    const output = examine(onnx, prepared);
    const { appended, reach } = output;
    const buffers = [onnx, appended.onnx, ...(reach.bare ? [reach.bare] : [])].map(bytes => bytes.buffer);
    return { output, transfer: [...new Set(buffers)].filter(buffer => buffer instanceof ArrayBuffer) };
  }
};
