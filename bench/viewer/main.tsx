import * as React from 'react';
import { createRoot } from 'react-dom/client';
import '../../style/index.css';
import type { OutputView, ViewTensor } from '../../src/preview/report/report';
import { Viewer } from '../../src/widgets/viewer/View';

/** What the bench calls in the page. */
declare global {
  interface Window {
    /** Shows an image of `side` by `side` and what a network gave; seconds until the first picture is on screen. */
    showLarge(side: number, compared: boolean): Promise<number>;
    showStack(): Promise<number>;
    /** Milliseconds of each of `count` frames while the pictures are dragged. */
    pan(count: number): Promise<number[]>;
    /** Milliseconds from a slider's move until its plane is on screen, for each plane. */
    slide(count: number): Promise<number[]>;
  }
}

const root = createRoot(document.getElementById('root') ?? document.body);

/** Spots on a noisy ground, quickly made. */
function image(side: number): ViewTensor {
  const data = new Uint16Array(side * side);
  let seed = 1;
  for (let at = 0; at < data.length; at++) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    const [y, x] = [Math.floor(at / side), at % side];
    data[at] = 400 + (seed >> 22) + 3000 * (((y >> 5) + (x >> 5)) & 1);
  }
  return { axes: ['y', 'x'], tensor: { dtype: 'uint16', shape: [side, side], data } };
}

function stack(): ViewTensor {
  const data = Float32Array.from({ length: 512 * 512 * 64 }, (_, at) => ((at * 2_654_435_761) >>> 16) / 65_536);
  return { axes: ['z', 'y', 'x'], tensor: { dtype: 'float32', shape: [64, 512, 512], data } };
}

const frame = (): Promise<number> => new Promise(requestAnimationFrame);

async function show(view: OutputView, own: boolean): Promise<number> {
  root.render(null);
  await frame();
  const start = performance.now();
  root.render(<Viewer key={start} view={view} own={own} />);
  while (!drawn()) {
    await frame();
  }
  await frame();
  return (performance.now() - start) / 1000;
}

/** Whether every picture has more than black in its middle. */
function drawn(): boolean {
  const all = [...document.querySelectorAll('canvas')].slice(0, 2);
  return (
    all.length > 0 &&
    all.every(canvas => {
      const { width, height } = canvas;
      const pixels = canvas.getContext('2d')?.getImageData(width / 2, height / 2, 8, 8).data;
      return pixels?.some((value, at) => at % 4 < 3 && value > 0);
    })
  );
}

window.showLarge = (side, compared) => {
  const input = image(side);
  const view = { weights: 'onnx', output: 'output', input, expected: input };
  return show(compared ? { ...view, reproduced: { ...input } } : view, !compared);
};

window.showStack = () => {
  const input = stack();
  return show({ weights: 'onnx', output: 'output', input, expected: input, reproduced: { ...input } }, false);
};

window.pan = async count => {
  const stage = document.querySelector('.jp-Zooport-stage');
  const box = document.querySelector('.jp-Zooport-frame canvas')?.getBoundingClientRect();
  const picture = document.querySelector('.jp-Zooport-frame canvas');
  if (!stage || !box || !picture) {
    return [];
  }
  const at = (x: number, y: number): PointerEventInit => ({
    bubbles: true,
    pointerId: 1,
    clientX: box.left + x,
    clientY: box.top + y
  });
  HTMLElement.prototype.setPointerCapture = () => undefined;
  picture.dispatchEvent(new PointerEvent('pointerdown', at(100, 100)));
  const times: number[] = [];
  let before = await frame();
  for (let step = 0; step < count; step++) {
    const way = Math.sin(step / 8) * 80;
    picture.dispatchEvent(new PointerEvent('pointermove', at(100 + way, 100 + way / 2)));
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  picture.dispatchEvent(new PointerEvent('pointerup', at(100, 100)));
  return times;
};

window.slide = async count => {
  const slider = document.querySelector<HTMLInputElement>('.jp-Zooport-slider input');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  const times: number[] = [];
  for (let plane = 0; plane < count; plane++) {
    const start = performance.now();
    set?.call(slider, String((plane * 7) % 64));
    slider?.dispatchEvent(new Event('input', { bubbles: true }));
    await frame();
    await frame();
    times.push(performance.now() - start);
  }
  return times;
};
