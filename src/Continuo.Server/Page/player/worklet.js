import { FrameRing } from "./frame-ring.js";
import { Playout } from "./playout.js";

// The playout in the audio thread. Frames come through shared memory, or as messages if the page is not isolated.

const reportEvery = 19; // blocks: 50 ms

class StreamPlayout extends AudioWorkletProcessor {
  /** @param {{processorOptions: {capacity: number, memory?: SharedArrayBuffer, targetFrames: number}}} options */
  constructor({ processorOptions: { capacity, memory, targetFrames } }) {
    super();
    this.ring = new FrameRing(capacity, memory);
    this.playout = new Playout(this.ring, targetFrames);
    this.blocks = 0;
    this.port.onmessage = event => {
      const { left, right, leastFrames } = event.data;
      if (left) {
        this.ring.write(left, right);
      }
      if (leastFrames !== undefined) {
        this.playout.least = Math.max(960, leastFrames);
        this.playout.target = Math.max(this.playout.target, this.playout.least);
      }
    };
  }

  /** @param {Float32Array[][]} _inputs @param {Float32Array[][]} outputs */
  process(_inputs, outputs) {
    const [left, right] = outputs[0];
    const { playout } = this;
    playout.process(left, right ?? left);
    if (++this.blocks % reportEvery === 0) {
      this.port.postMessage({
        fill: this.ring.fill, waiting: playout.waiting, ratio: playout.ratio, underruns: playout.underruns, skipped: playout.skipped,
        concealed: playout.concealed, played: playout.played,
      });
    }
    return true;
  }
}

registerProcessor("continuo-playout", StreamPlayout);
