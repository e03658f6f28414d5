import * as React from 'react';
import { useId, useState } from 'react';
import { useTranslate } from '../common/translate';
import type { PanelController } from './controller';
import type { Phase } from './state';

/** The name is taken: another one (the default), or in place of the old file. */
export function Taken({
  phase,
  controller
}: {
  phase: Extract<Phase, { name: 'taken' }>;
  controller: PanelController;
}): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  const [replace, setReplace] = useState(false);
  const options = [
    [false, t('Keep both: write %1', phase.suggestion)],
    [true, t('Replace the old file, once the new one is complete')]
  ] as const;
  return (
    <section className="jp-Zooport-note jp-mod-warning" role="alert">
      <form
        onSubmit={event => {
          event.preventDefault();
          void controller.makeBundle({ fileName: replace ? phase.fileName : phase.suggestion, replace });
        }}
      >
        <fieldset className="jp-Zooport-row">
          <legend>{t('There is already a file named %1.', phase.fileName)}</legend>
          {options.map(([value, title]) => (
            <label key={title} className="jp-Zooport-check">
              <input
                type="radio"
                name={base}
                checked={replace === value}
                onChange={() => {
                  setReplace(value);
                }}
              />
              {title}
            </label>
          ))}
        </fieldset>
        <div className="jp-Zooport-actions">
          <button type="submit" className="jp-mod-primary">
            {t('Go on')}
          </button>
          <button
            type="button"
            onClick={() => {
              controller.showDraft();
            }}
          >
            {t('Back')}
          </button>
        </div>
      </form>
    </section>
  );
}
