import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { Draft, DraftBase } from '../../export/draft/draft';
import type * as DraftRules from '../../export/draft/findings';
import type { DraftFinding } from '../../export/draft/findings';
import type { OwnDraft } from '../../export/own/draft';

type Reader = typeof DraftRules;

/** What a mend's button does; the form provides it. */
export const MendContext = createContext<(finding: DraftFinding) => void>(() => undefined);

export function useMend(): (finding: DraftFinding) => void {
  return useContext(MendContext);
}

/**
 * What the format says of each field of the draft, anew with every letter. Its rules are loaded when the form is first
 * shown; until they are there, nothing is said.
 */
export function useFindings(draft: Draft | OwnDraft): (field: DraftFinding['field']) => readonly DraftFinding[] {
  const [reader, setReader] = useState<Reader | null>(null);
  useEffect(() => {
    let wanted = true;
    void import('../../export/draft/findings').then(loaded => {
      if (wanted) {
        setReader(loaded);
      }
    });
    return () => {
      wanted = false;
    };
  }, []);
  const findings = useMemo(() => (reader ? allOf(reader, draft).filter(isNews(draft)) : []), [reader, draft]);
  return field => findings.filter(finding => finding.field === field);
}

function allOf(reader: Reader, draft: Draft | OwnDraft): readonly DraftFinding[] {
  return 'own' in draft ? reader.fieldFindings(draft) : reader.draftFindings(draft);
}

/**
 * A field that only the researcher can fill says so itself as long as it is empty, and one in which nobody has said
 * anything yet is filled when the bundle is made.
 */
function isNews({ fields }: DraftBase): (finding: DraftFinding) => boolean {
  return ({ field, finding }) =>
    finding.code !== 'field-recommended' ||
    field === 'fileName' ||
    field === 'output' ||
    !(fields[field].onlyYou || fields[field].origin === null);
}
