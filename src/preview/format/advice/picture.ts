/** Width and height of a picture, in pixels; for an SVG in its own units. */
interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** An SVG may begin with comments; further in, its root element is not looked for. */
const svgHead = 64 * 1024;

/**
 * The size that the head of a PNG, JPEG, GIF or SVG states, the picture itself unread; an SVG without one gives `null`.
 * Throws an `Error` with a few words where it is none of these, or damaged.
 */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = String.fromCharCode(...bytes.subarray(0, 6));
  if (start === '\x89PNG\r\n') {
    return whole(bytes.length >= 24 && { width: view.getUint32(16), height: view.getUint32(20) });
  }
  if (start === 'GIF87a' || start === 'GIF89a') {
    return whole(bytes.length >= 10 && { width: view.getUint16(6, true), height: view.getUint16(8, true) });
  }
  if (start.startsWith('\xff\xd8')) {
    return whole(jpegSize(view));
  }
  if (/^(II\*\0|MM\0\*)/.test(start)) {
    throw new Error('it is a TIFF');
  }
  return svgSize(new TextDecoder().decode(bytes.subarray(0, svgHead)));
}

function whole(size: PictureSize | false): PictureSize {
  if (!size || size.width < 1 || size.height < 1) {
    throw new Error('it is damaged');
  }
  return size;
}

/** Walks over the segments to the frame header: markers C0 to CF, but for C4, C8 and CC (ITU T.81, table B.1). */
function jpegSize(view: DataView): PictureSize | false {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    // A marker may be filled up by any number of FF bytes.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return false;
}

function svgSize(head: string): PictureSize | null {
  const root = /<svg\b[^>]*>/i.exec(head)?.[0];
  if (root === undefined) {
    throw new Error('it is neither PNG, JPEG, GIF nor SVG');
  }
  const box = /\bviewBox\s*=\s*["']([^"']*)["']/i.exec(root)?.[1].trim().split(/[\s,]+/).map(Number); // prettier-ignore
  const side = (name: string) =>
    Number(new RegExp(`\\s${name}\\s*=\\s*["']([\\d.]+)(?:px)?["']`, 'i').exec(root)?.[1] ?? NaN);
  const [width, height] = box?.length === 4 ? [box[2], box[3]] : [side('width'), side('height')];
  return width > 0 && height > 0 ? { width, height } : null;
}
