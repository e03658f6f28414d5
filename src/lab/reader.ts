import type { Reader } from '../bundle/reading/reader';
import { workerReader } from '../bundle/reading/worker';
import { readingWorkerUrl } from './assets';

/** One for the page: the panel and every report share its warm worker. */
export const pageReader: Reader = workerReader(readingWorkerUrl);
