// The difference between the server's clock and this browser's, from the events socket's pings. The exchange with the shortest round trip counts.

let offset = 0;
let bestRoundTrip = Infinity;
let bestAt = 0;

/**
 * @param {number} sentAt Date.now() when the ping left
 * @param {number} receivedAt
 * @param {number} serverTime ms since 1970 by the server's clock
 */
export function clockSample(sentAt, receivedAt, serverTime) {
  const roundTrip = receivedAt - sentAt;
  if (roundTrip <= bestRoundTrip || receivedAt - bestAt > 60_000) {
    bestRoundTrip = roundTrip;
    bestAt = receivedAt;
    // Below the resolution of the time stamps the clocks are one.
    const difference = serverTime - (sentAt + roundTrip / 2);
    offset = Math.abs(difference) <= roundTrip / 2 + 1 ? 0 : difference;
  }
}

/** Server time minus browser time in ms. */
export const clockOffset = () => offset;

/** Now by the server's clock, ms since 1970. */
export const serverNow = () => Date.now() + offset;

/** Shortest round trip seen, ms. */
export const roundTrip = () => (Number.isFinite(bestRoundTrip) ? bestRoundTrip : 0);
