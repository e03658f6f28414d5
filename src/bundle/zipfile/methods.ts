/** The ways of compression that the zip format knows (APPNOTE 4.4.5), by number. */
const names = new Map<number, string>([
  [1, 'Shrink'],
  [2, 'Reduce'],
  [3, 'Reduce'],
  [4, 'Reduce'],
  [5, 'Reduce'],
  [6, 'Implode'],
  [9, 'Deflate64'],
  [10, 'PKWARE Implode'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [18, 'IBM TERSE'],
  [19, 'IBM LZ77'],
  [20, 'Zstandard'],
  [93, 'Zstandard'],
  [94, 'MP3'],
  [95, 'XZ'],
  [96, 'JPEG'],
  [97, 'WavPack'],
  [98, 'PPMd'],
  [99, 'a password (AES)']
]);

export function methodName(method: number): string {
  return names.get(method) ?? `a method of number ${method}`;
}
