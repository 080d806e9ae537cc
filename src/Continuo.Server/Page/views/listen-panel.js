import { h } from "../app/dom.js";
import { count, fixed, maybe } from "../app/format.js";
import { shape } from "../app/icons.js";
import { listening, pathNames, stopListening } from "../app/listening.js";
import { back, route } from "../app/router.js";
import { setSetting, settings } from "../app/settings.js";
import { Surface } from "../canvas/surface.js";
import { state } from "../app/state.js";
import { t } from "../i18n/index.js";
import { latencyBreakdown, latencyHistory, latencyText } from "./latency-view.js";
import { playerState, volumeSlider } from "./mini-player.js";
import { button, command, stateMark } from "./parts.js";

// Everything about what this browser hears: the three paths, latency now and over a minute, the network's figures.

export const listenSurface = new Surface();

export function listenPanel() {
  const { player } = listening;
  const statistics = player.statistics;
  return h("section", { key: "listen-panel", class: "panel listen-panel", role: "dialog", "aria-label": t("listen.title") },
    listenSurface.node(),
    h("div", { class: "panel-head" }, h("h2", null, player.name, " ", stateMark(playerState())), button({ label: t("action.close"), icon: "close", only: true, class: "bare", run: () => back({ ...route, sheet: "" }) })),
    h("div", { class: "phone-controls" },
      button({ label: t("action.stop"), icon: "stop", class: "primary", run: () => stopListening() }), volumeSlider("panel-volume"),
      h("span", { class: "bar", paint: { kind: "level", key: "output", channels: 2 } })),
    h("div", { class: "panel-paths" }, h("h3", null, t("listen.path")), player.paths.map(path => pathItem(path))),
    h("div", { class: "panel-latency" },
      h("h3", null, t("latency.title"), h("strong", { class: "right total" }, latencyText())),
      latencyBreakdown(),
      latencyHistory(),
      h("div", { class: "jitter" }, h("label", { for: "jitter" }, t("listen.jitter")),
        h("input", { id: "jitter", type: "range", min: "0", max: "200", step: "10", value: String(settings.jitterBufferMs), disabled: player.path === "http",
          "aria-valuetext": settings.jitterBufferMs ? `${settings.jitterBufferMs} ms` : t("listen.automatic"),
          oninput: (/** @type {any} */ event) => { setSetting("jitterBufferMs", Number(event.target.value)); player.setJitterBuffer(settings.jitterBufferMs); } }),
        h("span", { class: "figure" }, settings.jitterBufferMs ? `${settings.jitterBufferMs} ms` : t("listen.automatic"))),
      h("dl", { class: "facts" },
        fact("mini.concealed", `${maybe(statistics?.concealedPercent, 2)} %`),
        fact("listen.lost", statistics?.received === null || statistics?.received === undefined ? "–" : t("listen.lostOf", { lost: count(statistics.lost ?? 0), all: count(statistics.received) })),
        fact("listen.roundTrip", statistics?.roundTripMs === null || statistics?.roundTripMs === undefined ? "–" : `${fixed(statistics.roundTripMs, 1)} ms`),
        fact("listen.drift", statistics?.driftPpm === null || statistics?.driftPpm === undefined ? "–" : `${statistics.driftPpm > 0 ? "+" : ""}${fixed(statistics.driftPpm, 0)} ppm`),
        fact("listen.autoplay", t(player.state === "blocked" ? "yes" : "no")),
        fact("listen.setup", statistics?.setupMs === null || statistics?.setupMs === undefined ? "–" : `${fixed(statistics.setupMs, 0)} ms`))));
}

/** @param {import("../i18n/index.js").Key} key @param {string} value */
const fact = (key, value) => h("div", null, h("dt", null, t(key)), h("dd", null, value));

/** @param {import("../player/paths.js").PathState} path */
function pathItem(path) {
  const { player } = listening;
  const used = path.id === player.path;
  const host = location.host;
  return h("div", { key: path.id, class: "path-item" },
    h("span", { class: `state ${used ? "good" : "quiet"}` }, shape(used ? "filled" : path.open ? "open" : "bar"), h("span", { class: "word" }, t(used ? "path.inUse" : path.open ? "path.isOpen" : "path.isClosed"))),
    h("strong", null, pathNames[path.id]),
    h("span", { class: "use" }, !used && path.open && button({ label: t("path.use"), class: "small", run: () => player.use(path.id) })),
    h("p", null, sentence(path, used)),
    path.reason === "insecure" && command(`ssh -L ${location.port || 80}:localhost:${location.port || 80} ${location.hostname}`),
    path.id === "http" && command(`mpv ${location.protocol}//${host}/listen/${encodeURIComponent(player.name)}.ogg`));
}

/** @param {import("../player/paths.js").PathState} path @param {boolean} used */
function sentence(path, used) {
  if (path.reason === "failed" && path.id === "webrtc") {
    return t("err.udp", { port: state.server?.webRtc?.port ?? location.port });
  }
  if (path.reason === "insecure") {
    return t("err.ws.http");
  }
  if (!path.open) {
    return t("path.unsupported", { name: pathNames[path.id] });
  }
  return used ? t("path.usedText", { detail: listening.player.statistics?.detail || pathNames[path.id] }) : t(`path.${path.id}.text`);
}
