import { reducedMotion } from "../app/settings.js";
import { route } from "../app/router.js";
import { state } from "../app/state.js";

// Which player is shown, what is selected in it, and where it is.

export const selection = {
  /** Position of the selected stem in its player. */ track: 0,
  /** @type {{startSeconds: number, endSeconds: number}|null} Loop kept while it is off. */ loop: null,
};

/** @returns {Contract.Player|undefined} */
export const shownPlayer = () => state.players.get(route.name) ?? state.players.values().next().value;

/** @param {Contract.Player} player @param {Contract.Track} track */
export const isSelected = (player, track) => player.tracks[selection.track]?.index === track.index;

/** @param {Contract.Player} player @param {Contract.Track} track */
export const select = (player, track) => void (selection.track = player.tracks.findIndex(other => other.index === track.index));

/** @type {Map<string, {position: number, at: number, source: number}>} */
const anchors = new Map();

/**
 * Position now: the last one reported, carried on by the clock while it plays.
 * @param {Contract.Player} player
 */
export function estimatedPosition(player) {
  const reported = state.playerMeters.get(player.name)?.positionSeconds ?? player.positionSeconds;
  const now = performance.now();
  let anchor = anchors.get(player.name);
  if (!anchor || anchor.source !== reported) {
    anchor = { position: reported, at: now, source: reported };
    anchors.set(player.name, anchor);
  }
  if (player.state !== "playing") {
    return reported;
  }
  let position = anchor.position + Math.min(1, (now - anchor.at) / 1000);
  if (player.loop && position >= player.loop.endSeconds && anchor.position < player.loop.endSeconds) {
    position = player.loop.startSeconds + position - player.loop.endSeconds;
  }
  return Math.min(player.durationSeconds, reducedMotion.matches ? Math.floor(position) : position);
}
