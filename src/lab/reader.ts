import type { Reader } from '../preview/reading/reader';
import { workerReader } from '../preview/reading/worker';
import { readingWorkerUrl } from './assets';

/** One for the page: the panel and every report share its warm worker. */
export const pageReader: Reader = workerReader(readingWorkerUrl);
