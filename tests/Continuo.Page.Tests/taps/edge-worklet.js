// Reports when a sound begins and ends, to the frame: a marker in the stream, or a fader that is moved.

const settledFrames = 240; // a tone of 440 Hz passes zero more often

class SoundEdges extends AudioWorkletProcessor {
  constructor(options) {
    super();
    this.threshold = options.processorOptions.threshold;
    this.lastLoud = -Infinity;
    this.isLoud = false;
  }

  /** @param {Float32Array[][]} inputs */
  process([input]) {
    const samples = input[0] ?? [];
    for (let i = 0; i < samples.length; i++) {
      const frame = currentFrame + i;
      if (Math.abs(samples[i]) >= this.threshold) {
        if (!this.isLoud) {
          this.report(true, frame);
        }
        this.lastLoud = frame;
      } else if (this.isLoud && frame - this.lastLoud > settledFrames) {
        this.report(false, this.lastLoud + 1);
      }
    }
    return true;
  }

  /** The time is that of the frame in the audio graph, ms since 1970. */
  report(isLoud, frame) {
    this.isLoud = isLoud;
    this.port.postMessage({ isLoud, frame, time: Date.now() + (frame - currentFrame) * 1000 / sampleRate });
  }
}

registerProcessor("sound-edges", SoundEdges);
