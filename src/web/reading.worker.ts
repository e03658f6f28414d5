import type { ReadingWorks } from '../bundle/reading/works';
import { readingWorks } from '../bundle/reading/works';
import { inBrowserThread } from '../thread/browser';
import { serveWorks } from '../thread/serve';

/** Entry of the worker that reads descriptions and networks: what a hostile bundle may hold up is not the page. */
inBrowserThread(post => serveWorks<ReadingWorks>(readingWorks, post));
