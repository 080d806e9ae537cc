import { changePlayer } from "../app/actions.js";
import { h } from "../app/dom.js";
import { fixed, level, pan as panText } from "../app/format.js";
import { changed, state } from "../app/state.js";
import { levelOf } from "../canvas/levels.js";
import { faderGain, faderMarks, faderPosition, meterMarks, meterPosition } from "../canvas/scale.js";
import { addPainter } from "../canvas/surface.js";
import { tokens } from "../canvas/tokens.js";
import { t } from "../i18n/index.js";
import { meterRole } from "./parts.js";
import { isSelected, select } from "./player-state.js";
import { isHeard, stemColour } from "./timeline.js";

// One strip per stem: pan, fader, meter, mute, solo; the master with its limiter.

const steps = 1000;

addPainter("pan", {
  signature: box => Math.round(box.paint.pan * 100),
  draw(context, box) {
    const x = box.x + box.w / 2;
    const y = box.y + box.h / 2 + 2;
    const radius = box.w / 2 - 2;
    const start = Math.PI * 0.75;
    context.lineWidth = 3;
    context.strokeStyle = tokens["line-strong"];
    context.beginPath();
    context.arc(x, y, radius, start, Math.PI * 2.25);
    context.stroke();
    const angle = Math.PI * 1.5 + box.paint.pan * Math.PI * 0.75;
    context.strokeStyle = tokens["text-2"];
    context.beginPath();
    context.arc(x, y, radius, Math.min(angle, Math.PI * 1.5), Math.max(angle, Math.PI * 1.5));
    context.stroke();
    context.strokeStyle = tokens.text;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x + Math.cos(angle) * (radius - 3), y + Math.sin(angle) * (radius - 3));
    context.lineTo(x + Math.cos(angle) * (radius + 1), y + Math.sin(angle) * (radius + 1));
    context.stroke();
  },
});

addPainter("reduction", {
  draw(context, box) {
    context.fillStyle = tokens.track;
    context.fillRect(box.x, box.y, box.w, box.h);
    context.fillStyle = tokens.warning;
    const history = reductions(box.paint.player);
    history.forEach((db, i) => {
      const height = Math.min(1, -db / 12) * box.h;
      if (height >= 0.5) {
        context.fillRect(box.x + (i + historyLength - history.length) / historyLength * box.w, box.y, Math.max(1, box.w / historyLength), height);
      }
    });
  },
  signature: box => reductions(box.paint.player).length + reductionCount,
});

const historyLength = 200;
/** @type {Map<string, number[]>} */
const reductionHistory = new Map();
let reductionCount = 0;
/** @type {Contract.PlayerMeters|undefined} */
let lastMeters;

/** Gain reduction of the last ten seconds. @param {string} player */
function reductions(player) {
  const meters = state.playerMeters.get(player);
  const history = reductionHistory.get(player) ?? [];
  if (meters && meters !== lastMeters) {
    lastMeters = meters;
    reductionCount++;
    history.push(meters.limiterDb ?? 0);
    history.splice(0, history.length - historyLength);
    reductionHistory.set(player, history);
  }
  return history;
}

/** @param {Contract.Player} player */
export function mixer(player) {
  return h("div", { class: "mixer" },
    h("div", { class: "strips", role: "list", "aria-label": t("mixer.label") }, player.tracks.map(track => strip(player, track))),
    master(player));
}

/** @param {Contract.Player} player @param {Contract.Track} track */
function strip(player, track) {
  const heard = isHeard(player, track);
  const change = (/** @type {any} */ part) => {
    select(player, track);
    void changePlayer(player.name, { tracks: [{ index: track.index, ...part }] });
    changed();
  };
  const key = `track:${player.name}:${track.index}`;
  return h("div", {
    key: track.index, class: `strip stem-${stemColour(track.index)}${heard ? "" : " quiet"}${isSelected(player, track) ? " selected" : ""}`, role: "listitem", "data-track": track.index,
    tabindex: isSelected(player, track) ? "0" : "-1", "aria-label": `${track.name}, ${gainText(track.gainDb)}`, onfocus: () => { if (!isSelected(player, track)) { select(player, track); changed(); } },
  },
  h("div", { class: "pan" },
    h("span", { class: "knob", paint: { kind: "pan", pan: track.pan } }),
    h("input", { type: "range", min: "-1", max: "1", step: "0.02", value: String(track.pan), "aria-label": t("mixer.pan", { name: track.name }), "aria-valuetext": panText(track.pan),
      oninput: (/** @type {any} */ event) => change({ pan: Number(event.target.value) }), ondblclick: () => change({ pan: 0 }) }),
    h("span", { class: "figure" }, panText(track.pan))),
  faderAndMeter(track.gainDb, key, t("mixer.gain", { name: track.name }), gainDb => change({ gainDb })),
  h("div", { class: "buttons" },
    h("button", { type: "button", class: `button small letter${track.muted ? " on warning" : ""}`, "aria-pressed": String(track.muted), "aria-label": t("mixer.mute", { name: track.name }), onclick: () => change({ muted: !track.muted }) }, "M"),
    h("button", { type: "button", class: `button small letter${track.solo ? " on" : ""}`, "aria-pressed": String(track.solo), "aria-label": t("mixer.solo", { name: track.name }), onclick: () => change({ solo: !track.solo }) }, "S")),
  h("div", { class: "gain" }, h("strong", null, level(track.gainDb)), h("span", { class: "unit" }, " dB")),
  h("div", { class: "name", title: track.file }, track.muted ? t("mixer.muted", { name: track.name }) : track.name));
}

/** @param {number|null} db */
const gainText = db => (db === null ? t("mixer.off") : `${fixed(db, 1)} dB`);

/** @param {number|null} gainDb @param {string} key @param {string} label @param {(gainDb: number|null) => void} set */
function faderAndMeter(gainDb, key, label, set) {
  return h("div", { class: "fader-meter" },
    h("div", { class: "fader" },
      h("input", { type: "range", class: "vertical", min: "0", max: String(steps), step: "1", value: String(Math.round(faderPosition(gainDb) * steps)), "aria-label": label, "aria-valuetext": gainText(gainDb),
        oninput: (/** @type {any} */ event) => set(faderGain(Number(event.target.value) / steps)), ondblclick: () => set(0) })),
    h("div", { class: "fader-scale", "aria-hidden": "true" }, faderMarks.map(mark => h("span", { style: { bottom: `${faderPosition(mark) * 100}%` } }, `${mark > 0 ? "+" : ""}${fixed(mark, 0)}`)), h("span", { style: { bottom: "0%" } }, "−∞")),
    h("div", { class: "meter-bar vertical-bar", ...meterRole(t("level.of", { name: label }), () => levelOf(key)?.peak ?? -60), paint: { kind: "level", key, channels: 2, vertical: true } }),
    h("div", { class: "meter-bar horizontal-bar", "aria-hidden": "true", paint: { kind: "level", key, channels: 2 } }),
    h("div", { class: "meter-scale", "aria-hidden": "true" }, meterMarks.map(mark => h("span", { style: { bottom: `${meterPosition(mark) * 100}%` } }, fixed(mark, 0)))));
}

/** @param {Contract.Player} player */
function master(player) {
  const stream = player.stream ?? "";
  const meters = () => state.meters.get(stream);
  const limiting = () => state.playerMeters.get(player.name)?.limiterDb ?? player.limiter?.gainReductionDb ?? 0;
  const fact = (/** @type {import("../i18n/index.js").Key} */ key, /** @type {() => string} */ text) => h("div", null, h("dt", null, t(key)), h("dd", { live: text }));
  return h("div", { key: "master", class: "strip master", role: "group", "aria-label": t("mixer.master") },
    h("h2", null, t("mixer.master")),
    faderAndMeter(player.gainDb ?? 0, `stream:${stream}`, t("mixer.masterGain"), gainDb => void changePlayer(player.name, { gainDb: gainDb ?? -60 })),
    h("dl", { class: "facts" },
      fact("mixer.peak", () => `${level(meters()?.truePeakDb)} dBTP`),
      fact("mixer.limiting", () => `${fixed(limiting(), 1)} dB`),
      h("div", null, h("dt", null, t("mixer.gainShort")), h("dd", null, gainText(player.gainDb ?? 0))),
      fact("loudness.m", () => `${level(meters()?.momentaryLufs)}`), fact("loudness.s", () => `${level(meters()?.shortLufs)}`), fact("loudness.i", () => `${level(meters()?.integratedLufs)} LUFS`)),
    h("div", { class: "reduction", paint: { kind: "reduction", player: player.name } }),
    h("p", { class: "caption" }, t("mixer.reduction")));
}
