import { h, render } from "./app/dom.js";
import { EventSocket } from "./app/events.js";
import { shape } from "./app/icons.js";
import { startTheme } from "./app/settings.js";
import { apply, applyMeters, state, watch } from "./app/state.js";
import { takeToken } from "./app/token.js";
import { levelOf, updateLevel } from "./canvas/levels.js";
import "./canvas/paint-level.js";
import { Surface, invalidateAll, wake } from "./canvas/surface.js";
import { applyLanguage, t } from "./i18n/index.js";

// /overlay/NAME for OBS browser sources: NAME is a stream, or a part of names as in "voice*", or a list "host,guest"; /overlay/* shows all.
// ?hide=10 hides who has been quiet for ten seconds.

const speakingDb = -42;
const speakingMs = 350;

takeToken();
document.documentElement.dataset.theme = "dark";
startTheme();
document.documentElement.dataset.theme = "dark";
applyLanguage();

const surface = new Surface();
const patterns = decodeURIComponent(location.pathname.split("/")[2] ?? "*").split(",").map(pattern =>
  new RegExp(`^${pattern.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")}$`, "i"));
const hideMs = Number(new URLSearchParams(location.search).get("hide") ?? 0) * 1000;
/** @type {Map<string, number>} Stream → when it was last loud enough. */
const spoken = new Map();
let shown = "";

const names = () => [...state.streams.keys()].filter(name => patterns.some(pattern => pattern.test(name)));

/** Who speaks, as a text that changes when the picture does. */
function status() {
  const now = performance.now();
  return names().map(name => {
    const quiet = now - (spoken.get(name) ?? -Infinity);
    return `${name}:${quiet < speakingMs ? "speaking" : hideMs > 0 && quiet > hideMs ? "quiet" : ""}`;
  }).join("\n") + state.connection;
}

function draw() {
  const now = performance.now();
  shown = status();
  render(document.body, h("main", { class: `overlay${state.connection === "open" ? "" : " lost"}`, "aria-label": t("overlay.label") }, surface.node(), h("h1", { class: "spoken" }, t("overlay.label")), names().map(name => {
    const quiet = now - (spoken.get(name) ?? -Infinity);
    const speaking = quiet < speakingMs;
    return h("div", { key: name, class: `plate${speaking ? " speaking" : hideMs > 0 && quiet > hideMs ? " quiet" : ""}` },
      h("div", { class: "who" }, shape(speaking ? "speaking" : "open"), h("span", { class: "name" }, name)),
      h("span", { class: "bar", paint: { kind: "level", key: `stream:${name}`, channels: 1 } }));
  })));
  invalidateAll();
  socket.setMeters(names().length > 0 ? { rateHz: 20, streams: names() } : {});
}

const socket = new EventSocket(message => {
  if (message.type !== "meters") {
    apply(message);
    return;
  }
  const now = performance.now();
  for (const [name, meters] of Object.entries(/** @type {Contract.Meters} */ (message).streams ?? {})) {
    const peak = Math.max(...meters.peakDb.map(db => db ?? -100));
    updateLevel(`stream:${name}`, [peak], now);
    if ((levelOf(`stream:${name}`)?.latest[0] ?? -100) > speakingDb) {
      spoken.set(name, now);
    }
  }
  applyMeters(message);
  if (status() !== shown) {
    draw();
  }
  wake();
}, connection => {
  state.connection = connection;
  draw();
});

watch(draw);
socket.connect();
draw();
