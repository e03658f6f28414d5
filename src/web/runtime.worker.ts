import * as ort from 'onnxruntime-web/wasm';
import { carryOutLong, longTask } from '../processing/slowOperations';
import { serve } from '../runtime/host';

/**
 * Entry of the browser's inference worker: the first message is the port to serve. Steps of the format that take long
 * run here, too, so that the page does not stand still.
 */
self.addEventListener(
  'message',
  (event: MessageEvent<MessagePort>) => {
    serve(event.data, ort, { [longTask]: carryOutLong });
  },
  { once: true }
);
