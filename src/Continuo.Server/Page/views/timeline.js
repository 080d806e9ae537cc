import { api } from "../app/api.js";
import { h } from "../app/dom.js";
import { ruler, timecode } from "../app/format.js";
import { addPainter } from "../canvas/surface.js";
import { tokens } from "../canvas/tokens.js";
import { picture, waveform } from "../canvas/waveforms.js";
import { changed } from "../app/state.js";
import { t } from "../i18n/index.js";
import { loop, seek } from "./player-keys.js";
import { estimatedPosition, isSelected, select } from "./player-state.js";

// The overview of all stems with one playhead, the loop, and seeking by click, drag or key.

const points = 1600;
const colours = /** @type {const} */ (["latency-3", "latency-5", "latency-2", "latency-2", "latency-6", "latency-4", "latency-4", "latency-1"]);

/** Colour of a stem. @param {number} index */
export const stemColour = index => colours[index % colours.length];

/** A stem that is heard: not muted, and soloed if any is. @param {Contract.Player} player @param {Contract.Track} track */
export const isHeard = (player, track) => !track.muted && (track.solo || !player.tracks.some(other => other.solo));

addPainter("stem", {
  signature: box => Math.round(estimatedPosition(box.paint.player) / box.paint.player.durationSeconds * box.w * box.ratio),

  draw(context, box) {
    /** @type {{player: Contract.Player, track: Contract.Track}} */
    const { player, track } = box.paint;
    const { x, y, w } = box;
    const perSecond = w / Math.max(0.001, player.durationSeconds);
    const head = Math.round(estimatedPosition(player) * perSecond * box.ratio) / box.ratio;
    if (player.loop && player.loop.endSeconds - player.loop.startSeconds < player.durationSeconds - 0.01) {
      const from = player.loop.startSeconds * perSecond;
      const to = player.loop.endSeconds * perSecond;
      context.globalAlpha = 0.14;
      context.fillStyle = tokens.accent;
      context.fillRect(x + from, y, to - from, box.h);
      context.globalAlpha = 1;
      context.fillRect(x + Math.round(from), y, 1, box.h);
      context.fillRect(x + Math.round(to) - 1, y, 1, box.h);
    }
    const wave = waveform(`${player.name}/${track.index}/${track.file}`, () => api.trackWaveform(player.name, track.index, points));
    if (wave) {
      const colour = isHeard(player, track) ? tokens[stemColour(track.index)] : tokens["text-3"];
      const width = Math.round(w * Math.min(1, wave.durationSeconds / player.durationSeconds) * box.ratio);
      const image = picture(wave, width, Math.round(box.h * box.ratio), colour);
      const split = Math.min(width, Math.round(head * box.ratio));
      context.globalAlpha = isHeard(player, track) ? 1 : 0.5;
      if (split > 0) {
        context.drawImage(image, 0, 0, split, image.height, x, y, split / box.ratio, box.h);
      }
      context.globalAlpha *= 0.5;
      if (width > split) {
        context.drawImage(image, split, 0, width - split, image.height, x + split / box.ratio, y, (width - split) / box.ratio, box.h);
      }
      context.globalAlpha = 1;
    }
    context.fillStyle = tokens.text;
    context.fillRect(x + head, y, 1, box.h);
  },
});

addPainter("playhead", {
  signature: box => Math.round(estimatedPosition(box.paint.player) / box.paint.player.durationSeconds * box.w * box.ratio),

  draw(context, box) {
    const head = box.x + estimatedPosition(box.paint.player) / Math.max(0.001, box.paint.player.durationSeconds) * box.w;
    context.fillStyle = tokens.text;
    context.beginPath();
    context.moveTo(head - 4, box.y + box.h - 6);
    context.lineTo(head + 5, box.y + box.h - 6);
    context.lineTo(head + 0.5, box.y + box.h);
    context.fill();
    const { loop: range, durationSeconds } = box.paint.player;
    if (range) {
      context.fillStyle = tokens.accent;
      context.fillRect(box.x + range.startSeconds / durationSeconds * box.w, box.y + box.h - 2, (range.endSeconds - range.startSeconds) / durationSeconds * box.w, 2);
    }
  },
});

/** @param {Contract.Player} player */
export function timeline(player) {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find(seconds => player.durationSeconds / seconds <= 10) ?? 7200;
  const marks = Array.from({ length: Math.floor(player.durationSeconds / step) + 1 }, (_, i) => i * step);
  const position = estimatedPosition(player);
  return h("div", { class: "timeline" },
    h("div", { class: "ruler" },
      h("div", { class: "marks", paint: { kind: "playhead", player } }, marks.map(at => h("span", { style: { left: `${at / player.durationSeconds * 100}%` } }, ruler(at)))),
      h("input", {
        type: "range", class: "seek", min: "0", max: String(player.durationSeconds), step: "0.1", value: String(position.toFixed(1)), "aria-label": t("player.position"),
        "aria-valuetext": timecode(position), oninput: (/** @type {any} */ event) => seek(player, Number(event.target.value)),
      })),
    h("div", { class: "stems", onpointerdown: (/** @type {PointerEvent} */ event) => drag(event, player) },
      player.tracks.map(track => h("div", { key: track.index, class: `stem${isHeard(player, track) ? "" : " quiet"}${isSelected(player, track) ? " selected" : ""}` },
        h("button", { type: "button", class: `stem-name stem-${stemColour(track.index)}`, onclick: () => { select(player, track); changed(); }, title: track.file }, track.name),
        h("div", { class: "stem-wave", paint: { kind: "stem", player, track } })))));
}

/** A click seeks; a drag chooses the loop. @param {PointerEvent} event @param {Contract.Player} player */
function drag(event, player) {
  const wave = event.target instanceof Element ? event.target.closest(".stem-wave") : null;
  if (!wave || event.button !== 0) {
    return;
  }
  const rectangle = wave.getBoundingClientRect();
  const at = (/** @type {PointerEvent} */ e) => Math.max(0, Math.min(1, (e.clientX - rectangle.left) / rectangle.width)) * player.durationSeconds;
  const from = at(event);
  addEventListener("pointerup", end => (Math.abs(end.clientX - event.clientX) < 5 ? seek(player, from) : loop(player, from, at(end))), { once: true });
}
