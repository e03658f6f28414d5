import { parentPort } from 'node:worker_threads';
import * as ort from 'onnxruntime-web';
import { serve } from './host';

/** Entry of node's thread (bundled as `thread.mjs`): the first message is the port to serve. */
parentPort?.once('message', (port: MessagePort) => {
  serve(port, ort);
});
