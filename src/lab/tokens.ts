/** Ids that the schema, the tests and other extensions use. */
export const pluginIds = {
  panel: 'zooport:panel',
  documents: 'zooport:documents'
} as const;

export const commandIds = {
  openPanel: 'zooport:open-panel',
  checkFile: 'zooport:check-file',
  checkUrl: 'zooport:check-url',
  runFile: 'zooport:run-file'
} as const;

export const panelId = 'zooport-panel';

/** File type of bundles as we write them; a double click opens the report. */
export const bundleType = 'zooport-bundle';
