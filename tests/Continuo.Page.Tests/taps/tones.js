// What a player gives to the ear: the level of 440 Hz on the left and 660 Hz on the right, window by window, and the windows that hold something else than the tone.

const hertz = [440, 660];
const cleanDb = 20; // a pure tone by Opus has 40 dB; a hole of 1 ms in a window of 50 ms leaves 17 dB
// The playout follows the sender's clock, so a tone may be off by some tenths of a percent.
const offsets = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2];

/** @typedef {{at: number, levels: number[], purity: number[]}} ToneWindow seconds; dBFS of 440 left, 660 right, 660 left, 440 right; dB of the tone over all else */

export class ToneTap {
  /** @type {ToneWindow[]} All windows since the tap was opened. */ windows = [];
  /** States of the player and when they began, seconds of the audio context. @type {string[]} */ states = [];
  /** @type {AudioNode|null} */ #output = null;

  /** @param {EventTarget & {output: AudioNode|null, state: string, statistics: object|null}} player @param {AudioWorkletNode} node */
  constructor(player, node) {
    this.player = player;
    this.node = node;
    node.port.onmessage = ({ data }) => this.windows.push(analyse(data, node.context.sampleRate));
    player.addEventListener("output", () => this.#follow());
    player.addEventListener("change", () => this.#note());
    this.#follow();
  }

  /** @param {EventTarget & {output: AudioNode|null, state: string, statistics: object|null}} player a StreamPlayer that has an output @param {string} worklet address of tone-worklet.js */
  static async open(player, worklet) {
    const context = player.output.context;
    await context.audioWorklet.addModule(worklet);
    return new ToneTap(player, new AudioWorkletNode(context, "tone-windows", { numberOfOutputs: 0, channelCount: 2, channelCountMode: "explicit" }));
  }

  #note() {
    const { state } = this.player;
    if (!this.states.at(-1)?.startsWith(state)) {
      this.states.push(`${state} at ${this.node.context.currentTime.toFixed(2)} s`);
    }
  }

  /** The player makes a new output when it connects again. */
  #follow() {
    if (this.player.output !== this.#output) {
      try {
        this.#output?.disconnect(this.node);
      } catch {
        // The player has disconnected it already.
      }
      this.#output = this.player.output;
      this.#output?.connect(this.node);
    }
  }

  /** Windows from the first clean one on that is in the given time or later. @param {number} from seconds of the audio context */
  since(from) {
    const first = this.windows.findIndex(window => window.at >= from && isClean(window));
    return first < 0 ? [] : this.windows.slice(first);
  }

  /** @param {ToneWindow[]} windows */
  report(windows) {
    const clean = windows.filter(isClean);
    const spoilt = windows.filter(window => !isClean(window));
    return {
      levels: [0, 1, 2, 3].map(i => median(clean.map(window => window.levels[i]))),
      windows: windows.length,
      spoilt: spoilt.map(w => `${w.at.toFixed(2)} s: ${w.levels[0].toFixed(1)} and ${w.levels[1].toFixed(1)} dBFS, ${Math.min(...w.purity).toFixed(0)} dB over all else`),
      states: this.states,
      statistics: JSON.stringify(this.player.statistics),
    };
  }
}

/** @param {ToneWindow} window */
const isClean = window => Math.min(...window.purity) > cleanDb;

/** @param {number[]} values */
const median = values => (values.length > 0 ? [...values].sort((a, b) => a - b)[values.length >> 1] : -200);

/** @param {{left: Float32Array, right: Float32Array, end: number}} window @param {number} rate @returns {ToneWindow} */
function analyse({ left, right, end }, rate) {
  const own = [amplitude(left, hertz[0], rate), amplitude(right, hertz[1], rate)];
  const other = [exact(faded(left), hertz[1], rate) * 2, exact(faded(right), hertz[0], rate) * 2];
  return {
    at: end / rate,
    levels: [...own, ...other].map(decibels),
    purity: [left, right].map((samples, i) => {
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const tone = own[i] ** 2 / 2;
      return power < 1e-7 ? -200 : 10 * Math.log10(tone / Math.max(1e-12, power - tone));
    }),
  };
}

/** @param {Float32Array} samples @param {number} hertz @param {number} rate */
const amplitude = (samples, hertz, rate) => Math.max(...offsets.map(offset => exact(samples, hertz + offset, rate)));

/** @param {Float32Array} samples @param {number} hertz @param {number} rate */
function exact(samples, hertz, rate) {
  // Goertzel: one multiplication a sample.
  const step = 2 * Math.PI * hertz / rate;
  const twice = 2 * Math.cos(step);
  let last = 0, before = 0;
  for (const sample of samples) {
    [last, before] = [sample + twice * last - before, last];
  }
  return 2 / samples.length * Math.hypot(last - before * Math.cos(step), before * Math.sin(step));
}

/** By Hann's window: what is left of the other channel's tone is not hidden by this one's edges. @param {Float32Array} samples */
const faded = samples => samples.map((sample, i) => sample * (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / samples.length)));

/** @param {number} amplitude */
const decibels = amplitude => 20 * Math.log10(Math.max(1e-9, amplitude));
