import { h } from "../app/dom.js";
import { fixed, level, maybe } from "../app/format.js";
import { listening, pathNames, setVolume, stopListening } from "../app/listening.js";
import { back, go, route } from "../app/router.js";
import { settings } from "../app/settings.js";
import { shape } from "../app/icons.js";
import { levelOf } from "../canvas/levels.js";
import { Surface } from "../canvas/surface.js";
import { t } from "../i18n/index.js";
import { latencyText } from "./latency-view.js";
import { button, stateMark } from "./parts.js";
import { icon } from "../app/icons.js";

// The bar at the bottom while this browser listens.

export const miniSurface = new Surface();

/** Opens or closes the panel with everything about the listening. */
export const togglePanel = () => (route.sheet === "listen" ? back({ ...route, sheet: "" }) : go({ ...route, sheet: "listen" }));

/** State of the player as a state of the page. */
export const playerState = () => ({ idle: "stopped", connecting: "connecting", playing: "listening", waiting: "waiting", blocked: "waiting", failed: "failed" })[listening.player.state];

export function miniPlayer() {
  const { player } = listening;
  if (player.state === "idle") {
    return null;
  }
  const statistics = player.statistics;
  return h("footer", { key: "mini", class: "mini", "aria-label": t("mini.label") },
    miniSurface.node(),
    button({ label: t("action.stop"), icon: "stop", only: true, class: "square", run: () => stopListening() }),
    h("div", { class: "who" }, h("strong", { class: "name", title: player.name }, player.name), h("span", { class: "line" }, stateMark(playerState()), h("span", { class: "caption phone" }, listening.pathName))),
    h("button", { type: "button", class: "paths", onclick: togglePanel, "aria-expanded": String(route.sheet === "listen"), "aria-label": t("mini.paths") },
      player.paths.map(path => {
        const used = path.id === player.path;
        return h("span", { class: `path${used ? " used" : ""}` },
          shape(used ? "filled" : path.open ? "open" : "bar", used ? "good" : ""), h("span", { class: "path-name" }, pathNames[path.id]),
          h("span", { class: "caption" }, t(used ? "path.used" : path.open ? "path.open" : "path.closed")),
          h("span", { class: "detail" }, used ? statistics?.detail || t("path.starting") : path.open ? t(`path.${path.id}.spare`) : t(`path.${path.reason === "insecure" ? "insecure" : path.reason === "failed" ? "failed" : "unsupported"}.short`)));
      })),
    h("div", { class: "mini-latency" }, h("span", { class: "caption" }, t("latency.title")), h("strong", { class: "total" }, latencyText()),
      h("span", { class: "latency-bar", paint: { kind: "latency", total: statistics?.latency?.totalMs } })),
    h("div", { class: "concealed" }, h("span", { class: "caption" }, t("mini.concealed")), h("strong", null, `${maybe(statistics?.concealedPercent, 2)} %`)),
    h("div", { class: "mini-volume" }, icon("speaker"), volumeSlider("mini-volume"), h("span", { class: "figure" }, settings.volumeDb <= -60 ? `${level(null)} dB` : `${fixed(settings.volumeDb, 0)} dB`)),
    h("div", { class: "mini-output" }, h("span", { class: "figures" }, h("span", { class: "caption" }, t("mini.output")), h("span", { class: "figure", live: () => `${level(peak())} dBFS` })),
      h("span", { class: "bar", paint: { kind: "level", key: "output", channels: 2, ticks: true } })),
    h("div", { class: "phone-figures" }, h("strong", null, latencyText()), h("span", { class: "caption" }, t("mini.concealedShort", { percent: maybe(statistics?.concealedPercent, 2) }))),
    button({ label: t("mini.details"), icon: "chevron", only: true, class: `bare details${route.sheet === "listen" ? "" : " turned"}`, run: togglePanel }));
}

function peak() {
  const value = levelOf("output")?.peak;
  return value === undefined || value <= -60 ? null : value;
}

/** Volume of this browser. @param {string} id */
export const volumeSlider = id => h("input", {
  id, type: "range", min: "-60", max: "0", step: "1", value: String(settings.volumeDb), "aria-label": t("mini.volume"), "aria-valuetext": `${settings.volumeDb} dB`,
  oninput: (/** @type {any} */ event) => setVolume(Number(event.target.value) <= -60 ? null : Number(event.target.value)), ondblclick: () => setVolume(0),
});
