import { alertNow, announce } from "./app/announce.js";
import { followRoom, lookForCluster, lookForNodes } from "./app/cluster.js";
import { render } from "./app/dom.js";
import { EventSocket } from "./app/events.js";
import { acceptDrops, dropping } from "./app/files.js";
import { startKeyboard } from "./app/keyboard.js";
import { listening } from "./app/listening.js";
import { collectFigures, updateFigures } from "./app/live-text.js";
import { followNodes, subscribeNodes } from "./app/nodes.js";
import { rejoinRoom, room, roomsChanged, speakerLeft } from "./app/room.js";
import { route, startRouter } from "./app/router.js";
import { startTheme } from "./app/settings.js";
import { apply, applyMeters, state, watch } from "./app/state.js";
import { takeToken } from "./app/token.js";
import { levelKey, updateLevel } from "./canvas/levels.js";
import "./canvas/paint-edges.js";
import "./canvas/paint-lag.js";
import "./canvas/paint-level.js";
import "./canvas/paint-ring.js";
import { invalidateAll, wake } from "./canvas/surface.js";
import { applyLanguage, t } from "./i18n/index.js";
import { lookForSources } from "./views/available.js";
import { eventText } from "./views/inspector-details.js";
import { page, wantedMeters } from "./views/page.js";
import { shownRoom } from "./views/room-people.js";

// Start, the events socket, and the one place that renders.

const renderEveryMs = 200;
const lookEveryMs = 2000;

takeToken();
startTheme();
applyLanguage();
startRouter();
startKeyboard();
acceptDrops();

let renderedAt = 0;
let scheduled = false;
/** @type {string} */
let renderedRoute = "";

function draw() {
  scheduled = false;
  renderedAt = performance.now();
  document.body.classList.toggle("dropping", dropping.active);
  render(document.body, page());
  document.title = route.stream || route.name ? `${route.stream || route.name} · Continuo` : `${t(`nav.${route.view}`)} · Continuo`;
  collectFigures();
  invalidateAll();
  followNodes(receive);
  subscribe();
  followRoom(route.view === "rooms" ? shownRoom()?.name ?? route.name : undefined, receive);
}

/** What the user does shows at the next frame, what the server reports a few times a second. */
function schedule() {
  const address = location.pathname + location.search;
  const delay = address !== renderedRoute ? 0 : Math.max(0, renderedAt + renderEveryMs - performance.now());
  renderedRoute = address;
  if (!scheduled || delay === 0) {
    scheduled = true;
    delay === 0 ? requestAnimationFrame(draw) : setTimeout(draw, delay);
  }
}

addEventListener("pointerup", () => (renderedAt = 0), true);
addEventListener("keydown", () => (renderedAt = 0), true);
watch(schedule);

const socket = new EventSocket(receive, connection => {
  const before = state.connection;
  state.connection = connection;
  if (connection === "closed" && before === "open") {
    alertNow(t("err.server"));
  }
  schedule();
});

/** @param {any} message */
function receive(message) {
  if (message.type === "meters") {
    const now = performance.now();
    for (const [name, meters] of Object.entries(/** @type {Contract.Meters} */ (message).streams ?? {})) {
      updateLevel(`stream:${name}`, meters.peakDb ?? [], now);
    }
    for (const [name, meters] of Object.entries(/** @type {Contract.Meters} */ (message).players ?? {})) {
      const known = state.players.get(name)?.tracks ?? [];
      meters.tracks.forEach((track, i) => known[i] && updateLevel(`track:${name}:${known[i].index}`, track.peakDb, now));
    }
    for (const [name, meters] of Object.entries(/** @type {Contract.Meters} */ (message).rooms ?? {})) {
      for (const speaker of state.rooms.get(name)?.speakers ?? []) {
        updateLevel(levelKey(name, speaker.number), [meters.levelsDb[speaker.number] ?? null], now);
      }
    }
    applyMeters(message);
    updateFigures(now);
    wake();
    return;
  }
  const startedBefore = state.server?.startedAt;
  const known = state.events[0];
  const knownInRoom = state.roomEvents[0];
  if (message.type === "speaker" && message.action === "removed") {
    speakerLeft(message.value.room, message.value.speaker);
  }
  apply(message);
  if (message.type === "hello" || message.type === "room") {
    roomsChanged(message);
  }
  if (message.type === "hello") {
    if (startedBefore && startedBefore !== state.server?.startedAt) {
      listening.player.reconnect();
      rejoinRoom();
    }
    void lookForSources();
    void lookForCluster();
    if (startedBefore) {
      announce(t("announce.connected"));
    }
  }
  const latest = state.events[0];
  if (latest && latest !== known) {
    announce(`${latest.stream}: ${eventText(latest)}`);
  }
  const latestInRoom = state.roomEvents[0];
  if (latestInRoom && latestInRoom !== knownInRoom && latestInRoom.room === room.name) {
    announce(t(latestInRoom.key, latestInRoom.params));
  }
}

/** Meters flow only for what is shown, and not to a hidden page. */
function subscribe() {
  const wanted = document.hidden ? {} : wantedMeters();
  socket.setMeters(wanted.streams ? { ...wanted, streams: wanted.streams.filter(name => !state.streams.get(name)?.node) } : wanted);
  subscribeNodes(wanted);
}

document.addEventListener("visibilitychange", subscribe);
setInterval(() => !document.hidden && route.view === "live" && void lookForSources(), lookEveryMs);
setInterval(() => !document.hidden && void lookForNodes(), lookEveryMs);
socket.connect();
schedule();
