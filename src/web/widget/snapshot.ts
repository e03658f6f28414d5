import type { OutputView, Report } from '../../preview/report/report';
import { wholePicture } from '../../widgets/viewer/camera/camera';
import { drawLayers } from '../../widgets/viewer/paint/draw';
import { layersOf } from '../../widgets/viewer/models';
import type { PictureModel } from '../../widgets/viewer/models';
import { picturesOf } from '../../widgets/viewer/pictures';
import { wholeOf } from '../../widgets/viewer/whole';

/** Bytes that a saved notebook can take (zooport/snapshot.py); text of the same picture is a third longer. */
const LARGEST = 190_000;
/** Width of one of the four pictures, in pixels: the first that is small enough is taken. */
const widths = [280, 200, 140, 90];
const gap = 8;
const caption = 18;

const titles = { input: 'Input', expected: 'Expected', reproduced: 'Reproduced', difference: 'Difference' } as const;

/** The four pictures of the first output that ran, side by side, as a PNG; null where there is none. */
export async function stillPicture(report: Report): Promise<ArrayBuffer | null> {
  const view = report.views.find(({ reproduced }) => reproduced) ?? report.views[0];
  if (!view) {
    return null;
  }
  const models = modelsOf(view);
  for (const width of widths) {
    const png = await drawn(models, width);
    if (png && png.size <= LARGEST) {
      return png.arrayBuffer();
    }
  }
  return null;
}

function modelsOf(view: OutputView): readonly PictureModel[] {
  const whole = wholeOf(view);
  const { input, expected, reproduced, difference } = picturesOf(view, whole, whole.start, false);
  return [input, expected, reproduced, difference].filter(model => model !== null);
}

function drawn(models: readonly PictureModel[], width: number): Promise<Blob | null> {
  // Each fills its own frame: an output may be many times finer than the input.
  const scales = models.map(({ plane }) => Math.min(width / plane.width, (2 * width) / plane.height));
  const height = Math.ceil(Math.max(...models.map(({ plane }, index) => plane.height * scales[index])));
  const canvas = document.createElement('canvas');
  canvas.width = models.length * (width + gap) - gap;
  canvas.height = height + caption;
  const context = canvas.getContext('2d');
  if (!context) {
    return Promise.resolve(null);
  }
  // White, so that the words can be read on every page.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#222';
  context.font = '12px system-ui, sans-serif';
  models.forEach((model, index) => {
    const left = index * (width + gap);
    context.fillText(titles[model.name], left, 12, width);
    const { plane } = model;
    const frame = { width: plane.width * scales[index], height: plane.height * scales[index] };
    const drawing = document.createElement('canvas');
    drawLayers(drawing, layersOf(model), wholePicture, frame, 1);
    context.drawImage(drawing, left, caption);
  });
  return new Promise(resolve => {
    canvas.toBlob(resolve, 'image/png');
  });
}
