import JSZip from 'jszip';

/** What the zoo's page for uploads finds in a zip, which it opens with jszip: the bytes of each file by its name. */
export async function filesOnUpload(zip: Uint8Array): Promise<Map<string, Uint8Array>> {
  const opened = await JSZip.loadAsync(zip, { checkCRC32: true });
  const files = Object.values(opened.files).filter(file => !file.dir);
  return new Map(await Promise.all(files.map(async file => [file.name, await file.async('uint8array')] as const)));
}
