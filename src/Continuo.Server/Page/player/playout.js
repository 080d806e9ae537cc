// Plays a ring at a steady distance behind its writer: slight resampling takes away the difference of the clocks, a bound keeps the lag short. Runs in an
// AudioWorklet; knows nothing of it, so that it can be tested without a browser.

const sampleRate = 48_000;
const leastTarget = 0.02 * sampleRate;
const mostTarget = 0.2 * sampleRate;
const mostExcess = 0.16 * sampleRate;
const mostCorrection = 0.004;
const smoothing = 1 / 200; // of the fill level, per block of 128 frames: about half a second
const gain = 0.004; // correction per target's worth of error: a quarter too much is taken away at 0.1 %
const targetDecay = 0.01; // frames per block: 4 ms a second
const fadeFrames = 96;

export class Playout {
  /** @param {import("./frame-ring.js").FrameRing} ring @param {number} targetFrames */
  constructor(ring, targetFrames) {
    this.ring = ring;
    this.least = Math.max(leastTarget, targetFrames);
    this.target = this.least;
    this.average = 0;
    /** Position between two frames, 0…1. */ this.phase = 0;
    this.ratio = 1;
    this.waiting = true;
    this.underruns = 0;
    this.skipped = 0;
    this.concealed = 0;
    this.played = 0;
    this.fadeIn = 0;
  }

  /** Fills one block. @param {Float32Array} left @param {Float32Array} right */
  process(left, right) {
    const frames = left.length;
    const { ring } = this;
    let fill = ring.fill;
    if (this.waiting) {
      if (fill < this.target + frames) {
        this.concealed += this.played > 0 ? frames : 0;
        left.fill(0);
        right.fill(0);
        return;
      }
      this.waiting = false;
      this.fadeIn = fadeFrames;
      this.average = fill;
    }
    if (fill > this.target + mostExcess) {
      const skip = Math.floor(fill - this.target);
      ring.advance(skip);
      this.skipped += skip;
      this.fadeIn = fadeFrames;
      fill -= skip;
      this.average = fill;
    }
    this.#steer(fill);
    if (fill < Math.ceil(frames * this.ratio) + 4) {
      this.#underrun(left, right, fill);
      return;
    }
    this.#interpolate(left, right);
    this.played += frames;
  }

  /** @param {number} fill */
  #steer(fill) {
    this.average += (fill - this.average) * smoothing;
    this.target = Math.max(this.least, this.target - targetDecay);
    const error = (this.average - this.target) / this.target;
    this.ratio = 1 + Math.max(-mostCorrection, Math.min(mostCorrection, error * gain));
  }

  /** Four-point Hermite interpolation. @param {Float32Array} left @param {Float32Array} right */
  #interpolate(left, right) {
    const { ring } = this;
    const first = ring.slot(0);
    const mask = ring.capacity - 1;
    let position = this.phase;
    for (let i = 0; i < left.length; i++) {
      const whole = Math.floor(position);
      const x = position - whole;
      const a = (first + whole) & mask, b = (a + 1) & mask, c = (a + 2) & mask, d = (a + 3) & mask;
      const fade = this.fadeIn > 0 ? 1 - this.fadeIn-- / fadeFrames : 1;
      left[i] = fade * hermite(ring.left[a], ring.left[b], ring.left[c], ring.left[d], x);
      right[i] = fade * hermite(ring.right[a], ring.right[b], ring.right[c], ring.right[d], x);
      position += this.ratio;
    }
    const whole = Math.floor(position);
    this.phase = position - whole;
    ring.advance(whole);
  }

  /** Plays what is left, fading, and waits for a larger reserve. @param {Float32Array} left @param {Float32Array} right @param {number} fill */
  #underrun(left, right, fill) {
    const frames = Math.min(fill, left.length);
    for (let i = 0; i < left.length; i++) {
      const slot = this.ring.slot(Math.min(i, Math.max(0, frames - 1)));
      const fade = frames > 0 ? Math.max(0, 1 - i / frames) : 0;
      left[i] = this.ring.left[slot] * fade;
      right[i] = this.ring.right[slot] * fade;
    }
    this.ring.advance(frames);
    this.underruns++;
    this.concealed += left.length - frames;
    this.waiting = true;
    this.phase = 0;
    this.target = Math.min(mostTarget, this.target + 0.02 * sampleRate);
  }
}

/** @param {number} a @param {number} b @param {number} c @param {number} d @param {number} x between b and c */
function hermite(a, b, c, d, x) {
  const c1 = 0.5 * (c - a);
  const c2 = a - 2.5 * b + 2 * c - 0.5 * d;
  const c3 = 0.5 * (d - a) + 1.5 * (b - c);
  return ((c3 * x + c2) * x + c1) * x + b;
}
