import { changePlayer, runningRecording, toggleRecording } from "../app/actions.js";
import { h } from "../app/dom.js";
import { openFiles } from "../app/files.js";
import { kilohertz, timecode } from "../app/format.js";
import { listening, toggleListening } from "../app/listening.js";
import { go } from "../app/router.js";
import { state } from "../app/state.js";
import { Surface } from "../canvas/surface.js";
import { t } from "../i18n/index.js";
import { mixer } from "./mixer.js";
import { button, stateMark } from "./parts.js";
import { seek, toggleLoop } from "./player-keys.js";
import { estimatedPosition, shownPlayer } from "./player-state.js";
import { timeline } from "./timeline.js";

export { shownPlayer } from "./player-state.js";

// Stems, mixer, transport.

const surface = new Surface();

export function player() {
  const shown = shownPlayer();
  if (!shown) {
    return h("div", { key: "no-player", class: "page-width nothing" },
      h("h1", null, t("player.none")), h("p", { class: "lead" }, t("player.none.body")), button({ label: t("empty.file.choose"), class: "primary", run: () => openFiles() }));
  }
  return h("div", { key: "player", class: "player" }, surface.node(), head(shown), h("div", { class: "player-body" }, timeline(shown), mixer(shown)));
}

/** @param {Contract.Player} player */
function head(player) {
  const stream = player.stream ? state.streams.get(player.stream) : undefined;
  const recording = player.stream ? runningRecording(player.stream) : undefined;
  const playing = player.state === "playing";
  return h("div", { class: "view-head player-head" },
    h("div", { class: "title" },
      state.players.size > 1
        ? h("select", { class: "title-choice", "aria-label": t("player.choose"), value: player.name, onchange: (/** @type {any} */ event) => go({ view: "player", name: event.target.value }) },
          [...state.players.keys()].map(name => h("option", { key: name, value: name, selected: name === player.name }, name)))
        : h("h1", null, player.name),
      stateMark(player.state),
      h("span", { class: "caption" }, t("player.summary", { n: player.tracks.length, rate: kilohertz(stream?.sampleRate ?? 48_000), to: player.to }))),
    h("div", { class: "transport" },
      button({ label: t("player.start"), icon: "start", only: true, run: () => seek(player, player.loop?.startSeconds ?? 0) }),
      button({ label: playing ? t("player.pause") : t("player.play"), icon: playing ? "pause" : "play", class: "primary play", run: () => void changePlayer(player.name, { state: playing ? "paused" : "playing" }) }),
      button({ label: t("player.stop"), icon: "stop", only: true, class: "stop", run: () => void changePlayer(player.name, { state: "stopped" }) }),
      button({ label: t("player.loop"), icon: "loop", pressed: player.loop !== null, class: player.loop ? "on" : "", run: () => toggleLoop(player) })),
    h("div", { class: "time" },
      h("strong", { live: () => timecode(estimatedPosition(state.players.get(player.name) ?? player)) }), h("span", { class: "caption" }, t("player.of", { total: timecode(player.durationSeconds) })),
      player.loop && h("span", { class: "caption loop-range" }, t("player.loopRange", { from: timecode(player.loop.startSeconds), to: timecode(player.loop.endSeconds) }))),
    h("div", { class: "actions" },
      player.stream && button({ label: listening.stream === player.stream ? t("action.listening") : t("action.listen"), icon: listening.stream === player.stream ? "stop" : "headphones", pressed: listening.stream === player.stream, class: listening.stream === player.stream ? "on" : "", run: () => toggleListening(player.stream ?? "") }),
      player.stream && button({ label: recording ? t("action.stopRecording") : t("player.record"), shape: "recording", pressed: Boolean(recording), class: recording ? "on record" : "record", run: () => void toggleRecording(player.stream ?? "") }),
      button({ label: t("player.add"), icon: "plus", class: "add", run: () => openFiles() })));
}
