import type { Losses } from '../../kernel/protocol';
import { xml } from '../texts/escape';

const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = { left: 64, right: 16, top: 28, bottom: 44 };
/** Told apart by people who do not see red and green alike, and in grey. */
const COLOURS = ['#0b5fa5', '#d1600a'];

interface Curve {
  readonly name: string;
  readonly values: readonly number[];
}

/**
 * The losses over the epochs as an SVG picture; null where the table holds no loss.
 * The loss of training and of validation are drawn, values that are not finite leave a gap.
 */
export function plotLosses(losses: Losses): string | null {
  const curves = lossCurves(losses);
  const finite = curves.flatMap(curve => curve.values).filter(Number.isFinite);
  if (finite.length === 0) {
    return null;
  }
  const top = niceCeiling(Math.max(...finite));
  const bottom = Math.min(0, ...finite);
  const x = (epoch: number) => MARGIN.left + (epoch / Math.max(1, losses.rows.length - 1)) * plotWidth();
  const y = (value: number) => MARGIN.top + (1 - (value - bottom) / (top - bottom)) * plotHeight();
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" ` +
      'role="img" font-family="sans-serif" font-size="12" fill="#333333">',
    '<title>Loss over the epochs of the training</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...horizontalLines(bottom, top, y),
    ...epochLabels(losses.rows.length, x),
    ...curves.map((curve, index) => polyline(curve, COLOURS[index % COLOURS.length], x, y)),
    ...curves.map((curve, index) => legend(curve, COLOURS[index % COLOURS.length], index)),
    '</svg>',
    ''
  ].join('\n');
}

/** The same table as CSV, with the column names that the notebooks write. */
export function lossTable(losses: Losses): string {
  const cell = (name: string) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  return [losses.columns.map(cell).join(','), ...losses.rows.map(row => row.join(','))].join('\n') + '\n';
}

/** Lowest validation loss with its epoch, counted from 1; null where there is no such column. */
export function bestEpoch(losses: Losses): { epoch: number; loss: number } | null {
  const column = lossColumns(losses.columns).validation;
  const values = column < 0 ? [] : losses.rows.map(row => row[column]);
  const loss = Math.min(...values.filter(Number.isFinite));
  return Number.isFinite(loss) ? { epoch: values.indexOf(loss) + 1, loss } : null;
}

/**
 * Which columns are the loss of the training and of the validation; -1 where there is none. Tables of the notebooks have
 * loss and val_loss among epochs, scores and rates; some have the parts of the loss beside it, some say train and val.
 */
function lossColumns(columns: readonly string[]): { training: number; validation: number } {
  const first = (...patterns: readonly RegExp[]) =>
    patterns.map(pattern => columns.findIndex(name => pattern.test(name.trim()))).find(index => index >= 0) ?? -1;
  return {
    training: first(/^(train(ing)?[_ ])?loss$/i, /^(?!.*val).*loss/i, /^train(ing)?$/i),
    validation: first(/^val(idation)?[_ ]loss$/i, /val.*loss/i, /^val(idation)?$/i)
  };
}

function lossCurves({ columns, rows }: Losses): Curve[] {
  const { training, validation } = lossColumns(columns);
  return [training, validation]
    .filter(column => column >= 0)
    .map(column => ({ name: columns[column], values: rows.map(row => row[column]) }));
}

function plotWidth(): number {
  return WIDTH - MARGIN.left - MARGIN.right;
}

function plotHeight(): number {
  return HEIGHT - MARGIN.top - MARGIN.bottom;
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
function niceCeiling(value: number): number {
  if (!(value > 0)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 2.5, 5, 10].find(step => step * power >= value) ?? 10);
}

function horizontalLines(bottom: number, top: number, y: (value: number) => number): string[] {
  return [0, 1, 2, 3, 4].flatMap(part => {
    const value = bottom + (part / 4) * (top - bottom);
    const at = y(value).toFixed(1);
    return [
      `<path d="M${MARGIN.left} ${at}H${WIDTH - MARGIN.right}" stroke="#dddddd"/>`,
      `<text x="${MARGIN.left - 6}" y="${at}" text-anchor="end" dominant-baseline="middle">${Number(value.toPrecision(3))}</text>`
    ];
  });
}

function epochLabels(count: number, x: (epoch: number) => number): string[] {
  const positions = [...new Set([0, 1, 2, 3, 4].map(part => Math.round((part / 4) * (count - 1))))];
  const line = HEIGHT - MARGIN.bottom + 16;
  return [
    ...positions.map(epoch => `<text x="${x(epoch).toFixed(1)}" y="${line}" text-anchor="middle">${epoch + 1}</text>`),
    `<text x="${MARGIN.left + plotWidth() / 2}" y="${HEIGHT - 10}" text-anchor="middle">epoch</text>`
  ];
}

function polyline(curve: Curve, colour: string, x: (epoch: number) => number, y: (value: number) => number): string {
  let pen = 'M';
  const path = curve.values.map((value, epoch) => {
    if (!Number.isFinite(value)) {
      pen = 'M';
      return '';
    }
    const point = `${pen}${x(epoch).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
    return point;
  });
  return `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round"/>`;
}

function legend(curve: Curve, colour: string, index: number): string {
  const left = MARGIN.left + index * 200;
  const name = /val/i.test(curve.name) ? 'validation' : 'training';
  return (
    `<path d="M${left} 14h20" stroke="${colour}" stroke-width="2"/>` +
    `<text x="${left + 26}" y="14" dominant-baseline="middle">${name} (${xml(curve.name)})</text>`
  );
}
