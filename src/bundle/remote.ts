/** The file is on the web, not in the bundle. */
export function isRemote(source: string): boolean {
  return /^https?:\/\//i.test(source);
}
