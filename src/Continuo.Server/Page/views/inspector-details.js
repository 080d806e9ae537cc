import { h } from "../app/dom.js";
import { count, fixed, timeOfDay } from "../app/format.js";
import { shape } from "../app/icons.js";
import { changed, state } from "../app/state.js";
import { hatch } from "../canvas/paint-lag.js";
import { addPainter } from "../canvas/surface.js";
import { tokens } from "../canvas/tokens.js";
import { t } from "../i18n/index.js";
import { dropped, worstOf } from "./consumers.js";

// Delivery histogram, frames of one reader, events.

/** Reader chosen per stream; without a choice the worst. @type {Map<string, string>} */
const chosen = new Map();

addPainter("histogram", {
  draw(context, box) {
    /** @type {Contract.Delivery} */
    const delivery = box.paint.delivery;
    const { x, w, y } = box;
    const base = y + box.h - 1;
    const place = scale(delivery, w);
    const bins = delivery.histogram ?? [];
    const most = Math.max(1, ...bins.map(bin => bin.count));
    let from = 0;
    for (const bin of bins) {
      const left = place(Math.max(from, 0.01));
      const right = Math.min(w, place(bin.toMs ?? delivery.maxMs));
      from = bin.toMs ?? delivery.maxMs;
      if (bin.count > 0) {
        const height = Math.max(1, Math.sqrt(bin.count / most) * (box.h - 4));
        context.fillStyle = tokens["latency-2"];
        context.fillRect(x + left, base - height, Math.max(1, right - left - 1), height);
      }
    }
    context.fillStyle = tokens["line-strong"];
    context.fillRect(x, base, w, 1);
    context.fillStyle = tokens.text;
    [delivery.p50Ms, delivery.p99Ms, delivery.p999Ms].forEach((value, i) => context.fillRect(x + Math.min(w - 1, place(value)), y + i * 13, 1, box.h - i * 13));
  },
});

/** Logarithmic scale around what occurs. @param {Contract.Delivery} delivery @param {number} width */
function scale(delivery, width) {
  const [from, to] = ends(delivery);
  return (/** @type {number} */ ms) => Math.max(0, Math.min(1, Math.log(ms / from) / Math.log(to / from))) * width;
}

/** @param {Contract.Delivery} delivery @returns {[number, number]} */
function ends(delivery) {
  const from = Math.max(0.05, delivery.p50Ms * 0.6);
  return [from, Math.max(from * 3, delivery.p999Ms * 1.6)];
}

/** @param {Contract.Stream} stream */
export function delivery(stream) {
  const figures = stream.delivery;
  if (!figures || !(figures.p50Ms > 0)) {
    return null;
  }
  const [from, to] = ends(figures);
  const place = scale(figures, 100);
  const marks = Array.from({ length: 5 }, (_, i) => from * (to / from) ** (i / 4));
  const text = t("delivery.text", { p50: fixed(figures.p50Ms, 1), p99: fixed(figures.p99Ms, 1), p999: fixed(figures.p999Ms, 1), max: fixed(figures.maxMs, 1) });
  return h("section", { key: "delivery", class: "delivery" },
    h("h3", null, t("delivery.title"), h("span", { class: "right caption" }, t("delivery.max", { ms: fixed(figures.maxMs, 1) }))),
    h("div", { class: "histogram", role: "img", "aria-label": text, paint: { kind: "histogram", delivery: figures } },
      [["p50", figures.p50Ms], ["p99", figures.p99Ms], ["p99.9", figures.p999Ms]].map(([name, value], i) => {
        const at = place(Number(value));
        return h("span", { class: `percentile${i === 0 && at > 25 || at > 70 ? " left" : ""}`, style: { left: `${at}%`, top: `${i * 13 - 2}px` } }, h("span", { class: "caption" }, name), " ", fixed(Number(value), 1));
      })),
    h("div", { class: "scale" }, marks.map((ms, i) => h("span", { style: { left: `${i * 25}%` } }, `${fixed(ms, ms < 10 ? 1 : 0)}${i === 4 ? " ms" : ""}`))));
}

addPainter("drops", {
  draw(context, box) {
    const { share, reason } = box.paint;
    const y = box.y + Math.floor((box.h - 6) / 2);
    context.fillStyle = tokens.track;
    context.fillRect(box.x, y, box.w, 6);
    if (share > 0) {
      const width = Math.max(2, Math.round(share * box.w));
      context.fillStyle = tokens[reason === "shed" ? "shed" : reason === "late" ? "warning" : "bad"];
      if (reason === "shed") {
        hatch(context, box.x, y, width);
      } else {
        context.fillRect(box.x, y, width, 6);
      }
    }
  },
});

/** @param {Contract.Stream} stream */
export function frames(stream) {
  const readers = stream.readers ?? [];
  if (readers.length === 0) {
    return null;
  }
  const reader = readers.find(r => r.id === chosen.get(stream.name)) ?? readers.reduce((worst, r) => (dropped(r) > dropped(worst) ? r : worst), worstOf(readers));
  const sum = reader.read + dropped(reader) + reader.pending;
  const most = Math.max(1, ...Object.values(reader.dropped));
  return h("section", { key: "frames", class: "frames" },
    h("h3", null, h("label", { for: "reader-choice" }, t("frames.title")),
      h("select", { id: "reader-choice", value: reader.id, onchange: (/** @type {any} */ event) => { chosen.set(stream.name, event.target.value); changed(); } },
        readers.map(r => h("option", { key: r.id, value: r.id, selected: r.id === reader.id }, r.name))),
      h("span", { class: "right caption" }, t("frames.of", { i: readers.indexOf(reader) + 1, n: readers.length }))),
    h("ul", null, /** @type {const} */ (["overrun", "late", "shed", "stopped"]).map(reason =>
      h("li", null, h("span", { class: "caption" }, t(`reason.${reason}`)), h("span", { class: "bar", paint: { kind: "drops", share: reader.dropped[reason] / most, reason } }),
        h("span", { class: "figure" }, count(reader.dropped[reason]))))),
    h("div", { class: "sum" },
      part("frames.written", reader.written), h("span", { class: "operator" }, "="), part("frames.read", reader.read), h("span", { class: "operator" }, "+"),
      part("frames.dropped", dropped(reader)), h("span", { class: "operator" }, "+"), part("frames.pending", reader.pending),
      sum === reader.written
        ? h("span", { class: "good check", role: "img", "aria-label": t("frames.adds"), title: t("frames.adds") }, shape("check"))
        : h("span", { class: "bad check" }, `✕ ${count(reader.written - sum)}`)));
}

/** @param {import("../i18n/index.js").Key} key @param {number} value */
const part = (key, value) => h("span", { class: "part" }, h("span", { class: "caption" }, t(key)), h("strong", null, count(value)));

let allEvents = false;

/** @param {Contract.Stream} stream */
export function events(stream) {
  const own = state.events.filter(event => event.stream === stream.name);
  return h("section", { key: "events", class: "events" },
    h("h3", null, t("events.title"), own.length > 6 && h("button", { type: "button", class: "right text-button", "aria-expanded": String(allEvents), onclick: () => { allEvents = !allEvents; changed(); } }, t("events.all"))),
    own.length === 0 ? h("p", { class: "hint" }, t("events.none")) : h("ul", null, own.slice(0, allEvents ? 100 : 6).map(event =>
      h("li", null, h("time", null, timeOfDay(event.time)), shape(event.shape, `mark-${event.shape}`), h("span", null, eventText(event))))));
}

/** @param {import("../app/state.js").PageEvent} event */
export function eventText(event) {
  const { health, reason, kind, ...rest } = event.params;
  return t(event.key, {
    ...rest,
    ...(health && { health: t(/** @type {any} */ (`state.${health}`)), reason: reason ? `: ${reason}` : "" }),
    ...(kind && { kind: t(/** @type {any} */ (`reader.${kind}`)) }),
  });
}
