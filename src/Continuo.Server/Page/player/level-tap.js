import { audioContext } from "./context.js";

// Sample peaks of a node, left and right, without changing what is heard.

const frames = 2048;

export class LevelTap {
  #splitter = audioContext().createChannelSplitter(2);
  #analysers = [analyser(), analyser()];
  #samples = new Float32Array(frames);
  /** @type {AudioNode|null} */ #node = null;
  /** dBFS per channel. */ peaksDb = [-Infinity, -Infinity];

  constructor() {
    this.#analysers.forEach((node, channel) => this.#splitter.connect(node, channel));
  }

  /** @param {AudioNode|null} node */
  attach(node) {
    if (this.#node && this.#node !== node) {
      try {
        this.#node.disconnect(this.#splitter);
      } catch {
        // A node of a closed path has been disconnected already.
      }
    }
    if (node && this.#node !== node) {
      node.connect(this.#splitter);
    }
    this.#node = node;
  }

  /** Peaks of the last 43 ms. @returns {number[]} */
  read() {
    this.#analysers.forEach((node, channel) => {
      node.getFloatTimeDomainData(this.#samples);
      let peak = 0;
      for (const sample of this.#samples) {
        peak = Math.max(peak, Math.abs(sample));
      }
      this.peaksDb[channel] = peak > 0 ? 20 * Math.log10(peak) : -Infinity;
    });
    return this.peaksDb;
  }
}

function analyser() {
  const node = audioContext().createAnalyser();
  node.fftSize = frames;
  return node;
}
