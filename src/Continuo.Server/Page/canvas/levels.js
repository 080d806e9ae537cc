import { reducedMotion } from "../app/settings.js";

// Ballistics of every level meter: immediate attack, decay of 20 dB in 1.7 s, peak hold 1.5 s and then 20 dB/s. Between updates levels only fall.

const decayPerMs = 20 / 1700;
const holdMs = 1500;
const holdDecayPerMs = 20 / 1000;
const floor = -70;

export class Level {
  /** @param {number} channels */
  constructor(channels) {
    this.channels = channels;
    /** Level shown, dBFS. */ this.shown = new Float32Array(channels).fill(floor);
    /** Peak hold, dBFS. */ this.hold = new Float32Array(channels).fill(floor);
    this.heldAt = new Float64Array(channels);
    /** Last update as received. */ this.latest = new Float32Array(channels).fill(floor);
    this.steppedAt = 0;
    this.updatedAt = 0;
    /** A sample reached 0 dBFS; stays until clicked. */ this.clipped = false;
  }

  /** @param {ArrayLike<number|null>} peaksDb @param {number} now */
  update(peaksDb, now) {
    this.step(now);
    this.updatedAt = now;
    for (let i = 0; i < this.channels; i++) {
      const peak = Math.max(floor, peaksDb[i] ?? floor);
      this.latest[i] = peak;
      this.shown[i] = reducedMotion.matches ? peak : Math.max(this.shown[i], peak);
      if (peak >= this.hold[i]) {
        this.hold[i] = peak;
        this.heldAt[i] = now;
      }
      this.clipped ||= peak >= 0;
    }
  }

  /** Lets levels fall to what they are now. @param {number} now */
  step(now) {
    const elapsed = now - this.steppedAt;
    if (elapsed <= 0 || reducedMotion.matches) {
      this.steppedAt = now;
      return;
    }
    for (let i = 0; i < this.channels; i++) {
      this.shown[i] = Math.max(floor, this.shown[i] - elapsed * decayPerMs);
      const over = now - Math.max(this.steppedAt, this.heldAt[i] + holdMs);
      if (over > 0) {
        this.hold[i] = Math.max(this.shown[i], this.hold[i] - over * holdDecayPerMs);
      }
    }
    this.steppedAt = now;
  }

  /** True while a level or a hold line is above the floor. */
  get moving() {
    for (let i = 0; i < this.channels; i++) {
      if (this.hold[i] > -60) {
        return true;
      }
    }
    return false;
  }

  /** Highest channel as shown by the figure beside the meter: the peak hold, dBFS. */
  get peak() {
    let peak = -Infinity;
    for (let i = 0; i < this.channels; i++) {
      peak = Math.max(peak, this.hold[i]);
    }
    return peak;
  }
}

/** Key of a speaker's level. @param {string} room @param {number} number */
export const levelKey = (room, number) => `voice:${room}:${number}`;

/** @type {Map<string, Level>} Keys: "stream:NAME", "track:PLAYER:INDEX", "voice:ROOM:NUMBER", "output", "microphone", "voice" (this browser's in a room). */
const levels = new Map();

/** @param {string} key */
export const levelOf = key => levels.get(key);

/** @param {string} key @param {ArrayLike<number|null>} peaksDb one value per channel @param {number} now performance.now() */
export function updateLevel(key, peaksDb, now) {
  let level = levels.get(key);
  if (level?.channels !== peaksDb.length) {
    level = new Level(peaksDb.length);
    level.steppedAt = now;
    levels.set(key, level);
  }
  level.update(peaksDb, now);
}

/** @param {string} key */
export const forgetLevel = key => void levels.delete(key);

/** @param {string} key */
export function clearClip(key) {
  const level = levels.get(key);
  if (level) {
    level.clipped = false;
  }
}

/** @param {number} now @returns {boolean} true while anything moves */
export function stepLevels(now) {
  let moving = false;
  for (const level of levels.values()) {
    level.step(now);
    moving ||= level.moving;
  }
  return moving;
}
