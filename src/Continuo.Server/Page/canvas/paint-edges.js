import { lagColour } from "./paint-lag.js";
import { addPainter } from "./surface.js";
import { tokens } from "./tokens.js";

// The lines of a lane: source level to ring, ring to each reader's lag bar, from there over the level to the consumer. Drawn on layout and state changes only.
// paint: { kind: "edges", idle }; the lane's parts are marked data-part="level|ring|lag|reader-level".

addPainter("edges", {
  under: true,

  draw(context, box) {
    const origin = box.element.getBoundingClientRect();
    /** @param {Element|null} element */
    const place = element => {
      const r = element?.getBoundingClientRect();
      return r && r.width > 0 ? { x: box.x + r.left - origin.left, y: box.y + r.top - origin.top, w: r.width, h: r.height } : null;
    };
    const ring = place(box.element.querySelector('[data-part="ring"]'));
    if (!ring) {
      return;
    }
    const centre = ring.y + ring.h / 2;
    const level = place(box.element.querySelector('[data-part="level"]'));
    context.lineWidth = 1.25;
    style(context, "following", box.paint.idle);
    if (level && Math.abs(level.y + level.h / 2 - centre) < 8) {
      line(context, level.x + level.w, centre, ring.x + 5, centre);
    }
    for (const row of box.element.querySelectorAll("[data-reader]")) {
      const lag = place(row.querySelector('[data-part="lag"]'));
      if (!lag || lag.x < ring.x + ring.w) {
        continue;
      }
      const y = lag.y + lag.h / 2;
      style(context, /** @type {Contract.ReaderState} */ (row.getAttribute("data-state") ?? "following"), box.paint.idle);
      curve(context, ring.x + ring.w - 4, centre, lag.x, y);
      const readerLevel = place(row.querySelector('[data-part="reader-level"]'));
      const consumer = place(row.querySelector('[data-part="consumer"]'));
      if (readerLevel) {
        line(context, lag.x + lag.w, y, readerLevel.x, y);
        if (consumer) {
          line(context, readerLevel.x + readerLevel.w, y, consumer.x - 3, y);
        }
      }
    }
    context.setLineDash([]);
  },
});

/** @param {CanvasRenderingContext2D} context @param {Contract.ReaderState} state @param {boolean} idle */
function style(context, state, idle) {
  context.strokeStyle = state === "following" ? tokens["line-strong"] : tokens[lagColour[state]];
  context.setLineDash(idle ? [1.5, 3] : state === "shed" ? [3, 3] : []);
}

/** @param {CanvasRenderingContext2D} context @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
function curve(context, x1, y1, x2, y2) {
  const middle = x1 + (x2 - x1) * 0.6;
  context.beginPath();
  context.moveTo(x1, y1);
  context.bezierCurveTo(middle, y1, x1 + (x2 - x1) * 0.35, y2, x2, y2);
  context.stroke();
}
