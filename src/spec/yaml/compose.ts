import { COLLECTION_STYLE, EVENT_ID, SCALAR_STYLE, getScalarValue } from 'js-yaml';
import type { AliasEvent, DocumentEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import type { Finding } from '../finding';
import { bounds } from './bounds';
import { Fields } from './fields';
import type { Node } from './node';
import { damaged, lineAt, refusal } from './refusal';
import { readScalar } from './scalars';
import { collectionOf, fullTag } from './tags';

/** A value with the names in it that the zoo refuses. */
interface Composed {
  readonly value: unknown;
  readonly findings: Finding[];
}

/** The value that the parser's events make, as the zoo's library makes it. Throws `Refusal`. */
export function compose(text: string, events: readonly Event[]): Composed {
  return new Composer(text, events).document();
}

/** What an alias stands for; `node` is null while it is still open. */
interface Anchor {
  node: Node | null;
  values: number;
}

class Composer {
  private at = 0;
  private values = 0;
  private aliases = 0;
  private depth = 0;
  private readonly anchors = new Map<string, Anchor>();
  private readonly path: (string | number)[] = [];
  private readonly findings: Finding[] = [];
  private directives: DocumentEvent['directives'] = [];

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[]
  ) {}

  document(): Composed {
    const [first] = this.events;
    if (first === undefined) {
      return { value: null, findings: [] };
    }
    this.at = 1;
    this.directives = first.type === EVENT_ID.DOCUMENT ? first.directives : [];
    const { value } = this.node();
    const another = this.events.slice(this.at).some(({ type }) => type === EVENT_ID.DOCUMENT);
    if (another) {
      throw damaged('it holds several documents, one behind the other', this.text, 0);
    }
    return { value, findings: this.findings };
  }

  private node(): Node {
    const event = this.events[this.at++];
    switch (event.type) {
      case EVENT_ID.ALIAS:
        return this.alias(event);
      case EVENT_ID.SCALAR:
        return this.anchored(event, () => this.scalar(event));
      case EVENT_ID.SEQUENCE:
        return this.anchored(event, () => this.inside(event, () => this.list(event)));
      case EVENT_ID.MAPPING:
        return this.anchored(event, () => this.inside(event, () => this.group(event)));
      default:
        throw damaged('nothing stands where a value belongs', this.text, 0);
    }
  }

  private anchored(event: ScalarEvent | SequenceEvent | MappingEvent, read: () => Node): Node {
    this.count(1);
    if (event.anchorStart < 0) {
      return read();
    }
    const anchor: Anchor = { node: null, values: 0 };
    const before = this.values - 1;
    this.anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), anchor);
    anchor.node = read();
    anchor.values = this.values - before;
    return anchor.node;
  }

  private alias({ anchorStart, anchorEnd }: AliasEvent): Node {
    const name = this.text.slice(anchorStart, anchorEnd);
    const anchor = this.anchors.get(name);
    if (!anchor) {
      throw damaged(`“*${name}” repeats a part that was not named before (“&${name}”)`, this.text, anchorStart);
    }
    if (!anchor.node) {
      throw refusal('yaml-cycle', { name });
    }
    if (++this.aliases > bounds.aliases) {
      throw refusal('yaml-aliases');
    }
    this.count(anchor.values);
    this.atMostDeep(this.depth + anchor.node.levels, anchorStart);
    return { ...anchor.node, offset: anchorStart - 1, end: anchorEnd };
  }

  private scalar(event: ScalarEvent): Node {
    const source = getScalarValue(this.text, event);
    const plain = event.style === SCALAR_STYLE.PLAIN;
    const offset = startOf(event);
    // Where it is a block, “?” marks it as a name.
    const end = event.indent < 0 ? event.valueEnd + (plain ? 0 : 1) : offset;
    const tag = fullTag(this.text, event, this.directives);
    const special = plain && (tag ?? '!') === '!' && (source === '<<' || source === '=') ? source : undefined;
    const read = readScalar(source, plain, tag);
    if ('problem' in read) {
      throw damaged(read.problem, this.text, offset);
    }
    return { kind: 'scalar', value: read.value, levels: 0, offset, end, source, ...(special && { special }) };
  }

  private list(event: SequenceEvent): Node {
    const items: unknown[] = [];
    let levels = 0;
    for (; !this.closes();) {
      this.atMostMany(items.length + 1, this.events[this.at]);
      this.path.push(items.length);
      const item = this.node();
      this.path.pop();
      this.refuseSpecial(item);
      levels = Math.max(levels, item.levels);
      items.push(item.value);
    }
    const made = collectionOf('list', items, fullTag(this.text, event, this.directives));
    if ('problem' in made) {
      throw damaged(made.problem, this.text, event.start);
    }
    const offset = startOf(event);
    return { kind: 'list', value: made.value, levels: levels + 1, offset, end: offset };
  }

  private group(event: MappingEvent): Node {
    const fields = new Fields(this.text, [...this.path]);
    let levels = 0;
    for (let entries = 1; !this.closes(); entries++) {
      this.atMostMany(entries, this.events[this.at]);
      const key = this.node();
      if (event.style === COLLECTION_STYLE.BLOCK && !startsLine(key, this.text)) {
        throw damaged('a field begins in the middle of a line', this.text, key.offset);
      }
      // A name comes with its value.
      this.values--;
      this.path.push(String(key.value));
      const value = this.node();
      this.path.pop();
      this.refuseSpecial(value);
      fields.add(key, value);
      levels = Math.max(levels, key.levels, value.levels);
    }
    this.findings.push(...fields.findings);
    const made = collectionOf('group', fields.value(), fullTag(this.text, event, this.directives));
    if ('problem' in made) {
      throw damaged(made.problem, this.text, event.start);
    }
    const offset = startOf(event);
    return { kind: 'group', value: made.value, levels: levels + 1, offset, end: offset };
  }

  /** Whether the collection that is read ends here; its end is passed over. */
  private closes(): boolean {
    const ends = this.events[this.at].type === EVENT_ID.POP;
    this.at += ends ? 1 : 0;
    return ends;
  }

  private inside(event: SequenceEvent | MappingEvent, read: () => Node): Node {
    this.atMostDeep(++this.depth, event.start);
    const node = read();
    this.depth--;
    return node;
  }

  private refuseSpecial({ special, offset }: Node): void {
    if (special !== undefined) {
      throw damaged(`“${special}” means something else than a text here; put it in quotes`, this.text, offset);
    }
  }

  private count(values: number): void {
    this.values += values;
    if (this.values > bounds.values) {
      throw this.aliases > 0 ? refusal('yaml-aliases') : refusal('yaml-many-values', { most: bounds.values });
    }
  }

  private atMostMany(entries: number, event: Event): void {
    if (entries > bounds.entries) {
      throw refusal('yaml-too-many', { most: bounds.entries, line: lineAt(this.text, startOf(event)) });
    }
  }

  private atMostDeep(levels: number, offset: number): void {
    if (levels > bounds.depth) {
      throw refusal('yaml-deep', { most: bounds.depth, line: lineAt(this.text, offset) });
    }
  }
}

/** Whether nothing but blanks, marks of entries and tags stands before a name on its line. */
function startsLine({ offset }: Node, text: string): boolean {
  return /^\ufeff?(?:\s|[?:-]\s)*(?:[&!]\S*\s+)*(?:[|>][-+\d]*)?$/.test(
    text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  );
}

/** Where a node begins, with its tag and the name that aliases use; 0 where nothing is written. */
function startOf(event: Event): number {
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) {
    return 0;
  }
  const marks = [event.anchorStart - 1, 'tagStart' in event ? event.tagStart : -1];
  const content = 'start' in event ? event.start : 'valueStart' in event ? beforeQuote(event) : -1;
  const starts = [...marks, content].filter(start => start >= 0);
  return starts.length > 0 ? Math.min(...starts) : 0;
}

function beforeQuote({ style, valueStart }: ScalarEvent): number {
  return style === SCALAR_STYLE.PLAIN ? valueStart : valueStart - 1;
}
