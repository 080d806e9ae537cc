// Latency from capture to ear and its parts, in ms. The parts always add up to the whole.

/** @typedef {{totalMs: number, device: number, chunk: number, encode: number, network: number, jitter: number, playout: number, measured: boolean}} Latency */

export const latencyParts = /** @type {const} */ (["device", "chunk", "encode", "network", "jitter", "playout"]);

/**
 * Brings the parts that are known into a measured whole. What is left over is the sender's work (encode and queues); if the parts exceed the whole, the one with
 * the coarsest measure, the jitter buffer's average, gives way first.
 * @param {number} totalMs
 * @param {{device: number, chunk: number, network: number, jitter: number, playout: number}} known
 * @param {boolean} measured false for an estimate
 * @returns {Latency}
 */
export function latency(totalMs, known, measured) {
  const total = Math.max(0, totalMs);
  const parts = { ...known };
  let rest = total - parts.device - parts.chunk - parts.network - parts.jitter - parts.playout;
  for (const name of /** @type {const} */ (["jitter", "playout", "device", "network", "chunk"])) {
    if (rest < 0) {
      const taken = Math.min(parts[name], -rest);
      parts[name] -= taken;
      rest += taken;
    }
  }
  return { totalMs: total, ...parts, encode: Math.max(0, rest), measured };
}

/** Median of the last values: single readings jump by a packet. */
export class Median {
  /** @type {number[]} */ #values = [];

  /** @param {number} size */
  constructor(size) {
    this.size = size;
  }

  /** @param {number} value @returns {number} */
  add(value) {
    this.#values.push(value);
    if (this.#values.length > this.size) {
      this.#values.shift();
    }
    return [...this.#values].sort((a, b) => a - b)[this.#values.length >> 1];
  }

  clear() {
    this.#values.length = 0;
  }
}
