// One AudioContext for everything that is heard or measured. Browsers let it run after a click or a key.

/** @type {AudioContext|null} */
let context = null;

/** @returns {AudioContext} */
export function audioContext() {
  context ??= new AudioContext({ sampleRate: 48_000, latencyHint: "interactive" });
  return context;
}

/** Resolves to false if the browser waits for a click. */
export async function resumeAudio() {
  const running = audioContext();
  if (running.state === "suspended") {
    await Promise.race([running.resume(), new Promise(resolve => setTimeout(resolve, 300))]);
  }
  return running.state === "running";
}

/** Time from the next sample of the graph to the ear, ms. */
export function outputLatencyMs() {
  const running = audioContext();
  const { contextTime, performanceTime } = running.getOutputTimestamp?.() ?? {};
  if (contextTime && performanceTime) {
    // What leaves the device now is older than the graph's time. Both move in steps of a device's buffer, so this is exact for the moment only.
    return Math.max(0, (running.currentTime - contextTime) * 1000 - (performance.now() - performanceTime));
  }
  return ((running.baseLatency || 0) + (running.outputLatency || 0)) * 1000;
}
