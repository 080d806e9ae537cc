import { h } from "../app/dom.js";
import { reducedMotion, watchTheme } from "../app/settings.js";
import { stepLevels } from "./levels.js";

// One canvas behind the controls of each area. Elements with a `paint` property reserve the boxes. Their positions are read after layout only, never in a frame;
// a frame redraws the boxes whose picture has changed by a device pixel.

/**
 * @typedef {object} Painter How one kind of box is drawn.
 * @property {(box: Box) => number} [signature] a number that differs when the picture does; without it the box is drawn on layout only
 * @property {(context: CanvasRenderingContext2D, box: Box) => void} draw
 * @property {boolean} [under] drawn before all others, over the whole of its element
 *
 * @typedef {object} Box
 * @property {HTMLElement} element
 * @property {any} paint what to draw; `kind` names the painter
 * @property {Painter} painter
 * @property {number} x in CSS pixels from the canvas's corner
 * @property {number} y
 * @property {number} w
 * @property {number} h
 * @property {number} ratio device pixels per CSS pixel
 * @property {boolean} visible
 * @property {number} drawn signature of what is drawn
 */

const maxRatio = 2;
const maxSide = 16_384;

/** @type {Map<string, Painter>} */
const painters = new Map();

/** @param {string} kind @param {Painter} painter */
export const addPainter = (kind, painter) => void painters.set(kind, painter);

/** @type {Set<Surface>} */
const surfaces = new Set();

export class Surface {
  /** @type {HTMLCanvasElement|null} */ #canvas = null;
  /** @type {Box[]} */ boxes = [];
  #ratio = 1;
  #layoutWanted = true;
  #resize = new ResizeObserver(() => this.invalidate());
  #intersection = new IntersectionObserver(entries => this.#seen(entries), { rootMargin: "100px" });
  /** Called when other boxes than before are in view. @type {() => void} */ onVisible = () => {};

  constructor() {
    surfaces.add(this);
  }

  /** The canvas, to be the first child of a positioned element whose descendants it draws. */
  node() {
    return h("canvas", { key: "canvas", class: "surface", "aria-hidden": "true", ref: (/** @type {HTMLCanvasElement} */ canvas) => this.#attach(canvas) });
  }

  /** @param {HTMLCanvasElement} canvas */
  #attach(canvas) {
    if (canvas !== this.#canvas) {
      this.#canvas = canvas;
      this.#resize.disconnect();
      queueMicrotask(() => canvas.parentElement && this.#resize.observe(canvas.parentElement));
    }
    this.invalidate();
  }

  /** Boxes may have moved or changed their meaning. */
  invalidate() {
    this.#layoutWanted = true;
    wake();
  }

  /** Reads positions and draws everything. */
  layout() {
    this.#layoutWanted = false;
    const canvas = this.#canvas;
    const host = canvas?.parentElement;
    if (!canvas?.isConnected || !host) {
      this.boxes = [];
      return;
    }
    const origin = host.getBoundingClientRect();
    const width = host.clientWidth;
    const height = Math.max(host.clientHeight, 1);
    this.#ratio = Math.min(devicePixelRatio || 1, maxRatio, maxSide / Math.max(width, height, 1));
    setSize(canvas, width, height, this.#ratio);
    const known = new Map(this.boxes.map(box => [box.element, box]));
    this.boxes = [];
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll("[data-paint]"))) {
      const paint = /** @type {any} */ (element).paint;
      const painter = paint && painters.get(paint.kind);
      const rectangle = painter && element.getBoundingClientRect();
      if (rectangle && rectangle.width > 0) {
        const old = known.get(element);
        known.delete(element);
        if (!old) {
          this.#intersection.observe(element);
        }
        // On whole device pixels: what is cleared between them would leave a shade of what was drawn.
        const [x, right] = [rectangle.left, rectangle.right].map(edge => this.#snap(edge - origin.left - host.clientLeft));
        const [y, bottom] = [rectangle.top, rectangle.bottom].map(edge => this.#snap(edge - origin.top - host.clientTop));
        this.boxes.push({ element, paint, painter, x, y, w: right - x, h: bottom - y, ratio: this.#ratio, visible: old?.visible ?? true, drawn: NaN });
      }
    }
    for (const element of known.keys()) {
      this.#intersection.unobserve(element);
    }
    this.#drawAll(canvas);
  }

  /** @param {number} edge in CSS pixels */
  #snap(edge) {
    return Math.round(edge * this.#ratio) / this.#ratio;
  }

  /** @param {HTMLCanvasElement} canvas */
  #drawAll(canvas) {
    const context = canvas.getContext("2d");
    if (!context) {
      return;
    }
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const box of this.boxes) {
      if (box.painter.under) {
        box.painter.draw(context, box);
      }
    }
    for (const box of this.boxes) {
      if (!box.painter.under) {
        box.drawn = box.painter.signature?.(box) ?? 0;
        box.painter.draw(context, box);
      }
    }
  }

  /** Redraws what has changed. */
  frame() {
    if (this.#layoutWanted) {
      this.layout();
      return;
    }
    const context = this.#canvas?.isConnected ? this.#canvas.getContext("2d") : null;
    if (!context) {
      return;
    }
    for (let i = 0; i < this.boxes.length; i++) {
      const box = this.boxes[i];
      if (box.visible && box.painter.signature) {
        const signature = box.painter.signature(box);
        if (signature !== box.drawn) {
          box.drawn = signature;
          context.clearRect(box.x, box.y, box.w, box.h);
          box.painter.draw(context, box);
        }
      }
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #seen(entries) {
    const boxes = new Map(this.boxes.map(box => [/** @type {Element} */ (box.element), box]));
    for (const entry of entries) {
      const box = boxes.get(entry.target);
      if (box) {
        box.visible = entry.isIntersecting;
      }
    }
    this.onVisible();
    wake();
  }
}

/** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height @param {number} ratio */
function setSize(canvas, width, height, ratio) {
  const w = Math.round(width * ratio);
  const hh = Math.round(height * ratio);
  if (canvas.width !== w || canvas.height !== hh) {
    canvas.width = w;
    canvas.height = hh;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
}

const reducedMs = 250;
let scheduled = false;
let movingUntil = 0;
let drawnAt = 0;

/** Statistics of drawing, for the page's own tests: frames drawn and ms spent in them. */
export const drawing = { frames: 0, ms: 0 };

/** Runs frames while something moves, and once in any case. */
export function wake() {
  movingUntil = performance.now() + 300;
  if (!scheduled && !document.hidden) {
    scheduled = true;
    requestAnimationFrame(frame);
  }
}

/** @param {number} now */
function frame(now) {
  scheduled = false;
  if (!reducedMotion.matches || now - drawnAt >= reducedMs) {
    drawnAt = now;
    const began = performance.now();
    const moving = stepLevels(now);
    for (const surface of surfaces) {
      surface.frame();
    }
    drawing.frames++;
    drawing.ms += performance.now() - began;
    if (moving) {
      movingUntil = now + 300;
    }
  }
  if (now < movingUntil && !document.hidden) {
    scheduled = true;
    requestAnimationFrame(frame);
  }
}

export function invalidateAll() {
  for (const surface of surfaces) {
    surface.invalidate();
  }
}

watchTheme(invalidateAll);
addEventListener("resize", invalidateAll);
document.addEventListener("visibilitychange", () => !document.hidden && invalidateAll());
document.fonts?.addEventListener("loadingdone", invalidateAll);
