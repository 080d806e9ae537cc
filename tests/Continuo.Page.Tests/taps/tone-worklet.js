// Hands on what a node carries in windows of 50 ms, in which 440 and 660 Hz have whole periods.

const frames = 2400;

class ToneWindows extends AudioWorkletProcessor {
  constructor() {
    super();
    this.start();
  }

  start() {
    this.left = new Float32Array(frames);
    this.right = new Float32Array(frames);
    this.filled = 0;
  }

  /** @param {Float32Array[][]} inputs */
  process([input]) {
    const [left, right] = [input[0] ?? new Float32Array(128), input[1] ?? input[0] ?? new Float32Array(128)];
    for (let i = 0; i < left.length; i++) {
      this.left[this.filled] = left[i];
      this.right[this.filled] = right[i];
      if (++this.filled === frames) {
        this.port.postMessage({ left: this.left, right: this.right, end: currentFrame + i + 1 }, [this.left.buffer, this.right.buffer]);
        this.start();
      }
    }
    return true;
  }
}

registerProcessor("tone-windows", ToneWindows);
