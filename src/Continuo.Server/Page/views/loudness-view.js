import { h } from "../app/dom.js";
import { fixed, maybe } from "../app/format.js";
import { setSetting, settings } from "../app/settings.js";
import { state } from "../app/state.js";
import { addPainter } from "../canvas/surface.js";
import { tokens } from "../canvas/tokens.js";
import { t } from "../i18n/index.js";

// Loudness by EBU R 128: bar = momentary, line = short-term, triangle = integrated; 0 LU = −23 LUFS.

const target = -23;

/** Ends of the scale in LU. */
const scaleOf = () => (settings.loudnessScale === 18 ? [-36, 18] : [-18, 9]);

/** @param {number|null|undefined} lufs */
function position(lufs) {
  const [from, to] = scaleOf();
  return lufs === null || lufs === undefined ? 0 : Math.max(0, Math.min(1, (lufs - target - from) / (to - from)));
}

addPainter("loudness", {
  signature(box) {
    const meters = state.meters.get(box.paint.stream);
    return [meters?.momentaryLufs, meters?.shortLufs, meters?.integratedLufs].reduce((/** @type {number} */ sum, value) => (sum * 4096 + Math.round(position(value) * box.w * box.ratio)) | 0, 7);
  },

  draw(context, box) {
    const meters = box.paint.idle ? undefined : state.meters.get(box.paint.stream);
    const height = 8;
    context.fillStyle = tokens.track;
    context.fillRect(box.x, box.y, box.w, height);
    const momentary = position(meters?.momentaryLufs) * box.w;
    const zero = position(target + 1) * box.w;
    context.fillStyle = tokens["meter-1"];
    context.fillRect(box.x, box.y, Math.min(momentary, zero), height);
    if (momentary > zero) {
      context.fillStyle = tokens["meter-3"];
      context.fillRect(box.x + zero, box.y, momentary - zero, height);
    }
    context.fillStyle = tokens["text-3"];
    context.fillRect(box.x + Math.round(position(target) * box.w), box.y, 1, height + 3);
    context.fillStyle = tokens.text;
    if (position(meters?.shortLufs) > 0) {
      context.fillRect(box.x + Math.round(position(meters?.shortLufs) * box.w) - 1, box.y - 1, 2, height + 2);
    }
    const integrated = position(meters?.integratedLufs) * box.w;
    if (integrated > 0) {
      context.beginPath();
      context.moveTo(box.x + integrated - 4, box.y + box.h);
      context.lineTo(box.x + integrated + 4, box.y + box.h);
      context.lineTo(box.x + integrated, box.y + height + 1);
      context.fill();
    }
  },
});

/** @param {Contract.Stream} stream */
export function loudness(stream) {
  const meters = () => state.meters.get(stream.name);
  const [from, to] = scaleOf();
  const above = () => (meters()?.shortLufs ?? -99) > target + 1;
  const figure = (/** @type {string} */ label, /** @type {() => number|null|undefined} */ value) =>
    h("span", null, h("span", { class: "caption" }, label), " ", h("strong", { live: () => maybe(value(), 1) }));
  return h("section", { key: "loudness", class: "loudness" },
    h("h3", null, t("loudness.title"),
      h("button", { type: "button", class: "right text-button", onclick: () => setSetting("loudnessScale", settings.loudnessScale === 9 ? 18 : 9), title: t("loudness.scale") },
        t("loudness.target", { target: fixed(target, 0), scale: settings.loudnessScale }))),
    h("div", { class: "figures" }, figure("M", () => meters()?.momentaryLufs), figure("S", () => meters()?.shortLufs), figure("I", () => meters()?.integratedLufs),
      figure("LRA", () => meters()?.rangeLu), h("span", { class: "warning", live: () => (above() ? t("loudness.above") : "") })),
    h("div", { class: "bar", paint: { kind: "loudness", stream: stream.name } }),
    h("div", { class: "scale" }, [from, from / 2, 0, to].map(lu => h("span", { style: { left: `${(lu - from) / (to - from) * 100}%` } }, lu === 0 ? "0 LU" : `${lu > 0 ? "+" : ""}${fixed(lu, 0)}`))));
}
