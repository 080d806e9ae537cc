import { invalidateAll } from "./surface.js";

// Waveform overviews: fetched once per source, drawn once per size and colour, then copied.

/** @type {Map<string, Contract.Waveform|"loading"|"missing">} */
const waveforms = new Map();
const mostKept = 200;

/**
 * @param {string} key names the source and, if it grows, its length
 * @param {() => Promise<Contract.Waveform>} fetch
 * @returns {Contract.Waveform|null} null while it is on its way, or if there is none
 */
export function waveform(key, fetch) {
  const known = waveforms.get(key);
  if (known === undefined) {
    waveforms.set(key, "loading");
    if (waveforms.size > mostKept) {
      waveforms.delete(waveforms.keys().next().value ?? "");
    }
    fetch().then(points => waveforms.set(key, points), () => waveforms.set(key, "missing")).finally(invalidateAll);
  }
  return typeof known === "object" ? known : null;
}

/** @type {WeakMap<Contract.Waveform, Map<string, OffscreenCanvas>>} */
const pictures = new WeakMap();

/**
 * The overview as a picture in one colour.
 * @param {Contract.Waveform} wave @param {number} width device pixels @param {number} height @param {string} colour
 */
export function picture(wave, width, height, colour) {
  let sizes = pictures.get(wave);
  if (!sizes) {
    pictures.set(wave, sizes = new Map());
  }
  const key = `${width}x${height} ${colour}`;
  let canvas = sizes.get(key);
  if (!canvas) {
    canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
    draw(canvas, wave.points, colour);
    if (sizes.size > 6) {
      sizes.clear();
    }
    sizes.set(key, canvas);
  }
  return canvas;
}

/** @param {OffscreenCanvas} canvas @param {[number, number][]} points @param {string} colour */
function draw(canvas, points, colour) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const { width, height } = canvas;
  const middle = height / 2;
  context.fillStyle = colour;
  for (let x = 0; x < width; x++) {
    const from = Math.floor(x / width * points.length);
    const to = Math.max(from + 1, Math.floor((x + 1) / width * points.length));
    let least = 0;
    let most = 0;
    for (let i = from; i < to && i < points.length; i++) {
      least = Math.min(least, points[i][0]);
      most = Math.max(most, points[i][1]);
    }
    const top = Math.round(middle - most * middle);
    context.fillRect(x, Math.min(top, Math.floor(middle)), 1, Math.max(1, Math.round((most - least) * middle)));
  }
}
