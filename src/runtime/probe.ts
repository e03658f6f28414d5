/**
 * The smallest network there is: one `Identity` on one float32 (x -> y), opset 13, IR 8; 65 bytes.
 * onnxruntime-web starts its WebAssembly and its threads only when a first network is loaded. Loading this one as part
 * of the start shows whether the runtime works at all, before the user's network can be blamed.
 * Made by `testing/make_models.py`; the test compares it with the file written there.
 */
const identity = 'CAg6NwoQCgF4EgF5IghJZGVudGl0eRIBZ1oPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCBAoAEA0=';

/** The probe's ONNX file, a new copy at each call. */
export function probeModel(): Uint8Array {
  return Uint8Array.from(atob(identity), character => character.charCodeAt(0));
}
