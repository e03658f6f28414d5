/** What each letter says; `n` is another word for `b`. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['y', 'rows'],
  ['x', 'columns'],
  ['z', 'planes'],
  ['c', 'channels'],
  ['t', 'time points'],
  ['b', 'images of a batch'],
  ['n', 'images of a batch']
]);

const ALL = 'y rows, x columns, z planes, c channels, t time points, b images of a batch';

/** As the kernel takes them: small letters, without the spaces and commas that people type between them. */
export function lettersOf(typed: string): string {
  return typed.toLowerCase().replace(/[\s,;]+/g, '');
}

/** Whether letters say all axes of an image; else what is wrong with them. `shape`: null where nobody knows it. */
export function axesFault(typed: string, shape: readonly number[] | null): string | null {
  const letters = [...lettersOf(typed)];
  const unknown = letters.find(letter => !WORDS.has(letter));
  if (unknown !== undefined) {
    return `“${unknown}” is no axis. The letters are: ${ALL}.`;
  }
  const twice = letters.find((letter, place) => letters.indexOf(letter) < place);
  if (twice !== undefined) {
    return `The letter ${twice} stands twice. Write each letter once.`;
  }
  // Without letters the kernel takes those that the file itself states.
  if (shape === null) {
    return null;
  }
  if (letters.length !== shape.length) {
    return `The image has ${counted(shape.length, 'axis', 'axes')}, and here are ${counted(letters.length, 'letter', 'letters')}. Write one for each: ${ALL}.`;
  }
  return letters.includes('y') && letters.includes('x')
    ? null
    : 'Rows (y) and columns (x) have to be among the letters.';
}

/** "24 planes, 512 rows, 640 columns", without numbers where the sizes are not known or do not fit. */
export function axesInWords(typed: string, shape: readonly number[] | null): string {
  const letters = [...lettersOf(typed)];
  const sizes = shape?.length === letters.length ? shape : null;
  return letters
    .flatMap((letter, place) => {
      const word = WORDS.get(letter);
      return word === undefined ? [] : [sizes ? `${sizes[place]} ${word}` : word];
    })
    .join(', ');
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
