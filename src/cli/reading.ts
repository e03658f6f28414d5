import { parentPort } from 'node:worker_threads';
import type { ConvertingWorks } from '../convert/client';
import { convertingWorks } from '../convert/works';
import type { ReadingWorks } from '../preview/reading/works';
import { readingWorks } from '../preview/reading/works';
import { serveWorks } from '../thread/serve';
import type { MetadataWorks } from './metadataWorks';
import { metadataWorks } from './metadataWorks';

/** Entry of node's thread for reading and converting (bundled as `reading.mjs`). */
const take = serveWorks<ReadingWorks & ConvertingWorks & MetadataWorks>(
  { ...readingWorks, ...convertingWorks, ...metadataWorks },
  (message, transfer) => parentPort?.postMessage(message, [...transfer])
);
parentPort?.on('message', message => void take(message));
