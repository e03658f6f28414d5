import * as React from 'react';
import { useEffect, useState } from 'react';
import { longestConfig } from '../../convert/bounds';
import type { Conversion } from '../../convert/conversion';
import { formatBytes } from '../../bundle/bytes';
import { failureOf, type Failure } from '../../widgets/common/failure';
import { FailureNote } from '../../widgets/common/FailureNote';
import { Icon } from '../../widgets/common/Icon';
import { useTranslate } from '../../widgets/common/translate';
import { download } from '../../widgets/common/download';

interface ConversionProps {
  readonly file: File;
  /** The config.json beside weights that were saved alone. */
  readonly config?: File | undefined;
  convert(model: Uint8Array, signal?: AbortSignal, config?: unknown): Promise<Conversion>;
}

type State =
  | { readonly name: 'running' }
  | { readonly name: 'done'; readonly conversion: Conversion }
  | { readonly name: 'failed'; readonly failure: Failure };

/** A Keras network becomes ONNX. */
export function ConversionView({ file, config, convert }: ConversionProps): React.ReactElement {
  const t = useTranslate();
  const [state, setState] = useState<State>({ name: 'running' });
  const [run] = useState(() => new AbortController());
  useEffect(() => {
    const work = async (): Promise<State> => {
      const settings = config && (await config.slice(0, longestConfig + 1).text());
      const conversion = await convert(new Uint8Array(await file.arrayBuffer()), run.signal, settings);
      return { name: 'done', conversion };
    };
    void work()
      .catch((error: unknown): State => {
        const failure = run.signal.aborted ? { sentence: t('You stopped the conversion.') } : failureOf(error);
        return { name: 'failed', failure };
      })
      .then(setState);
  }, [file, config, convert, run, t]);
  if (state.name === 'failed') {
    return <FailureNote failure={state.failure} />;
  }
  return state.name === 'running' ? (
    <section className="jp-Zooport-running" aria-busy="true">
      <p role="status">
        <Icon name="running" /> {t('Converting %1 …', file.name)}
      </p>
      <button
        type="button"
        onClick={() => {
          run.abort();
        }}
      >
        {t('Cancel')}
      </button>
    </section>
  ) : (
    <Converted name={file.name} conversion={state.conversion} />
  );
}

/** The text itself where it is not JSON: the conversion then says what is wrong with it. */
function Converted({ name, conversion }: { name: string; conversion: Conversion }): React.ReactElement {
  const t = useTranslate();
  const { onnx, opset, layers, inputs, outputs } = conversion;
  const target = name.replace(/\.\w+$/, '') + '.onnx';
  return (
    <section>
      <div className="jp-Zooport-headline jp-mod-passed" role="status">
        <Icon name="passed" />
        <div>
          <h2>{t('“%1” is now an ONNX network.', name)}</h2>
          <p>{t('Not proven against its source: that takes the framework that trained it.')}</p>
        </div>
      </div>
      <div className="jp-Zooport-actions">
        <button
          type="button"
          className="jp-mod-primary"
          onClick={() => {
            void download(target, new Blob([onnx.slice()]));
          }}
        >
          {t('Download %1 (%2)', target, formatBytes(onnx.length))}
        </button>
      </div>
      <table className="jp-Zooport-numbers">
        <caption>{t('What it is made of (opset %1)', opset)}</caption>
        <tbody>
          {[...inputs, ...outputs].map((tensor, index) => (
            <tr key={`${index} ${tensor.name}`}>
              <th scope="row">{index < inputs.length ? t('Input') : t('Output')}</th>
              <td>{tensor.shape.map(size => size ?? t('free')).join(' × ')}</td>
            </tr>
          ))}
          {layers.map(layer => (
            <tr key={layer.class}>
              <th scope="row">{layer.class}</th>
              <td>{layer.count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
