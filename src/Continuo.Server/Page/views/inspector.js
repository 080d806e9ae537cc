import { changeStream, closeStream, runningRecording, saveLast, toggleRecording } from "../app/actions.js";
import { serverNow } from "../app/clock.js";
import { h } from "../app/dom.js";
import { clock, count, fixed, level } from "../app/format.js";
import { icon, shape } from "../app/icons.js";
import { listening, toggleListening } from "../app/listening.js";
import { back } from "../app/router.js";
import { changed, state } from "../app/state.js";
import { clearClip, levelOf } from "../canvas/levels.js";
import { meterMarks, meterPosition } from "../canvas/scale.js";
import { Surface } from "../canvas/surface.js";
import { t } from "../i18n/index.js";
import { delivery, events, frames } from "./inspector-details.js";
import { isIdle } from "./lane.js";
import { latencySection } from "./latency-view.js";
import { loudness } from "./loudness-view.js";
import { button, layoutName, meterRole, stateMark, streamIcon } from "./parts.js";

// A stream in detail: identity and actions, level, loudness, latency, delivery, frames of one reader, events.

export const inspectorSurface = new Surface();

/** @param {Contract.Stream} stream */
export function inspector(stream) {
  const listen = listening.stream === stream.name;
  const recording = runningRecording(stream.name);
  return [
    inspectorSurface.node(),
    h("header", { class: "inspector-head" },
      h("h2", null, icon(streamIcon(stream.kind)), h("span", { class: "name", title: stream.name }, stream.name), stateMark(stream.health)),
      h("span", { class: "since", live: () => (stream.startedAt ? clock((serverNow() - new Date(stream.startedAt).getTime()) / 1000) : "") }),
      button({ label: t("action.close"), icon: "close", only: true, class: "bare close", run: () => back({ view: "live" }) }),
      h("p", { class: "address", title: stream.address }, `${stream.address} · ${count(stream.sampleRate)} Hz · ${layoutName(stream.channels)}`),
      stream.healthReason && stream.health !== "flowing" && h("p", { class: "reason" }, stream.healthReason)),
    h("div", { class: "actions" },
      button({ label: listen ? t("action.listening") : t("action.listen"), icon: listen ? "stop" : "headphones", pressed: listen, class: listen ? "on" : "", run: () => toggleListening(stream.name) }),
      button({ label: recording ? t("state.recording") : t("action.record"), shape: "recording", pressed: Boolean(recording), class: recording ? "on record" : "record", run: () => void toggleRecording(stream.name) }),
      button({ label: t("action.save30"), icon: "history", disabled: stream.replaySeconds <= 0, hint: stream.replaySeconds <= 0 ? t("action.save30.off") : undefined, run: () => void saveLast(stream.name) }),
      button({ label: t("action.closeStream"), icon: "trash", only: true, run: () => void closeStream(stream.name) })),
    volume(stream),
    levels(stream),
    loudness(stream),
    listen ? latencySection() : h("section", { key: "latency" }, h("h3", null, t("latency.title")), h("p", { class: "hint" }, t("latency.listenFirst"))),
    delivery(stream),
    frames(stream),
    events(stream),
  ];
}

/** @param {Contract.Stream} stream */
function volume(stream) {
  if (stream.gainDb === undefined && stream.muted === undefined) {
    return null;
  }
  const gain = stream.gainDb ?? 0;
  const set = (/** @type {{gainDb?: number, muted?: boolean}} */ change) => {
    state.streams.set(stream.name, { ...stream, ...change });
    changed();
    void changeStream(stream.name, change);
  };
  return h("div", { key: "volume", class: "volume" },
    button({ label: t("action.mute"), icon: "muted", pressed: Boolean(stream.muted), class: stream.muted ? "on warning small" : "small", run: () => set({ muted: !stream.muted }) }),
    h("label", { for: "stream-volume" }, t("volume")),
    h("input", {
      id: "stream-volume", type: "range", min: "-60", max: "10", step: "0.5", value: String(gain), "aria-valuetext": `${fixed(gain, 1)} dB`,
      oninput: (/** @type {any} */ event) => set({ gainDb: Number(event.target.value) }), ondblclick: () => set({ gainDb: 0 }),
    }),
    h("span", { class: "figure" }, `${fixed(gain, 1)} dB`));
}

/** @param {Contract.Stream} stream */
function levels(stream) {
  const key = `stream:${stream.name}`;
  const idle = isIdle(stream);
  const names = stream.channels === 1 ? ["M"] : stream.channels === 2 ? ["L", "R"] : Array.from({ length: Math.min(8, stream.channels) }, (_, i) => String(i + 1));
  const truePeak = () => state.meters.get(stream.name)?.truePeakDb;
  return h("section", { key: "level", class: "levels" },
    h("h3", null, t("level.title"), h("span", { class: "right" }, t("level.truePeak"), " ", h("strong", { live: () => `${level(idle ? null : truePeak())} dBTP` }))),
    h("div", { class: "level-rows" },
      h("div", { class: "names" }, names.map(name => h("span", null, name))),
      h("button", {
        type: "button", class: "bars", style: { height: `${names.length * 11 + names.length - 1}px` }, "aria-label": t("level.clearClip"), title: t("level.clearClip"),
        onclick: () => clearClip(key), paint: { kind: "level", key: idle ? "" : key, channels: names.length },
      }),
      h("div", { class: "values" }, names.map((name, i) => h("span", { live: () => level(idle ? null : above(levelOf(key)?.hold[i])) })))),
    h("div", { class: "scale", ...meterRole(t("level.of", { name: stream.name }), () => levelOf(key)?.peak ?? -60) },
      meterMarks.map(mark => h("span", { style: { left: `${meterPosition(mark) * 100}%` } }, fixed(mark, 0)))));
}

/** @param {number|undefined} db */
const above = db => (db === undefined || db <= -60 ? null : db);

/** A figure with its shape, for lists. @param {string} name @param {string} text */
export const marked = (name, text) => [shape(name), text];
