import { changePlayer } from "../app/actions.js";
import { changed, state } from "../app/state.js";
import { estimatedPosition, selection, shownPlayer } from "./player-state.js";

// Keys of the player view.

const seekSeconds = 5;

/** @param {{key: string}} event @returns {boolean} true if the key has done something */
export function playerKey({ key }) {
  const player = shownPlayer();
  if (!player) {
    return false;
  }
  const position = estimatedPosition(player);
  const track = player.tracks[selection.track];
  switch (key) {
    case " ":
      void changePlayer(player.name, { state: player.state === "playing" ? "paused" : "playing" });
      return true;
    case "ArrowLeft": case "ArrowRight":
      seek(player, position + (key === "ArrowLeft" ? -seekSeconds : seekSeconds));
      return true;
    case "[":
      loop(player, position, player.loop?.endSeconds ?? player.durationSeconds);
      return true;
    case "]":
      loop(player, player.loop?.startSeconds ?? 0, position);
      return true;
    case "\\":
      toggleLoop(player);
      return true;
    case "m":
      void changePlayer(player.name, { tracks: [{ index: track.index, muted: !track.muted }] });
      return true;
    case "o":
      void changePlayer(player.name, { tracks: [{ index: track.index, solo: !track.solo }] });
      return true;
    case "+": case "=": case "-": case "−":
      void changePlayer(player.name, { tracks: [{ index: track.index, gainDb: Math.max(-60, Math.min(10, (track.gainDb ?? -60) + (key === "+" || key === "=" ? 1 : -1))) }] });
      return true;
    case "0":
      void changePlayer(player.name, { tracks: [{ index: track.index, gainDb: 0 }] });
      return true;
    default:
      if (/^[1-9]$/.test(key) && Number(key) <= player.tracks.length) {
        selection.track = Number(key) - 1;
        changed();
        return true;
      }
      return false;
  }
}

/** @param {Contract.Player} player @param {number} seconds */
export function seek(player, seconds) {
  const positionSeconds = Math.max(0, Math.min(player.durationSeconds, seconds));
  state.playerMeters.delete(player.name);
  void changePlayer(player.name, { positionSeconds });
}

/** The part between two times, whichever comes first. @param {Contract.Player} player @param {number} a @param {number} b */
export function loop(player, a, b) {
  const startSeconds = Math.max(0, Math.min(a, b));
  const endSeconds = Math.min(player.durationSeconds, Math.max(a, b));
  if (endSeconds - startSeconds >= 0.05) {
    selection.loop = { startSeconds, endSeconds };
    void changePlayer(player.name, { loop: selection.loop });
  }
}

/** Off keeps the part for the next time. @param {Contract.Player} player */
export function toggleLoop(player) {
  selection.loop = player.loop ?? selection.loop;
  void changePlayer(player.name, { loop: player.loop ? null : selection.loop ?? { startSeconds: 0, endSeconds: player.durationSeconds } });
}
