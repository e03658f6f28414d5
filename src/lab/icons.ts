import { LabIcon } from '@jupyterlab/ui-components';

/** A crate with a cell in it: a network on its way into the zoo. */
const crate = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="#616161">
    <path d="M3 5h18v14H3z M5 7v10h14V7z" fill-rule="evenodd"/>
    <path d="M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z m0 2.2a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6z" fill-rule="evenodd"/>
    <path d="M6 8.5h1.5v7H6z M16.5 8.5H18v7h-1.5z"/>
  </g>
</svg>`;

export const zooportIcon = new LabIcon({ name: 'zooport:crate', svgstr: crate });
