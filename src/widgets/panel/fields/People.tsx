import * as React from 'react';
import type { Author, Citation, Field } from '../../../export/draft/draft';
import type { DraftFinding } from '../../../export/draft/findings';
import { useTranslate } from '../../common/translate';
import { RowGroup } from './Row';
import { TextInput } from './TextInput';

/** The authors of the model: one line of inputs each. */
export function Authors({
  field,
  findings,
  onChange
}: {
  field: Field<readonly Author[]>;
  findings: readonly DraftFinding[];
  onChange(authors: readonly Author[]): void;
}): React.ReactElement {
  const t = useTranslate();
  return (
    <RowGroup label={t('Authors')} field={field} findings={findings}>
      <Entries
        entries={field.value}
        empty={{ name: '' }}
        noun={t('author')}
        onChange={onChange}
        inputs={[
          { key: 'name', label: t('Name') },
          { key: 'affiliation', label: t('Affiliation') },
          { key: 'orcid', label: t('ORCID'), placeholder: '0000-0000-0000-0000' },
          { key: 'github_user', label: t('GitHub name'), placeholder: t('GitHub name, of whom may be asked') }
        ]}
      />
    </RowGroup>
  );
}

/** What to cite: the method from the catalogue, the data from the researcher. */
export function Citations({
  field,
  findings,
  onChange
}: {
  field: Field<readonly Citation[]>;
  findings: readonly DraftFinding[];
  onChange(citations: readonly Citation[]): void;
}): React.ReactElement {
  const t = useTranslate();
  return (
    <RowGroup
      label={t('Citations')}
      field={field}
      hint={t('If your training data is published, add its citation: only you know it.')}
      findings={findings}
    >
      <Entries
        entries={field.value}
        empty={{ text: '' }}
        noun={t('citation')}
        onChange={onChange}
        inputs={[
          { key: 'text', label: t('Text') },
          { key: 'doi', label: t('DOI'), placeholder: '10.…' },
          // Beside the DOI, since a mend moves an address that was typed there.
          { key: 'url', label: t('Address on the web'), placeholder: t('or an address: https://…') }
        ]}
      />
    </RowGroup>
  );
}

interface EntriesProps<E> {
  readonly entries: readonly E[];
  readonly empty: E;
  readonly noun: string;
  readonly inputs: readonly { readonly key: keyof E & string; readonly label: string; readonly placeholder?: string }[];
  onChange(entries: readonly E[]): void;
}

/** Rows that can be added and removed. */
function Entries<E extends Author | Citation>({
  entries,
  empty,
  noun,
  inputs,
  onChange
}: EntriesProps<E>): React.ReactElement {
  const t = useTranslate();
  return (
    <>
      {entries.map((entry, index) => (
        <div key={index} className="jp-Zooport-entry" role="group" aria-label={`${noun} ${index + 1}`}>
          {inputs.map(({ key, label, placeholder }) => (
            <TextInput
              key={key}
              aria-label={t('%1 of %2 %3', label, noun, index + 1)}
              placeholder={placeholder ?? label}
              value={String(entry[key] ?? '')}
              onChange={value => {
                onChange(entries.map((other, place) => (place === index ? { ...other, [key]: value } : other)));
              }}
            />
          ))}
          <button
            type="button"
            className="jp-Zooport-remove"
            aria-label={t('Remove %1 %2', noun, index + 1)}
            title={t('Remove')}
            onClick={() => {
              onChange(entries.filter((_, place) => place !== index));
            }}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        onClick={() => {
          onChange([...entries, empty]);
        }}
      >
        {t('Add %1', noun)}
      </button>
    </>
  );
}
