/** Gives a file to the browser's downloads. */
export function download(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // A download that has begun keeps what it reads.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
