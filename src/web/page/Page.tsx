import * as React from 'react';
import { useCallback, useEffect, useState } from 'react';
import { createConverter } from '../../convert/client';
import { zipSource } from '../../bundle/zip';
import { failureOf, type Failure } from '../../widgets/common/failure';
import { FailureNote } from '../../widgets/common/FailureNote';
import { inEnglish, TranslateContext } from '../../widgets/common/translate';
import { OwnImageController } from '../../widgets/ownImage/controller';
import { ReportController } from '../../widgets/report/controller';
import { ReportPane } from '../../widgets/report/Pane';
import { convertWorkerUrl, openedAsFile, readingWorkerUrl } from './assets';
import { ConversionView } from './Conversion';
import { Drop } from './Drop';
import { recognise, type Dropped, type PlacedFile } from './dropped';
import { pageEngine } from './engine';
import { workerReader } from '../../bundle/reading/worker';
import { loadRunParts } from '../../widgets/ownImage/parts';
import { download } from '../../widgets/common/download';
import { saveMended } from './save';

const convert = createConverter(convertWorkerUrl);
const reader = workerReader(readingWorkerUrl);

/** The whole page: something is dropped, its report or its ONNX stands below. */
export function Page(): React.ReactElement {
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const take = useCallback((files: Promise<PlacedFile[]>): void => {
    void files.then(recognise).then(
      found => {
        setFailure(null);
        setDropped(found);
      },
      (error: unknown) => {
        setDropped(null);
        setFailure(failureOf(error));
      }
    );
  }, []);
  return (
    <TranslateContext.Provider value={inEnglish}>
      <main className="jp-Zooport jp-Zooport-page">
        <h1>Zooport</h1>
        <p>
          Checks a bundle of the BioImage Model Zoo: its description, its files, and whether its network still gives the
          output that its authors saw.
        </p>
        {openedAsFile && (
          <p className="jp-Zooport-note jp-mod-warning" role="status">
            This page was opened as a file, and browsers run no network there: only descriptions are checked. Serve the
            folder (for instance with “python -m http.server”) to run networks as well.
          </p>
        )}
        <Drop onFiles={take} />
        {failure && <FailureNote failure={failure} />}
        {dropped?.kind === 'bundle' && <BundleReport dropped={dropped} />}
        {dropped?.kind === 'network' && (
          <ConversionView key={dropped.name} file={dropped.file} config={dropped.config} convert={convert} />
        )}
      </main>
    </TranslateContext.Provider>
  );
}

interface Controllers {
  readonly controller: ReportController | null;
  readonly own: OwnImageController | null;
}

function BundleReport({ dropped }: { dropped: Extract<Dropped, { kind: 'bundle' }> }): React.ReactElement | null {
  const [{ controller, own }, setControllers] = useState<Controllers>({ controller: null, own: null });
  useEffect(() => {
    let open = dropped.open;
    const made = new ReportController({
      open: () => Promise.resolve(open()),
      engine: pageEngine,
      reader,
      save: async (mended, signal) => {
        const file = await saveMended(mended, dropped.name, signal);
        // What is checked from now on is what was written.
        open = () => zipSource(file, file.name);
        return file.name;
      }
    });
    const onImages = new OwnImageController({
      open: () => Promise.resolve(open()),
      engine: pageEngine,
      reader,
      load: loadRunParts,
      save: download
    });
    setControllers({ controller: made, own: onImages });
    void made.check();
    return () => {
      made.dispose();
      onImages.dispose();
    };
  }, [dropped]);
  return controller && <ReportPane controller={controller} {...(own && { own })} />;
}
