/** An element of an XML document; names without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** More than the descriptions of the longest experiments have; what grows without end has more. */
const mostElements = 2 ** 19;
const deepest = 64;

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/\s*([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * The outermost element of an XML document; `undefined` where it is none, or not one that a description of an image is:
 * document types (and with them entities that grow) are not taken. The work is bounded by the text's length.
 */
export function parseXml(text: string): XmlElement | undefined {
  const root: Open = { name: '', attributes: new Map(), children: [], text: '' };
  const open: Open[] = [root];
  const pattern = new RegExp(token);
  let elements = 0;
  for (let end = 0; end < text.length; end = pattern.lastIndex) {
    const found = pattern.exec(text);
    if (!found) {
      return undefined;
    }
    const [, raw, closing, opening, attributes, single, words] = found;
    const top = open[open.length - 1];
    if (opening !== undefined) {
      if (++elements > mostElements || open.length > deepest) {
        return undefined;
      }
      const element: Open = { name: local(opening), attributes: attributesOf(attributes), children: [], text: '' };
      top.children.push(element);
      if (!single) {
        open.push(element);
      }
    } else if (closing !== undefined) {
      if (open.length === 1 || local(closing) !== top.name) {
        return undefined;
      }
      open.pop();
    } else {
      top.text += raw ?? unescaped(words ?? '');
    }
  }
  return open.length === 1 && root.children.length === 1 ? root.children[0] : undefined;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const pairs = [...text.matchAll(attribute)];
  return new Map(pairs.map(([, name, double, single]) => [local(name), unescaped(double ?? single ?? '')]));
}

const entities: ReadonlyMap<string, string> = new Map([['lt', '<'], ['gt', '>'], ['amp', '&'], ['quot', '"'], ['apos', "'"]]); // prettier-ignore

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hexadecimal, name) => {
    if (typeof name === 'string') {
      return entities.get(name) ?? whole;
    }
    const code = decimal === undefined ? parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** The children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter(child => child.name === name) ?? [];
}
