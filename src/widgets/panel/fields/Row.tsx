import * as React from 'react';
import { useId } from 'react';
import type { Field } from '../../../export/draft/draft';
import { useTranslate } from '../../common/translate';
import { Badge } from './Badge';
import { FieldFindings } from './FieldFindings';
import type { DraftFinding } from '../../../export/draft/findings';

const none: readonly DraftFinding[] = [];

/** What a row hands to its input, so that label, origin and hint belong to it. */
export interface InputIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
}

interface RowProps {
  readonly label: string;
  readonly field: Pick<Field<unknown>, 'value' | 'origin' | 'where' | 'onlyYou'>;
  readonly hint?: string;
  /** What the format says of the value, as it is being written. */
  readonly findings?: readonly DraftFinding[];
  /** Draws the input. */
  children(ids: InputIds): React.ReactNode;
}

/** One field: its name, where its value came from, its input, and what is missing. */
export function Row({ label, field, hint, findings = none, children }: RowProps): React.ReactElement {
  const base = useId();
  const marks = useMarks(field, hint, base, findings.length > 0);
  return (
    <div className="jp-Zooport-row">
      <div className="jp-Zooport-rowHead">
        <label htmlFor={base}>{label}</label>
        {marks.badge}
      </div>
      {children({ id: base, 'aria-describedby': marks.ids })}
      {marks.hint}
      <FieldFindings id={`${base}-findings`} findings={findings} />
    </div>
  );
}

/** The same for a field of several inputs. */
export function RowGroup({
  label,
  field,
  hint,
  findings = none,
  children
}: Omit<RowProps, 'children'> & { children: React.ReactNode }): React.ReactElement {
  const base = useId();
  const marks = useMarks(field, hint, base, findings.length > 0);
  return (
    <fieldset className="jp-Zooport-row" aria-describedby={marks.ids}>
      <legend>
        {label} {marks.badge}
      </legend>
      {children}
      {marks.hint}
      <FieldFindings id={`${base}-findings`} findings={findings} />
    </fieldset>
  );
}

function useMarks(
  field: RowProps['field'],
  hint: string | undefined,
  base: string,
  faulty: boolean
): { badge: React.ReactNode; hint: React.ReactNode; ids: string | undefined } {
  const t = useTranslate();
  const empty = field.onlyYou
    ? t('Only you know this; the bundle is made without it.')
    : field.origin === null && t('Left empty, it is filled in from the network.');
  const missing = isEmpty(field.value) && empty;
  const text = [missing, hint].filter(Boolean).join(' ');
  const ids = [field.origin && `${base}-origin`, text && `${base}-hint`, faulty && `${base}-findings`]
    .filter(Boolean)
    .join(' ');
  return {
    badge: field.origin && <Badge id={`${base}-origin`} origin={field.origin} where={field.where} />,
    hint: text && (
      <p id={`${base}-hint`} className="jp-Zooport-hint">
        {text}
      </p>
    ),
    ids: ids || undefined
  };
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}
