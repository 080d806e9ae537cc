import { addPainter } from "./surface.js";
import { tokens } from "./tokens.js";

// How far a reader is behind the write head. paint: { kind: "lag", reader, thin? }, where reader has lagChunks, maxLagChunks and state.

const mostChunks = 40;
const behindChunks = 10;
const congestedChunks = 20;
const barHeight = 6;

/** @param {import("./surface.js").Box} box */
const end = box => Math.round(Math.min(1, lagOf(box.paint.reader) / mostChunks) * box.w * box.ratio);

/** A reader that is shed holds its lag at the limit. @param {Contract.Reader} reader */
const lagOf = reader => (reader.state === "shed" ? mostChunks : Math.max(0, reader.lagChunks));

/** @type {Record<Contract.ReaderState, keyof import("./tokens.js").Tokens>} */
export const lagColour = { following: "latency-2", behind: "warning", congested: "bad", shed: "shed" };

addPainter("lag", {
  signature: box => end(box) * 8 + Object.keys(lagColour).indexOf(box.paint.reader.state),

  draw(context, box) {
    const { reader } = box.paint;
    const y = box.y + Math.floor((box.h - barHeight) / 2);
    context.fillStyle = tokens.track;
    context.fillRect(box.x, y, box.w, barHeight);
    context.fillStyle = tokens[lagColour[/** @type {Contract.ReaderState} */ (reader.state)] ?? "latency-2"];
    const width = end(box) / box.ratio;
    if (reader.state === "shed") {
      hatch(context, box.x, y, width);
    } else {
      context.fillRect(box.x, y, Math.max(lagOf(reader) > 0 ? 2 : 1, width), barHeight);
    }
    context.fillStyle = tokens["line-strong"];
    for (const chunks of [behindChunks, congestedChunks]) {
      context.fillRect(box.x + Math.round(chunks / mostChunks * box.w), y + barHeight, 1, 3);
    }
    const limit = Math.min(mostChunks, reader.maxLagChunks || congestedChunks);
    context.fillStyle = tokens["text-2"];
    context.fillRect(Math.min(box.x + box.w - 1, box.x + Math.round(limit / mostChunks * box.w)), box.y, 1, box.h);
  },
});

/** Upright strokes, so that the state is told without colour. @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} width */
export function hatch(context, x, y, width) {
  for (let at = 0; at < width; at += 5) {
    context.fillRect(x + at, y, Math.min(3, width - at), barHeight);
  }
}
