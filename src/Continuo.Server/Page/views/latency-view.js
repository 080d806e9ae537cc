import { h } from "../app/dom.js";
import { fixed } from "../app/format.js";
import { listening } from "../app/listening.js";
import { addPainter } from "../canvas/surface.js";
import { tokens } from "../canvas/tokens.js";
import { t } from "../i18n/index.js";
import { latencyParts } from "../player/latency.js";

// Latency from capture to ear as one bar of its parts, and its course over the last minute.

addPainter("latency", {
  draw(context, box) {
    const latency = listening.player.statistics?.latency;
    context.fillStyle = tokens.track;
    context.fillRect(box.x, box.y, box.w, box.h);
    if (!latency || latency.totalMs <= 0) {
      return;
    }
    let at = 0;
    latencyParts.forEach((part, i) => {
      const from = Math.round(at / latency.totalMs * box.w);
      at += latency[part];
      const width = Math.round(at / latency.totalMs * box.w) - from;
      context.fillStyle = tokens[/** @type {"latency-1"} */ (`latency-${i + 1}`)];
      context.fillRect(box.x + from, box.y, Math.max(0, width - (width > 2 ? 1 : 0)), box.h);
    });
  },
});

addPainter("latency-history", {
  draw(context, box) {
    const values = listening.history;
    context.fillStyle = tokens.line;
    context.fillRect(box.x, box.y + box.h - 1, box.w, 1);
    if (values.length < 2) {
      return;
    }
    const top = Math.max(...values, 20) * 1.15;
    context.strokeStyle = tokens.accent;
    context.lineWidth = 1.25;
    context.beginPath();
    values.forEach((value, i) => context.lineTo(box.x + (i + 60 - values.length) / 59 * box.w, box.y + box.h - 2 - value / top * (box.h - 4)));
    context.stroke();
  },
});

/** "42.7 ms", or "about 610 ms" where it is not measured. */
export function latencyText() {
  const latency = listening.player.statistics?.latency;
  if (!latency) {
    return "–";
  }
  const text = `${fixed(latency.totalMs, latency.totalMs < 100 && latency.measured ? 1 : 0)} ms`;
  return latency.measured ? text : t("latency.about", { ms: text });
}

/** Bar and list of the parts; the list reads with its sum. */
export function latencyBreakdown() {
  const latency = listening.player.statistics?.latency;
  return [
    h("div", { class: "latency-bar", paint: { kind: "latency", total: latency?.totalMs } }),
    h("ul", { class: "latency-parts", "aria-label": t("latency.sum", { total: latencyText() }) },
      latencyParts.map((part, i) => h("li", { class: `part-${i + 1}` }, h("span", { class: "swatch" }), h("span", { class: "caption" }, t(`latency.${part}`)),
        h("span", { class: "figure" }, latency ? fixed(latency[part], latency[part] < 10 ? 1 : 0) : "–")))),
  ];
}

export function latencySection() {
  return h("section", { key: "latency", class: "latency" },
    h("h3", null, t("latency.title"), h("strong", { class: "right total" }, latencyText())),
    latencyBreakdown());
}

/** The last minute, with its range in words. */
export function latencyHistory() {
  const values = listening.history;
  return [
    h("div", { class: "latency-history", paint: { kind: "latency-history" } }),
    h("p", { class: "caption between" },
      h("span", null, values.length > 0 ? t("latency.range", { from: fixed(Math.min(...values), 1), to: fixed(Math.max(...values), 1) }) : t("latency.noRange")),
      h("span", null, listening.player.statistics?.latency?.measured ? t("latency.measured") : t("latency.estimated"))),
  ];
}
