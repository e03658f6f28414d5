import { findingsBy } from '../subject';

/**
 * The rules of this folder are those of ilastik 1.4.2 (ilastik/ilastik, tag 1.4.2 and master ebbaf9b) with
 * tiktorch 26.5.0 (ilastik/tiktorch ce1530e: PyTorch 2.7, bioimageio.core 0.10.2, no ONNX Runtime, no TensorFlow).
 */
export const found = findingsBy('ilastik');
