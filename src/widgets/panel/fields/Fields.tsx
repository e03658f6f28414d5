import * as React from 'react';
import { useId } from 'react';
import type { DraftBase } from '../../../export/draft/draft';
import type { DraftFinding } from '../../../export/draft/findings';
import type { Editable } from '../../../export/draft/edit';
import { BUNDLE_SUFFIX } from '../../../export/draft/naming';
import { useTranslate } from '../../common/translate';
import type { PanelController } from '../controller';
import { stemOf } from '../names';
import { Authors, Citations } from './People';
import { Row } from './Row';
import { LazyTextInput, TextInput } from './TextInput';

/** Licences that model authors of the zoo mostly choose, SPDX. Any other may be typed. */
const licences = ['CC-BY-4.0', 'CC0-1.0', 'MIT', 'BSD-3-Clause', 'Apache-2.0', 'GPL-3.0-or-later'];

interface GroupProps {
  readonly draft: DraftBase;
  readonly controller: Pick<PanelController, 'edit'>;
  /** What the format says of a field, as it is being written. */
  findings(field: keyof Editable): readonly DraftFinding[];
}

/** Name and description. */
export function WhatItIs({ draft, controller, findings }: GroupProps): React.ReactElement {
  const t = useTranslate();
  const { name, description, data } = draft.fields;
  return (
    <fieldset className="jp-Zooport-group">
      <legend>{t('What it is')}</legend>
      <Row label={t('Name')} field={name} findings={findings('name')}>
        {ids => <TextInput {...ids} value={name.value} onChange={value => controller.edit('name', value)} />}
      </Row>
      <Row label={t('Description')} field={description} findings={findings('description')}>
        {ids => (
          <TextInput
            {...ids}
            rows={3}
            value={description.value}
            onChange={value => controller.edit('description', value)}
          />
        )}
      </Row>
      <Row label={t('What it was trained on')} field={data}>
        {ids => (
          <TextInput
            {...ids}
            rows={2}
            placeholder={t('Sample, staining, microscope …')}
            value={data.value}
            onChange={value => controller.edit('data', value)}
          />
        )}
      </Row>
    </fieldset>
  );
}

/** Authors and licence. */
export function WhoAndLicence({ draft, controller, findings }: GroupProps): React.ReactElement {
  const t = useTranslate();
  const list = useId();
  const { authors, license } = draft.fields;
  return (
    <fieldset className="jp-Zooport-group">
      <legend>{t('Who and licence')}</legend>
      <Authors field={authors} findings={findings('authors')} onChange={value => controller.edit('authors', value)} />
      <Row label={t('Licence')} field={license} findings={findings('license')}>
        {ids => (
          <>
            <TextInput
              {...ids}
              list={list}
              placeholder={t('SPDX name, e.g. CC-BY-4.0')}
              value={license.value}
              onChange={value => controller.edit('license', value)}
            />
            <datalist id={list}>
              {licences.map(licence => (
                <option key={licence} value={licence} />
              ))}
            </datalist>
          </>
        )}
      </Row>
    </fieldset>
  );
}

/** Citations, tags, version, file name. */
export function Details({ draft, controller, findings }: GroupProps): React.ReactElement {
  const t = useTranslate();
  const { cite, tags, version } = draft.fields;
  return (
    <fieldset className="jp-Zooport-group">
      <legend>{t('Details')}</legend>
      <Row label={t('Tags')} field={tags} hint={t('Separated by commas.')} findings={findings('tags')}>
        {ids => (
          <LazyTextInput
            {...ids}
            value={tags.value.join(', ')}
            onChange={value => controller.edit('tags', splitTags(value))}
          />
        )}
      </Row>
      <Row label={t('Version')} field={version} findings={findings('version')}>
        {ids => <TextInput {...ids} value={version.value} onChange={value => controller.edit('version', value)} />}
      </Row>
      <Row label={t('File name')} field={draft.fileName} findings={findings('fileName')}>
        {ids => (
          <span className="jp-Zooport-fileName">
            <LazyTextInput
              {...ids}
              value={stemOf(draft.fileName.value)}
              onChange={value => controller.edit('fileName', value)}
            />
            <span>{BUNDLE_SUFFIX}</span>
          </span>
        )}
      </Row>
      <Citations field={cite} findings={findings('cite')} onChange={value => controller.edit('cite', value)} />
    </fieldset>
  );
}

function splitTags(text: string): readonly string[] {
  return text
    .split(',')
    .map(tag => tag.trim())
    .filter((tag, index, tags) => tag !== '' && tags.indexOf(tag) === index);
}
