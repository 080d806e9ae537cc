import { h } from "../app/dom.js";
import { listening } from "../app/listening.js";
import { route } from "../app/router.js";
import { state } from "../app/state.js";
import { t } from "../i18n/index.js";
import { tokenWanted } from "./errors.js";
import { help } from "./help.js";
import { inspector } from "./inspector.js";
import { listenPanel } from "./listen-panel.js";
import { live } from "./live.js";
import { miniPlayer } from "./mini-player.js";
import { player, shownPlayer } from "./player.js";
import { recordings } from "./recordings.js";
import { shownRoom } from "./room-people.js";
import { roomBar } from "./room-talk.js";
import { rooms } from "./rooms.js";
import { bottomTabs, notices, skipLink, topBar } from "./shell.js";
import { system } from "./system.js";
import { talkPanel } from "./talk-panel.js";

// The whole page as a description of what is known.

const views = { live, rooms, player, recordings, system };

export function page() {
  const stream = route.view === "live" ? state.streams.get(route.stream) : undefined;
  const refused = state.connection === "refused";
  return [
    skipLink(),
    topBar(),
    h("main", { key: "main", id: "main", class: `view-${route.view}${stream ? " with-inspector" : ""}`, tabindex: "-1" }, refused ? tokenWanted() : views[route.view]()),
    stream && !refused && h("aside", { key: "inspector", class: "inspector", "aria-label": t("inspector.label", { name: stream.name }) }, inspector(stream)),
    route.sheet === "listen" && listening.player.state !== "idle" && listenPanel(),
    route.sheet === "talk" && talkPanel(),
    route.sheet === "help" && help(),
    roomBar(),
    miniPlayer(),
    bottomTabs(),
    notices(),
    h("div", { key: "announcements", id: "announcements", class: "spoken", "aria-live": "polite", opaque: true }),
    h("div", { key: "alerts", id: "alerts", class: "spoken", role: "alert", opaque: true }),
    h("div", { key: "drop", class: "drop-target", "aria-hidden": "true" }, t("drop.here")),
  ];
}

/** The meters that the view shows. @returns {{rateHz?: number, streams?: string[], players?: string[], rooms?: string[]}} */
export function wantedMeters() {
  const player = route.view === "player" ? shownPlayer() : undefined;
  const room = route.view === "rooms" ? shownRoom() : undefined;
  const streams = route.view === "live" ? [...state.streams.keys()] : player?.stream ? [player.stream] : [];
  const players = player ? [player.name] : [];
  const rooms = room ? [room.name] : [];
  return streams.length + players.length + rooms.length > 0 ? { rateHz: 20, streams, players, rooms } : {};
}
