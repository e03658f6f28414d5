import { ServerConnection } from '@jupyterlab/services';

/** Drafts in the browser's own storage, which a reload waits for; the server's own state is written with a delay. */
function keyOf(notebook: string): string {
  return `zooport:draft:${ServerConnection.makeSettings().baseUrl}:${notebook}`;
}

/** What was kept for a notebook; null where nothing was, or the browser keeps nothing. */
export function remembered(notebook: string): string | null {
  try {
    return localStorage.getItem(keyOf(notebook));
  } catch {
    return null;
  }
}

/** A browser that keeps nothing, or has no room, costs the memory only. */
export function remember(notebook: string, text: string): void {
  try {
    localStorage.setItem(keyOf(notebook), text);
  } catch {
    // The draft in the panel is whole all the same.
  }
}
