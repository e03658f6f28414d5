import { Scalar, isAlias, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Document, Node } from 'yaml';
import type { Finding } from '../finding';
import type { Path } from '../path';

/**
 * Names of fields that are no texts: numbers, dates, lists, yes or no, nothing. The zoo's library reads them and then
 * refuses them, whole numbers at a place of their own, all others at the group around. Lists become texts here.
 */
export function oddNames(document: Document): Finding[] {
  const findings: Finding[] = [];
  visit(document, {
    Pair(_, pair, parents) {
      const key = isSeq(pair.key) ? new Scalar<unknown>('[…]') : pair.key;
      if (isScalar(key) && (key !== pair.key || !isName(key.value))) {
        pair.key = key;
        const group = pathOf(parents);
        const zooPath = isWhole(key) ? [...group, Number(key.value)] : group;
        const data = { found: key.source ?? String(key.value) };
        findings.push({ code: 'field-name', by: 'zoo', severity: 'error', path: [...group, String(key.value)], zooPath, data }); // prettier-ignore
      }
    }
  });
  return findings;
}

function isName(key: unknown): boolean {
  return typeof key === 'string' || typeof key === 'symbol';
}

/** Yes and no are 1 and 0 to Python. */
function isWhole({ value, source }: Scalar): boolean {
  return typeof value === 'boolean' || (typeof value === 'number' && /^[-+]?[\d_]+$/.test(source ?? ''));
}

type Parents = readonly (Document | Node | { readonly key: unknown; readonly value?: unknown })[];

/** The fields and list entries that lead to the innermost of a node's parents. */
function pathOf(parents: Parents): Path {
  return parents.flatMap((parent, index): (string | number)[] => {
    const inner = parents[index + 1];
    if (isPair(parent)) {
      const { key } = parent;
      return [isScalar(key) ? String(key.value) : isAlias(key) ? key.source : ''];
    }
    return isSeq(parent) && inner !== undefined ? [parent.items.indexOf(inner)] : [];
  });
}
