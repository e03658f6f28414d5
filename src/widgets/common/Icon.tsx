import * as React from 'react';

export type IconName = 'passed' | 'failed' | 'warning' | 'info' | 'running' | 'skipped' | 'waiting';

// Drawn here, since the views know no application and its icons. Shapes differ, so that colour is never the only sign.
const paths: Readonly<Record<IconName, string>> = {
  passed: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.6 14.4L6.3 12.3l1.5-1.5 2.6 2.6 5.8-5.8 1.5 1.5z',
  failed: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm4.5 13L15 16.5l-3-3-3 3L7.5 15l3-3-3-3L9 7.5l3 3 3-3L16.5 9l-3 3z',
  warning: 'M12 3 1.5 21h21zm-1 6.5h2v6h-2zm0 7.5h2v2h-2z',
  info: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1 5h2v2h-2zm0 4h2v6h-2z',
  running: 'M12 2a10 10 0 0 1 10 10h-2.5A7.5 7.5 0 0 0 12 4.500z',
  skipped: 'M5 10.500h14v3H5z',
  waiting: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm0 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12z'
};

/** A sign beside a text that says the same; screen readers skip it. */
export function Icon({ name }: { name: IconName }): React.ReactElement {
  return (
    <svg
      className={`jp-Zooport-icon jp-mod-${name}`}
      viewBox="0 0 24 24"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
