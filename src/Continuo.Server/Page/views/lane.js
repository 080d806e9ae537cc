import { h } from "../app/dom.js";
import { kilohertz, level } from "../app/format.js";
import { icon } from "../app/icons.js";
import { go, route } from "../app/router.js";
import { state } from "../app/state.js";
import { levelOf } from "../canvas/levels.js";
import { t } from "../i18n/index.js";
import { consumersOf, dropped, dropText, dropTotal, lagText, unfolded } from "./consumers.js";
import { layoutName, stateMark, streamIcon } from "./parts.js";
import { changed } from "../app/state.js";

// One stream of the live graph: source, level, ring, and a row for each consumer.

/** A stream that delivers nothing: its meters are empty, its lines dotted. @param {Contract.Stream} stream */
export const isIdle = stream => stream.health === "recovering" || stream.health === "stalled" || stream.health === "failed" || stream.health === "stopped" || stream.health === "starting";

/** @param {Contract.Stream} stream */
export const peakOf = stream => (isIdle(stream) ? null : levelOf(`stream:${stream.name}`)?.peak ?? null);

/** @param {Contract.Stream} stream @param {boolean} first whether the list's Tab stop is here */
export function lane(stream, first) {
  const idle = isIdle(stream);
  const consumers = consumersOf(stream);
  const selected = route.stream === stream.name;
  const key = idle ? "" : `stream:${stream.name}`;
  return h("div", {
    key: stream.name, class: `lane${selected ? " selected" : ""}${idle ? " idle" : ""}`, role: "row", "aria-level": "1", "aria-selected": String(selected),
    "aria-label": spoken(stream, consumers), "data-stream": stream.name, tabindex: first ? "0" : "-1", onclick: (/** @type {MouseEvent} */ event) => open(event, stream.name),
    paint: { kind: "edges", idle },
  },
  h("div", { class: "source", role: "gridcell" },
    h("span", { class: "source-icon" }, icon(streamIcon(stream.kind))),
    h("a", { class: "name", href: `/?stream=${encodeURIComponent(stream.name)}`, "data-link": true, tabindex: "-1", title: stream.name }, stream.name),
    h("span", { class: "address", title: stream.address }, stream.node && [h("span", { class: "node" }, stream.node), " · "], stream.address),
    h("span", { class: "line" }, stateMark(stream.health), h("span", { class: "format" }, `${kilohertz(stream.sampleRate)} ${layoutName(stream.channels)}`)),
    stream.healthReason && stream.health !== "flowing" && h("span", { class: "reason" }, stream.healthReason)),
  h("div", { class: "level", role: "gridcell" },
    h("span", { class: "figures" }, idle ? h("span", { class: "caption" }, t("level.none")) : [
      h("span", { class: "caption" }, t("level.peak")),
      h("span", { class: "figure", live: () => `${level(peakFigure(stream))} dBFS` })]),
    h("span", { class: "bar", "data-part": "level", paint: { kind: "level", key, channels: stream.channels, ticks: true } })),
  h("div", { class: "ring", role: "gridcell", "data-part": "ring", paint: { kind: "ring", capacity: stream.ring?.capacityChunks ?? 50, readers: consumers.filter(c => !c.inner).flatMap(c => c.readers), idle } },
    h("span", { class: "readers" }, String(consumers.filter(c => !c.inner).reduce((sum, c) => sum + c.readers.length, 0)))),
  h("div", { class: "fan", role: "gridcell" },
    consumers.length === 0 ? h("p", { class: "nobody" }, t("consumer.none")) : consumers.map(consumer => row(stream, consumer, idle))));
}

/** @param {Contract.Stream} stream */
function peakFigure(stream) {
  const peak = peakOf(stream);
  return peak === null || peak <= -60 ? null : peak;
}

/** @param {MouseEvent} event @param {string} name */
function open(event, name) {
  if (!(event.target instanceof Element && event.target.closest("button, a, input"))) {
    go({ view: "live", stream: name }, { replace: Boolean(route.stream) });
  }
}

/** @param {Contract.Stream} stream @param {import("./consumers.js").Consumer} consumer @param {boolean} idle */
function row(stream, consumer, idle) {
  const { worst, readers } = consumer;
  const drops = dropText(readers, stream.sampleRate);
  const problem = worst.state !== "following";
  const group = readers.length > 1;
  return h("div", {
    key: consumer.key, class: `reader${consumer.inner ? " inner" : ""}`, "data-reader": consumer.key, "data-state": worst.state,
    role: "group", "aria-label": `${consumer.name}, ${consumer.detail}, ${t(`state.${worst.state}`)}, ${t("reader.lag", { lag: lagText(readers) })}, ${drops}`,
  },
  h("span", { class: "lag" },
    h("span", { class: "bar", "data-part": "lag", paint: { kind: "lag", reader: worst } }),
    h("span", { class: "figures" },
      h("span", { class: "figure", live: () => lagText(readers) }),
      h("span", { class: `drops${problem || readers.some(reader => dropped(reader) > 0) ? ` ${worst.state}` : ""}` }, h("span", { class: "wide" }, drops), h("span", { class: "phone" }, dropTotal(readers, stream.sampleRate))))),
  h("span", { class: "reader-level" }, h("span", { class: "bar", "data-part": "reader-level",
    paint: { kind: "level", key: idle || worst.state === "shed" ? "" : `stream:${stream.name}`, channels: stream.channels } })),
  h("span", { class: "consumer", "data-part": "consumer" },
    icon(consumer.icon),
    group
      ? h("button", { type: "button", class: "name group", "aria-expanded": String(consumer.open), onclick: () => fold(stream.name), tabindex: "-1" }, consumer.name, icon("chevron", consumer.open ? "turned" : ""))
      : h("span", { class: "name", title: consumer.name }, consumer.name),
    h("span", { class: "detail", title: consumer.detail }, consumer.detail)),
  stateMark(consumer.mark, { word: problem || consumer.mark !== "following" }));
}

/** @param {string} stream */
function fold(stream) {
  if (!unfolded.delete(stream)) {
    unfolded.add(stream);
  }
  changed();
}

/** @param {Contract.Stream} stream @param {import("./consumers.js").Consumer[]} consumers */
function spoken(stream, consumers) {
  const readers = consumers.filter(c => !c.inner).flatMap(c => c.readers);
  const bad = ["behind", "congested", "shed"].map(s => ({ s, n: readers.filter(reader => reader.state === s).length })).filter(part => part.n > 0)
    .map(part => `${part.n} ${t(/** @type {any} */ (`state.${part.s}`))}`);
  return [stream.name, t(`kind.${stream.kind}`), t(`state.${stream.health}`), t("lane.readers", { n: readers.length }), ...bad].join(", ");
}

/** Names of the streams as they are shown. */
export const shownStreams = () => [...state.streams.keys()];
