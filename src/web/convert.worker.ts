import type { ConvertingWorks } from '../convert/client';
import { convertingWorks } from '../convert/works';
import { inBrowserThread } from '../thread/browser';
import { serveWorks } from '../thread/serve';

/**
 * Entry of the conversion worker. Its address has to name the HDF5 library (`convert.worker.js?hdf5=URL`, or `#hdf5=URL`),
 * which is a file of its own (see webpack.worker.mjs).
 */
inBrowserThread(post => serveWorks<ConvertingWorks>(convertingWorks(), post));
