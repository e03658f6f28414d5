import type { Camera, Size } from '../camera/camera';
import type { Layer } from '../models';
import { render, screenSize } from './render';

/** Each canvas keeps its pixels, so that moving makes no rubbish. */
const kept = new WeakMap<HTMLCanvasElement, ImageData>();

/** Draws what a camera sees, as finely as the screen is unless `ratio` says how many pixels the canvas has for each of the frame's. */
export function drawLayers(
  canvas: HTMLCanvasElement,
  layers: readonly Layer[],
  camera: Camera,
  frame: Size,
  ratio = globalThis.devicePixelRatio || 1
): void {
  if (frame.width === 0 || frame.height === 0) {
    return;
  }
  const screen = { frame, ratio };
  const { width, height } = screenSize(screen);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d');
  if (!context) {
    return;
  }
  const before = kept.get(canvas);
  const image = before?.width === width && before.height === height ? before : new ImageData(width, height);
  kept.set(canvas, image);
  render(layers, camera, screen, new Uint32Array(image.data.buffer));
  context.putImageData(image, 0, 0);
}
