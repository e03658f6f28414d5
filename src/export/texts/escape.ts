import { lookup } from '../../tensor/lookup';

const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;'
};

/** Text that stands in Markdown as it is: nothing in it becomes a heading, a list, a link, an image, a table or HTML. */
export function markdown(text: string): string {
  return (
    oneLine(text)
      // Not every renderer honours a backslash before these, but all know the entities.
      .replace(/[<>&]/g, letter => lookup(ENTITIES, letter) ?? letter)
      .replace(/[\\`*_{}[\]#!|~$^=]/g, letter => `\\${letter}`)
      // Addresses would become links by themselves.
      .replaceAll('://', '&#58;//')
      // At its start: the mark of a list.
      .replace(/^[-+](?=\s|$)/, mark => `\\${mark}`)
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
  );
}

/** A paragraph: line breaks of the text become one space, empty lines separate paragraphs. */
export function paragraphs(text: string): string {
  return text
    .split(/\r?\n\s*\r?\n/)
    .map(markdown)
    .filter(part => part !== '')
    .join('\n\n');
}

/** Text inside an SVG or XML element or attribute. */
export function xml(text: string): string {
  return oneLine(text).replace(/[<>&"']/g, letter => lookup(ENTITIES, letter) ?? letter);
}

function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029\s]+/g, ' ').trim();
}

/** A list, one entry a line. */
export function bullets(lines: readonly string[]): string {
  return lines.map(line => `- ${line}`).join('\n');
}
