import * as React from 'react';
import { useState } from 'react';
import type { OutputView } from '../../../preview/report/report';
import { download } from '../../common/download';
import { failureOf } from '../../common/failure';
import { useTranslate } from '../../common/translate';
import type { Camera, Size } from '../camera/camera';
import type { Cell } from '../models';
import type { PixelSize } from '../scale/bar';
import { canCopy, copyPicture, pngOf } from './clipboard';
import { compose } from './compose';
import { fileName, fitsTiff, tensorFile, type TensorName } from './tensors';

/** Width of each picture in what is copied, in pixels. */
const pictureWidth = 512;

/** The pictures as they are seen, with a caption, to the clipboard or into a file; and whole tensors as files. */
export function SavePanel({
  view,
  cells,
  camera,
  grid,
  caption,
  pixelSize,
  own
}: {
  view: OutputView;
  cells: readonly Cell[];
  camera: Camera;
  grid: Size;
  caption: string;
  pixelSize?: PixelSize;
  own: boolean;
}): React.ReactElement {
  const t = useTranslate();
  const [typed, setTyped] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const draw = (): HTMLCanvasElement | null =>
    compose({ cells, camera, grid, width: pictureWidth, caption: typed ?? caption, pixelSize });
  const tell = (work: Promise<string>): void => {
    work.then(setTold, (error: unknown) => {
      setTold(failureOf(error).sentence);
    });
  };
  const save = async (): Promise<string> => {
    const canvas = draw();
    if (!canvas) {
      return t('This browser draws no pictures.');
    }
    await download(fileName(view, 'pictures', 'png'), await pngOf(canvas));
    return t('Saved.');
  };
  const copy = async (): Promise<string> => {
    const canvas = draw();
    try {
      await copyPicture(canvas ? pngOf(canvas) : Promise.reject(new Error('no canvas')));
      return t('Copied.');
    } catch {
      await save();
      return t('This page may not use the clipboard, so the picture was saved as a file.');
    }
  };
  return (
    <>
      <label>
        {t('Caption')}
        <textarea
          rows={2}
          value={typed ?? caption}
          onChange={event => {
            setTyped(event.target.value);
          }}
        />
      </label>
      <div className="jp-Zooport-toolRow">
        {canCopy() && (
          <button
            type="button"
            onClick={() => {
              tell(copy());
            }}
          >
            {t('Copy as PNG')}
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            tell(save());
          }}
        >
          {t('Save as PNG')}
        </button>
      </div>
      <Files
        view={view}
        own={own}
        onSave={(name, format) => {
          tell(saveTensor(view, name, format).then(file => t('Saved: %1', file)));
        }}
      />
      <p role="status">{told}</p>
    </>
  );
}

async function saveTensor(view: OutputView, name: TensorName, format: 'tif' | 'npy'): Promise<string> {
  const tensor = view[name] ?? view.expected;
  const bytes = await Promise.resolve(tensorFile(tensor, format));
  const file = fileName(view, name, format);
  void download(file, new Blob([bytes as Uint8Array<ArrayBuffer>]));
  return file;
}

function Files({
  view,
  own,
  onSave
}: {
  view: OutputView;
  own: boolean;
  onSave(name: TensorName, format: 'tif' | 'npy'): void;
}): React.ReactElement {
  const t = useTranslate();
  const titles = { input: t('Input'), expected: own ? t('Output') : t('Expected'), reproduced: t('Reproduced') };
  return (
    <>
      {(['input', 'expected', 'reproduced'] as const).map(name => {
        const tensor = view[name];
        return (
          tensor && (
            <div key={name} className="jp-Zooport-toolRow" role="group" aria-label={titles[name]}>
              <span>{t('%1, all of it:', titles[name])}</span>
              {(fitsTiff(tensor) ? (['tif', 'npy'] as const) : (['npy'] as const)).map(format => (
                <button
                  key={format}
                  type="button"
                  onClick={() => {
                    onSave(name, format);
                  }}
                >
                  {format === 'tif' ? t('Save as TIFF') : t('Save as .npy')}
                </button>
              ))}
            </div>
          )
        );
      })}
    </>
  );
}
