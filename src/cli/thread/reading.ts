import { parentPort } from 'node:worker_threads';
import type { ConvertingWorks } from '../../convert/client';
import { convertingWorks } from '../../convert/works';
import type { ExaminingWorks } from '../../export/proof/examining';
import { examiningWorks } from '../../export/proof/examiningWorks';
import type { ReadingWorks } from '../../bundle/reading/works';
import { readingWorks } from '../../bundle/reading/works';
import { serveWorks } from '../../thread/serve';
import type { MetadataWorks } from './metadataWorks';
import { metadataWorks } from './metadataWorks';
import { openStored } from '../files/stored';

/** Entry of node's thread for reading and converting (bundled as `reading.mjs`). */
const works = { ...readingWorks, ...convertingWorks(openStored), ...examiningWorks, ...metadataWorks };
const take = serveWorks<ReadingWorks & ConvertingWorks & ExaminingWorks & MetadataWorks>(works, (message, transfer) =>
  parentPort?.postMessage(message, [...transfer])
);
parentPort?.on('message', message => void take(message));
