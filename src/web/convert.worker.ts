import type { ConvertingWorks } from '../convert/client';
import { convertingWorks } from '../convert/works';
import type { ExaminingWorks } from '../export/proof/examining';
import { examiningWorks } from '../export/proof/examiningWorks';
import { inBrowserThread } from '../thread/browser';
import { serveWorks } from '../thread/serve';

/**
 * Entry of the worker that converts networks and examines what came of it. Its address has to name the HDF5 library (`convert.worker.js?hdf5=URL`, or `#hdf5=URL`),
 * which is a file of its own (see build/webpack.worker.mjs).
 */
inBrowserThread(post =>
  serveWorks<ConvertingWorks & ExaminingWorks>({ ...convertingWorks(), ...examiningWorks }, post)
);
