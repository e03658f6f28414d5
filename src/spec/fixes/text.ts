import { isMap, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { isFields } from '../cursor';
import type { Edit } from '../fix';
import { parseYaml } from '../yaml/yaml';
import { same } from './same';
import { splice } from './splice';

type Apply = (value: unknown, edit: Edit) => unknown;

/**
 * One edit of the description's text. First only the characters that the edit is about; where that does not give the
 * value that it should (aliases, merge keys, unusual layouts), the document is changed as a tree and written anew,
 * which keeps comments and order but may change spaces.
 */
export function editText(text: string, edit: Edit, apply: Apply): string {
  const wanted = apply(parseYaml(text).value, edit);
  const document = parse(text);
  const spliced = splice(text, document, edit);
  if (spliced !== undefined && means(spliced, wanted)) {
    return spliced;
  }
  const rewritten = rewrite(text, parse(text), edit);
  return rewritten !== undefined && means(rewritten, wanted) ? rewritten : replace(text, document, wanted);
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, { version: '1.2', schema: 'core', merge: true, logLevel: 'error' });
}

function means(text: string, wanted: unknown): boolean {
  return same(parseYaml(text).value, wanted);
}

/** Through the tree; `undefined` where the edit cannot be made there. */
function rewrite(text: string, document: Document.Parsed, edit: Edit): string | undefined {
  try {
    if (edit.op === 'set') {
      document.setIn(edit.path, document.createNode(edit.value));
    } else if (edit.op === 'remove') {
      document.deleteIn(edit.path);
    } else {
      const parent = document.getIn(edit.path.slice(0, -1), true);
      const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(edit.path.at(-1))) : undefined;
      if (!pair) {
        return undefined;
      }
      pair.key = document.createNode(edit.key);
    }
    return written(text, document);
  } catch {
    return undefined;
  }
}

/** The last resort: the top-level fields that change are written out anew. */
function replace(text: string, document: Document.Parsed, wanted: unknown): string {
  const before = parseYaml(text).value;
  if (!isFields(wanted) || !isFields(before) || !isMap(document.contents)) {
    return text;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(wanted)])) {
    if (!Object.hasOwn(wanted, key)) {
      document.delete(key);
    } else if (!same(before[key], wanted[key])) {
      document.set(key, document.createNode(wanted[key]));
    }
  }
  return written(text, document) ?? text;
}

/** Written in the layout that the text has, as far as the writer knows it. */
function written(text: string, document: Document.Parsed): string | undefined {
  // A key that stands twice is the finding of another rule; it does not keep this mend from being made.
  document.errors = [];
  try {
    const plain = document.toString({
      lineWidth: 0,
      indentSeq: !/^( *)[^\s#-][^\n]*:\r?\n\1- /m.test(text),
      flowCollectionPadding: /[[{] /.test(text)
    });
    const whole = text.startsWith('\uFEFF') ? `\uFEFF${plain}` : plain;
    return text.includes('\r\n') ? whole.replace(/\r?\n/g, '\r\n') : whole;
  } catch {
    return undefined;
  }
}
