import * as ort from 'onnxruntime-web/wasm';
import { serve } from '../runtime/host';

/** Entry of the browser's inference worker: the first message is the port to serve. */
self.addEventListener(
  'message',
  (event: MessageEvent<MessagePort>) => {
    serve(event.data, ort);
  },
  { once: true }
);
