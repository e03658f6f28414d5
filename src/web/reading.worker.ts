import type { ReadingWorks } from '../preview/reading/works';
import { readingWorks } from '../preview/reading/works';
import { inBrowserThread } from '../thread/browser';
import { serveWorks } from '../thread/serve';

/** Entry of the worker that reads descriptions and networks: what a hostile bundle may hold up is not the page. */
inBrowserThread(post => serveWorks<ReadingWorks>(readingWorks, post));
