import * as React from 'react';
import { useId, useState } from 'react';
import { useTranslate } from '../../widgets/common/translate';
import { chosen, filesOf, type PlacedFile } from './dropped';

/** Where a bundle or a network is dropped; buttons do the same for keyboard and screen reader. */
export function Drop({ onFiles }: { onFiles(files: Promise<PlacedFile[]>): void }): React.ReactElement {
  const t = useTranslate();
  const [over, setOver] = useState(false);
  const label = useId();
  return (
    <section
      aria-labelledby={label}
      className={`jp-Zooport-drop${over ? ' jp-mod-over' : ''}`}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        onFiles(filesOf(event.dataTransfer));
      }}
    >
      <p id={label}>{t('Drop a bundle of the Model Zoo here (.zip or its folder), or a Keras network.')}</p>
      <div className="jp-Zooport-actions">
        <Picker label={t('Choose a file …')} accept=".zip,.keras,.h5,.hdf5" onFiles={onFiles} />
        <Picker label={t('Choose a folder …')} folder onFiles={onFiles} />
      </div>
      <p className="jp-Zooport-hint">{t('Everything happens in this page. Nothing is sent anywhere.')}</p>
    </section>
  );
}

interface PickerProps {
  readonly label: string;
  readonly accept?: string;
  readonly folder?: boolean;
  onFiles(files: Promise<PlacedFile[]>): void;
}

/** The browser's own file input with our words on it. */
function Picker({ label, accept, folder, onFiles }: PickerProps): React.ReactElement {
  return (
    <label className="jp-Zooport-pick">
      <span>{label}</span>
      <input
        type="file"
        aria-label={label}
        accept={accept}
        {...(folder && { webkitdirectory: '' })}
        onChange={event => {
          const { target } = event;
          onFiles(Promise.resolve(chosen(target.files)));
          // The same file can be chosen again, after it was mended elsewhere.
          target.value = '';
        }}
      />
    </label>
  );
}
