import { inWords } from './cursor';
import type { Cursor } from './cursor';

/** The newest version of each minor format whose fields are known here. */
const newest: Readonly<Record<'0.4' | '0.5', number>> = { '0.4': 10, '0.5': 14 };

/** The oldest minor version that the zoo's library still reads. */
const oldest = 3;

/** Newest format version known here, as text. */
const newestVersion = `0.5.${newest['0.5']}`;

export interface FormatVersion {
  readonly text: string;
  readonly minor: '0.4' | '0.5';
  readonly patch: number;
  /** Newer than the newest known here. */
  readonly newer: boolean;
}

/** `format_version`, or `null` where the description cannot be read by it (reported). */
export function readVersion(cursor: Cursor): FormatVersion | null {
  if (!cursor.present) {
    cursor.report('version-missing');
    return null;
  }
  const text = cursor.value;
  const parts = typeof text === 'string' ? /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(text) : null;
  if (!parts || typeof text !== 'string') {
    cursor.report('version-invalid', { found: inWords(text) });
    return null;
  }
  const [major, middle, patch] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
  // The zoo's library reads later minor versions as the newest one that it knows.
  if (major === 0 && middle >= oldest) {
    // It brings 0.3 to 0.4 before it looks at any field.
    const minor = middle <= 4 ? '0.4' : '0.5';
    const newer = middle > 5 || (middle > 3 && patch > newest[minor]);
    if (newer) {
      cursor.report('version-newer', { version: text, known: newestVersion }, 'warning');
    }
    return { text, minor, patch: middle > 5 ? Number.MAX_SAFE_INTEGER : patch, newer };
  }
  cursor.report('version-unsupported', { version: text });
  return null;
}
