// A ring of stereo frames between one writer and one reader, in shared memory if the page is isolated. Positions count frames and wrap at 2³¹.

const written = 0;
const read = 1;
const mask31 = 0x7fffffff;

export class FrameRing {
  /**
   * @param {number} capacity frames, a power of two
   * @param {ArrayBuffer|SharedArrayBuffer} [memory] of another FrameRing of the same capacity
   */
  constructor(capacity, memory) {
    this.capacity = capacity;
    this.memory = memory ?? (globalThis.crossOriginIsolated ? new SharedArrayBuffer(8 + capacity * 8) : new ArrayBuffer(8 + capacity * 8));
    this.positions = new Int32Array(this.memory, 0, 2);
    this.left = new Float32Array(this.memory, 8, capacity);
    this.right = new Float32Array(this.memory, 8 + capacity * 4, capacity);
  }

  /** Frames waiting. */
  get fill() {
    return (Atomics.load(this.positions, written) - Atomics.load(this.positions, read)) & mask31;
  }

  /** Writer only. What does not fit is left out; the reader skips long before that. @param {Float32Array} left @param {Float32Array} right */
  write(left, right) {
    const frames = Math.min(left.length, this.capacity - this.fill);
    const at = Atomics.load(this.positions, written);
    for (let i = 0; i < frames; i++) {
      const slot = (at + i) & (this.capacity - 1);
      this.left[slot] = left[i];
      this.right[slot] = right[i];
    }
    Atomics.store(this.positions, written, (at + frames) & mask31);
  }

  /** Reader only: the frame's slot at a distance from the read position. @param {number} ahead */
  slot(ahead) {
    return (Atomics.load(this.positions, read) + ahead) & (this.capacity - 1);
  }

  /** Reader only. @param {number} frames */
  advance(frames) {
    Atomics.store(this.positions, read, (Atomics.load(this.positions, read) + frames) & mask31);
  }
}
