import { lagColour } from "./paint-lag.js";
import { addPainter } from "./surface.js";
import { tokens } from "./tokens.js";

// A stream's ring: the circle is its capacity, the triangle at the top the write head, the arc the lag of the slowest reader, the outer ticks the readers' cursors.
// The ring does not rotate. paint: { kind: "ring", capacity, readers, idle }.

/** @param {Contract.Reader[]} readers */
function slowest(readers) {
  let worst = null;
  for (const reader of readers) {
    if (!worst || severity(reader) > severity(worst) || severity(reader) === severity(worst) && reader.lagChunks > worst.lagChunks) {
      worst = reader;
    }
  }
  return worst;
}

const order = ["following", "behind", "congested", "shed"];

/** @param {Contract.Reader} reader */
const severity = reader => order.indexOf(reader.state);

/** Share of the circle, in 1/200. @param {Contract.Reader|null} reader @param {number} capacity */
function share(reader, capacity) {
  if (!reader) {
    return 0;
  }
  return reader.state === "shed" ? 200 : Math.round(Math.min(1, reader.lagChunks / Math.max(1, capacity)) * 200);
}

addPainter("ring", {
  signature(box) {
    const { readers, capacity } = box.paint;
    const worst = slowest(readers);
    let signature = worst ? severity(worst) : 9;
    for (const reader of readers) {
      signature = (signature * 31 + share(reader, capacity)) | 0;
    }
    return signature;
  },

  draw(context, box) {
    const { readers, capacity, idle } = box.paint;
    const x = box.x + box.w / 2;
    const y = box.y + box.h / 2;
    const outer = Math.min(box.w, box.h) / 2 - 5;
    const width = Math.max(4, Math.round(outer / 5));
    const radius = outer - width / 2;
    const worst = slowest(readers);
    context.lineWidth = width;
    context.strokeStyle = tokens.track;
    arc(context, x, y, radius, 0, 1);
    if (worst && !idle) {
      context.strokeStyle = tokens[lagColour[worst.state]];
      context.setLineDash(worst.state === "shed" ? [3, 2] : []);
      arc(context, x, y, radius, -Math.max(0.01, share(worst, capacity) / 200), 0);
      context.setLineDash([]);
      cursors(context, box, x, y, outer);
    }
    context.fillStyle = idle ? tokens["text-3"] : tokens.text;
    context.beginPath();
    context.moveTo(x - 3.5, y - radius + width / 2 + 7);
    context.lineTo(x + 3.5, y - radius + width / 2 + 7);
    context.lineTo(x, y - radius + width / 2 + 1.5);
    context.fill();
  },
});

/** @param {CanvasRenderingContext2D} context @param {import("./surface.js").Box} box @param {number} x @param {number} y @param {number} outer */
function cursors(context, box, x, y, outer) {
  context.strokeStyle = tokens.text;
  context.lineWidth = 1.5;
  for (const reader of box.paint.readers) {
    const angle = -Math.PI / 2 - share(reader, box.paint.capacity) / 200 * 2 * Math.PI;
    context.beginPath();
    context.moveTo(x + Math.cos(angle) * (outer + 1), y + Math.sin(angle) * (outer + 1));
    context.lineTo(x + Math.cos(angle) * (outer + 4.5), y + Math.sin(angle) * (outer + 4.5));
    context.stroke();
  }
}

/** A part of the circle; 0 is the top, turns are clockwise. @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius @param {number} from @param {number} to */
function arc(context, x, y, radius, from, to) {
  context.beginPath();
  context.arc(x, y, radius, (from - 0.25) * 2 * Math.PI, (to - 0.25) * 2 * Math.PI);
  context.stroke();
}
