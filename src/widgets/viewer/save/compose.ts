import { place, type Camera, type Size } from '../camera/camera';
import { barOf, type PixelSize } from '../scale/bar';
import { layersOf, type Cell } from '../models';
import { drawLayers } from '../paint/draw';

const gap = 8;
const line = 18;
const font = '12px system-ui, sans-serif';

interface Composed {
  readonly cells: readonly Cell[];
  readonly camera: Camera;
  readonly grid: Size;
  /** Of one picture, in pixels. */
  readonly width: number;
  readonly caption: string;
  readonly pixelSize?: PixelSize;
}

/** The pictures as they are seen, in a row on white, each under its title and all above the caption. */
export function compose({ cells, camera, grid, width, caption, pixelSize }: Composed): HTMLCanvasElement | null {
  const shown = cells.flatMap(({ title, model }) => (model ? [{ title, model }] : []));
  const frame = { width, height: Math.round((width * grid.height) / grid.width) };
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) {
    return null;
  }
  canvas.width = shown.length * (width + gap) - gap;
  context.font = font;
  const lines = wrapped(caption, text => context.measureText(text).width <= canvas.width);
  canvas.height = line + frame.height + lines.length * line + gap;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#222';
  // Another size has made it forget.
  context.font = font;
  shown.forEach(({ title, model }, index) => {
    const left = index * (width + gap);
    context.fillText(title, left, 12, width);
    const drawing = document.createElement('canvas');
    drawLayers(drawing, layersOf(model), camera, frame, 1);
    context.drawImage(drawing, left, line);
    if (pixelSize && index === 0) {
      drawBar(context, pixelSize, place(camera, grid, frame).scale, { left, top: line, ...frame });
    }
  });
  lines.forEach((text, index) => {
    context.fillText(text, 0, line + frame.height + (index + 1) * line - 4);
  });
  return canvas;
}

function drawBar(
  context: CanvasRenderingContext2D,
  pixelSize: PixelSize,
  scale: number,
  { left, top, width, height }: Size & { left: number; top: number }
): void {
  const bar = barOf(pixelSize, scale, width);
  if (!bar) {
    return;
  }
  const [right, bottom] = [left + width - 8, top + height - 8];
  context.save();
  context.fillStyle = '#fff';
  context.shadowColor = '#000';
  context.shadowBlur = 2;
  context.fillRect(right - bar.width, bottom - 16, bar.width, 3);
  context.textAlign = 'center';
  context.fillText(bar.text, right - bar.width / 2, bottom);
  context.restore();
}

/** Lines that fit, broken between words; the text's own breaks stay. */
export function wrapped(text: string, fits: (line: string) => boolean): readonly string[] {
  return text.split('\n').flatMap(part => {
    const lines: string[] = [];
    for (const word of part.split(' ').filter(Boolean)) {
      const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length > 0 && fits(longer)) {
        lines[lines.length - 1] = longer;
      } else {
        lines.push(word);
      }
    }
    return lines;
  });
}
