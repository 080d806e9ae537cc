import { h, render } from "./app/dom.js";
import { EventSocket } from "./app/events.js";
import { shape } from "./app/icons.js";
import { startTheme } from "./app/settings.js";
import { apply, applyMeters, state, watch } from "./app/state.js";
import { takeToken } from "./app/token.js";
import { levelKey, levelOf, updateLevel } from "./canvas/levels.js";
import "./canvas/paint-level.js";
import { Surface, invalidateAll, wake } from "./canvas/surface.js";
import { applyLanguage, t } from "./i18n/index.js";

// /overlay/NAME for OBS browser sources: NAME is a room, whose people it shows, or a stream, or a part of names as in "voice*", or a list "host,guest";
// /overlay/* shows all streams.
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
const showsAll = patterns.length === 1 && patterns[0].source === "^.*$";
const hideMs = Number(new URLSearchParams(location.search).get("hide") ?? 0) * 1000;
/** @type {Map<string, number>} Level → when it was last loud enough. */
const spoken = new Map();
let shown = "";

/** @typedef {{key: string, name: string, speaks: boolean|null}} Plate key: of the level; speaks: null if the level tells */

/** @param {string} name */
const isMeant = name => patterns.some(pattern => pattern.test(name));
const streams = () => [...state.streams.keys()].filter(isMeant);
const rooms = () => (showsAll ? [] : [...state.rooms.values()].filter(room => isMeant(room.name)));

/** @returns {Plate[]} */
const plates = () => [
  ...rooms().flatMap(room => room.speakers.map(speaker => ({ key: levelKey(room.name, speaker.number), name: nameOf(speaker), speaks: speaker.isSpeaking }))),
  ...streams().map(name => ({ key: `stream:${name}`, name, speaks: null })),
];

/** A seat without a name is a guest. @param {Contract.Speaker} speaker */
const nameOf = speaker => (!speaker.name || speaker.name === speaker.id && speaker.id.startsWith("seat-") ? t("room.guest") : speaker.name);

/** @param {Plate} plate @param {number} now @returns {"speaking"|"quiet"|""} */
function stateOf({ key, speaks }, now) {
  if (speaks) {
    spoken.set(key, now);
  }
  const quiet = now - (spoken.get(key) ?? -Infinity);
  return speaks ?? quiet < speakingMs ? "speaking" : hideMs > 0 && quiet > hideMs ? "quiet" : "";
}

/** Who speaks, as a text that changes when the picture does. */
function status() {
  const now = performance.now();
  return plates().map(plate => `${plate.name}:${stateOf(plate, now)}`).join("\n") + state.connection;
}

function draw() {
  const now = performance.now();
  shown = status();
  render(document.body, h("main", { class: `overlay${state.connection === "open" ? "" : " lost"}`, "aria-label": t("overlay.label") }, surface.node(), h("h1", { class: "spoken" }, t("overlay.label")), plates().map(plate => {
    const status = stateOf(plate, now);
    return h("div", { key: plate.key, class: `plate ${status}` },
      h("div", { class: "who" }, shape(status === "speaking" ? "speaking" : "open"), h("span", { class: "name" }, plate.name)),
      h("span", { class: "bar", paint: { kind: "level", key: plate.key, channels: 1 } }));
  })));
  invalidateAll();
  const [wantedStreams, wantedRooms] = [streams(), rooms().map(room => room.name)];
  socket.setMeters(wantedStreams.length + wantedRooms.length > 0 ? { rateHz: 20, streams: wantedStreams, rooms: wantedRooms } : {});
}

const socket = new EventSocket(message => {
  if (message.type !== "meters") {
    apply(message);
    return;
  }
  const now = performance.now();
  for (const room of rooms()) {
    for (const speaker of room.speakers) {
      updateLevel(levelKey(room.name, speaker.number), [message.rooms?.[room.name]?.levelsDb[speaker.number] ?? null], now);
    }
  }
  for (const [name, meters] of Object.entries(/** @type {Contract.Meters} */ (message).streams ?? {})) {
    const peak = Math.max(...meters.peakDb.map(db => db ?? -100));
    updateLevel(`stream:${name}`, [peak], now);
    if ((levelOf(`stream:${name}`)?.latest[0] ?? -100) > speakingDb) {
      spoken.set(`stream:${name}`, now);
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
