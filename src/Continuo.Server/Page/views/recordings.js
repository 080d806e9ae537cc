import { openPlayer, tell } from "../app/actions.js";
import { api } from "../app/api.js";
import { h } from "../app/dom.js";
import { bytes, clock, duration, maybe } from "../app/format.js";
import { icon, shape } from "../app/icons.js";
import { changed, state } from "../app/state.js";
import { withToken } from "../app/token.js";
import { leaveLater, leaving } from "../app/undo.js";
import { Surface, addPainter } from "../canvas/surface.js";
import { tokens } from "../canvas/tokens.js";
import { picture, waveform } from "../canvas/waveforms.js";
import { t } from "../i18n/index.js";
import { dayOf, playback, seekPlayback, togglePlayback } from "./playback.js";
import { button, stateMark } from "./parts.js";

// Recordings: running first, waveform with the gaps at their place, play, download, delete.

const surface = new Surface();
const points = 800;
let search = "";
let order = "newest";

addPainter("recording", {
  signature: box => Math.round(playback.position(box.paint.recording.name) * box.w * box.ratio),

  draw(context, box) {
    /** @type {Contract.Recording} */
    const recording = box.paint.recording;
    const { x, y, w, h: height } = box;
    // A running one grows: its overview is fetched again every ten seconds.
    const step = recording.state === "running" ? Math.floor(recording.durationSeconds / 10) : "whole";
    const wave = waveform(`recording ${recording.name} ${recording.startedAt} ${step}`, () => api.recordingWaveform(recording.name, points));
    const head = playback.position(recording.name);
    if (wave) {
      const image = picture(wave, Math.round(w * box.ratio), Math.round((height - 8) * box.ratio), tokens[recording.state === "running" ? "latency-3" : "latency-2"]);
      const split = Math.round((head > 0 ? head : 1) * image.width);
      context.drawImage(image, 0, 0, split, image.height, x, y + 8, split / box.ratio, height - 8);
      if (split < image.width) {
        context.globalAlpha = 0.5;
        context.drawImage(image, split, 0, image.width - split, image.height, x + split / box.ratio, y + 8, (image.width - split) / box.ratio, height - 8);
        context.globalAlpha = 1;
      }
    } else {
      context.fillStyle = tokens.track;
      context.fillRect(x, y + 8 + (height - 8) / 2, w, 1);
    }
    context.fillStyle = tokens.warning;
    for (const gap of recording.gaps) {
      const length = Math.max(0.001, recording.durationSeconds);
      context.fillRect(x + Math.min(w - 2, gap.atSeconds / length * w), y, Math.max(2, gap.seconds / length * w), 3);
    }
    if (head > 0) {
      context.fillStyle = tokens.text;
      context.fillRect(x + head * w, y, 1, height);
    }
  },
});

export function recordings() {
  const all = [...state.recordings.values()].filter(recording => !leaving.has(recording.name));
  const shown = all.filter(recording => `${recording.name} ${recording.stream}`.toLowerCase().includes(search.toLowerCase())).sort(compare);
  return h("div", { key: "recordings", class: "recordings" },
    surface.node(),
    h("div", { class: "view-head" },
      h("div", { class: "title" }, h("h1", null, t("nav.recordings")), h("span", { class: "caption" }, t("recordings.summary", { n: all.length, size: bytes(all.reduce((sum, recording) => sum + recording.bytes, 0)) }))),
      h("div", { class: "actions" },
        h("input", { type: "search", placeholder: t("recordings.search"), "aria-label": t("recordings.search"), value: search, oninput: (/** @type {any} */ event) => { search = event.target.value; changed(); } }),
        h("select", { "aria-label": t("recordings.order"), value: order, onchange: (/** @type {any} */ event) => { order = event.target.value; changed(); } },
          /** @type {const} */ (["newest", "name", "longest"]).map(kind => h("option", { key: kind, value: kind, selected: kind === order }, t(`recordings.${kind}`)))))),
    all.length === 0 ? h("p", { class: "nothing" }, t("empty.rec")) : [
      h("div", { class: "recording-columns", "aria-hidden": "true" }, h("span", null, t("recordings.name")), h("span", null, t("recordings.waveform")), h("span", { class: "right" }, t("recordings.length")),
        h("span", { class: "right" }, t("recordings.size")), h("span", { class: "right" }, "I, LUFS"), h("span", null, t("recordings.gaps")), h("span", null)),
      h("ul", { class: "recording-list", "aria-label": t("nav.recordings") }, shown.map(item)),
      h("p", { class: "hint" }, t("recordings.safe"))]);
}

/** @param {Contract.Recording} a @param {Contract.Recording} b */
function compare(a, b) {
  const running = Number(b.state === "running") - Number(a.state === "running");
  return running || (order === "name" ? a.name.localeCompare(b.name) : order === "longest" ? b.durationSeconds - a.durationSeconds : b.startedAt.localeCompare(a.startedAt));
}

/** @param {Contract.Recording} recording @param {number} index */
function item(recording, index) {
  const running = recording.state === "running";
  const playing = playback.name === recording.name;
  const stream = state.streams.get(recording.stream);
  const waiting = running && (stream?.health === "recovering" || stream?.health === "stalled");
  const elapsed = running ? () => clock(Math.max(recording.durationSeconds, (Date.now() - new Date(recording.startedAt).getTime()) / 1000)) : undefined;
  return h("li", { key: recording.name, class: `recording${playing ? " selected" : ""}`, "data-recording": recording.name, tabindex: index === 0 ? "0" : "-1", "aria-label": `${recording.name}, ${recording.stream}, ${clock(recording.durationSeconds)}, ${gapText(recording)}` },
    h("div", { class: "what" }, h("strong", { class: "name", title: recording.file }, recording.name),
      h("span", { class: "caption" }, running ? recording.stream : `${recording.stream} · ${dayOf(recording.startedAt)}`),
      running ? stateMark(waiting ? "waiting" : "recording") : recording.state === "failed" && h("span", { class: "state bad" }, shape("diamond"), h("span", { class: "word" }, recording.failure ?? t("state.failed")))),
    h("div", { class: "wave", paint: { kind: "recording", recording }, onclick: (/** @type {MouseEvent} */ event) => seekPlayback(recording, event) }),
    elapsed ? h("span", { class: "length", live: elapsed }) : h("span", { class: "length" }, clock(recording.durationSeconds)),
    h("span", { class: "size" }, bytes(recording.bytes)),
    h("span", { class: "lufs" }, maybe(recording.loudnessLufs, 1)),
    h("div", { class: "gaps" }, recording.gaps.length === 0 ? h("span", { class: "none" }, h("span", { class: "wide" }, t("gaps.none")), h("span", { class: "phone" }, t("gaps.noneLong"))) : [
      h("span", { class: "warning" }, shape("triangle"), h("span", null, gapText(recording))), h("span", { class: "caption" }, [...new Set(recording.gaps.map(gap => gap.reason))].join(", "))]),
    h("div", { class: "actions" }, running
      ? button({ label: t("action.stop"), icon: "stop", class: "small stop-recording", run: () => void tell(api.stopRecording(recording.name)) })
      : [
        button({ key: "play", label: playing ? t("recordings.playing") : t("player.play"), icon: playing ? "pause" : "play", pressed: playing, class: `small${playing ? " on" : ""}`, run: () => togglePlayback(recording) }),
        button({ key: "player", label: t("recordings.toPlayer"), icon: "sliders", class: "small to-player", run: () => void openPlayer(recording.name, [recording.file]) }),
        h("a", { key: "download", class: "button small", href: withToken(api.recordingFile(recording.name)), download: recording.file.split("/").at(-1), "aria-label": t("recordings.download", { name: recording.name }), title: t("recordings.download", { name: recording.name }) }, icon("download")),
        button({ key: "delete", label: t("recordings.delete", { name: recording.name }), icon: "trash", only: true, class: "small", run: () => leaveLater(recording.name, recording.name, () => void tell(api.deleteRecording(recording.name))) }),
      ]));
}

/** @param {Contract.Recording} recording */
const gapText = recording => (recording.gaps.length === 0 ? t("gaps.none") : t("gaps.some", { n: recording.gaps.length, total: duration(recording.gaps.reduce((sum, gap) => sum + gap.seconds, 0)) }));
