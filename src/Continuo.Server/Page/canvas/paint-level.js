import { levelOf } from "./levels.js";
import { meterMarks, meterPosition, zones } from "./scale.js";
import { addPainter } from "./surface.js";
import { tokens } from "./tokens.js";

// Level bars, one per channel. paint: { kind: "level", key, channels, ticks?, vertical?, dim? }. The element's whole box is the bars, with ticks below.

const ends = [0, ...zones.map(meterPosition), 1];
const colours = /** @type {const} */ (["meter-1", "meter-2", "meter-3", "meter-4"]);
const tickHeight = 4;
const gap = 1;
const holdPixels = 2;

/** @param {number} position @param {import("./surface.js").Box} box */
function pixels(position, box) {
  const length = box.paint.vertical ? box.h : box.w;
  return Math.round(position * length * box.ratio) / box.ratio;
}

/** @param {number} db */
const zoneOf = db => (db < zones[0] ? 0 : db < zones[1] ? 1 : db < zones[2] ? 2 : 3);

addPainter("level", {
  signature(box) {
    const level = box.paint.key ? levelOf(box.paint.key) : undefined;
    if (!level) {
      return -1;
    }
    let signature = level.clipped ? 1 : 0;
    for (let i = 0; i < level.channels; i++) {
      signature = (signature * 31 + pixels(meterPosition(level.shown[i]), box) * box.ratio) | 0;
      signature = (signature * 31 + pixels(meterPosition(level.hold[i]), box) * box.ratio) | 0;
    }
    return signature;
  },

  draw(context, box) {
    const { key, vertical, ticks, dim } = box.paint;
    const level = key ? levelOf(key) : undefined;
    const channels = Math.max(1, level?.channels ?? box.paint.channels ?? 2);
    const across = (vertical ? box.w : box.h - (ticks ? tickHeight : 0));
    const thickness = Math.max(1, Math.floor((across - gap * (channels - 1)) / channels));
    const length = vertical ? box.h : box.w;
    context.globalAlpha = dim ? 0.5 : 1;
    for (let i = 0; i < channels; i++) {
      const offset = i * (thickness + gap);
      bar(context, box, offset, thickness, 0, length, tokens.track);
      if (level) {
        fill(context, box, level, i, offset, thickness, length);
      }
    }
    context.globalAlpha = 1;
    if (ticks) {
      context.fillStyle = tokens["line-strong"];
      for (const mark of meterMarks) {
        const x = Math.min(box.w - 1, pixels(meterPosition(mark), box));
        context.fillRect(box.x + x, box.y + box.h - tickHeight + 1, 1, tickHeight - 1);
      }
    }
  },
});

/**
 * A part of a bar along its length, from the left or from the bottom.
 * @param {CanvasRenderingContext2D} context @param {import("./surface.js").Box} box
 * @param {number} offset @param {number} thickness @param {number} from @param {number} to @param {string} colour
 */
function bar(context, box, offset, thickness, from, to, colour) {
  context.fillStyle = colour;
  if (box.paint.vertical) {
    context.fillRect(box.x + offset, box.y + box.h - to, thickness, to - from);
  } else {
    context.fillRect(box.x + from, box.y + offset, to - from, thickness);
  }
}

/**
 * @param {CanvasRenderingContext2D} context @param {import("./surface.js").Box} box @param {import("./levels.js").Level} level
 * @param {number} channel @param {number} offset @param {number} thickness @param {number} length
 */
function fill(context, box, level, channel, offset, thickness, length) {
  const end = pixels(meterPosition(level.shown[channel]), box);
  for (let zone = 0; zone < colours.length; zone++) {
    const from = pixels(ends[zone], box);
    const to = Math.min(end, pixels(ends[zone + 1], box));
    if (to <= from) {
      break;
    }
    bar(context, box, offset, thickness, from, to, tokens[colours[zone]]);
  }
  const hold = level.hold[channel];
  if (hold > -60) {
    const at = Math.max(0, Math.min(length, pixels(meterPosition(hold), box)) - holdPixels);
    bar(context, box, offset, thickness, at, at + holdPixels, hold < zones[1] ? tokens.text : tokens[colours[zoneOf(hold)]]);
  }
  if (level.clipped) {
    bar(context, box, offset, thickness, length - 4, length, tokens["meter-4"]);
  }
}
