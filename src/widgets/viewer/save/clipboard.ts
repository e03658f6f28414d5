/** Whether this page may copy pictures: on plain http browsers keep the clipboard to themselves. */
export function canCopy(): boolean {
  return typeof ClipboardItem !== 'undefined' && 'clipboard' in navigator;
}

/** Puts a picture on the clipboard; rejects where the browser or the user refuses. */
export async function copyPicture(png: Promise<Blob>): Promise<void> {
  // The promise itself: some browsers forget the click that asked before a picture is made.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

export function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => {
      if (blob) {
        resolve(blob);
      } else {
        reject(new Error('The browser could not make a picture of this size.'));
      }
    }, 'image/png');
  });
}
