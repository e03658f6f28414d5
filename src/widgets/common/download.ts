/** Hands a file to the user's own machine, and says where it is. */
export function download(name: string, content: Blob): Promise<string> {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
  return Promise.resolve(`${name}, among your downloads`);
}
