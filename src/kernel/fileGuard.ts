import type { PreparedFile } from './preparedFile';
import { isNumber, isText, oneOf, shape } from './shape';

export const isFile = shape<PreparedFile>({
  role: oneOf('test_input', 'test_output', 'weights', 'proof_input', 'proof_output', 'proof_exact', 'attachment'),
  path: isText,
  name: isText,
  size: isNumber,
  sha256: isText
});
