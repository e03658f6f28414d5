/**
 * Where one looks, in parts of the picture, so that pictures of different sizes move together.
 * `x` and `y` (0..1) are the point in the middle of the frame; `zoom` 1 shows the whole picture.
 */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Width and height: of a frame in screen pixels, or of a picture in its own. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a picture lies in its frame: screen = origin + scale * picture. */
export interface Placement {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

export const wholePicture: Camera = { x: 0.5, y: 0.5, zoom: 1 };

export const zoomStep = 1.5;
const largestZoom = 128;
/** Screen pixels of one picture pixel at the most, where the picture is so large that 128 times are not near enough. */
const largestPixel = 48;

export function place(camera: Camera, picture: Size, frame: Size): Placement {
  const fit = Math.min(frame.width / picture.width, frame.height / picture.height);
  const scale = fit * camera.zoom;
  return {
    scale,
    left: frame.width / 2 - camera.x * picture.width * scale,
    top: frame.height / 2 - camera.y * picture.height * scale
  };
}

/** The picture's pixel under a point of the frame: whole numbers; null beside the picture. */
export function pixelAt(point: Point, camera: Camera, picture: Size, frame: Size): Point | null {
  const { scale, left, top } = place(camera, picture, frame);
  const x = Math.floor((point.x - left) / scale);
  const y = Math.floor((point.y - top) / scale);
  return x >= 0 && y >= 0 && x < picture.width && y < picture.height ? { x, y } : null;
}

/** The pixel of another picture that shows the same place. */
export function samePlace(pixel: Point, from: Size, to: Size): Point {
  return {
    x: Math.min(to.width - 1, Math.floor(((pixel.x + 0.5) / from.width) * to.width)),
    y: Math.min(to.height - 1, Math.floor(((pixel.y + 0.5) / from.height) * to.height))
  };
}

/** Moves by screen pixels, as a hand drags the picture. */
export function drag(camera: Camera, by: Point, picture: Size, frame: Size): Camera {
  const { scale } = place(camera, picture, frame);
  return within({
    ...camera,
    x: camera.x - by.x / (picture.width * scale),
    y: camera.y - by.y / (picture.height * scale)
  });
}

/** Zooms by `factor`; the point of the frame under the pointer stays where it is. */
export function zoomAt(camera: Camera, factor: number, point: Point, picture: Size, frame: Size): Camera {
  const before = place(camera, picture, frame);
  const largest = Math.max(largestZoom, (largestPixel * camera.zoom) / before.scale);
  // A small picture at its own size is smaller than its frame; zooming out does not take it further.
  const zoom = Math.min(largest, Math.max(Math.min(1, camera.zoom), camera.zoom * factor));
  const x = (point.x - before.left) / before.scale / picture.width;
  const y = (point.y - before.top) / before.scale / picture.height;
  const part = camera.zoom / zoom;
  return within({ zoom, x: x + (camera.x - x) * part, y: y + (camera.y - y) * part });
}

/** One pixel of the picture on one of the screen, which has `ratio` of them for each of the frame's. */
export function ownSize(camera: Camera, picture: Size, frame: Size, ratio: number): Camera {
  const { scale } = place(camera, picture, frame);
  return within({ ...camera, zoom: camera.zoom / (scale * ratio) });
}

/** Brings a pixel into the frame if it is outside, moving no further than needed. */
export function follow(camera: Camera, pixel: Point, picture: Size): Camera {
  const half = 0.5 / camera.zoom;
  const x = (pixel.x + 0.5) / picture.width;
  const y = (pixel.y + 0.5) / picture.height;
  return within({
    ...camera,
    x: Math.min(x + half, Math.max(x - half, camera.x)),
    y: Math.min(y + half, Math.max(y - half, camera.y))
  });
}

/** A pixel in the middle of the frame, as far as the frame stays in the picture; at least `zoom` times enlarged. */
export function centre(camera: Camera, pixel: Point, picture: Size, zoom: number): Camera {
  const place = { x: (pixel.x + 0.5) / picture.width, y: (pixel.y + 0.5) / picture.height };
  return within({ ...place, zoom: Math.max(camera.zoom, zoom) });
}

/** The frame never leaves the picture. */
function within({ x, y, zoom }: Camera): Camera {
  const half = Math.min(0.5, 0.5 / zoom);
  const clamp = (value: number): number => Math.min(1 - half, Math.max(half, value));
  return { x: clamp(x), y: clamp(y), zoom };
}
