// What an offer needs beyond the browser's own.

const captureTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

/** Asks for the capture time in each packet; it is what the latency is measured by. @param {RTCRtpTransceiver} transceiver */
export function wantCaptureTime(transceiver) {
  const api = /** @type {any} */ (transceiver);
  const extensions = api.getHeaderExtensionsToNegotiate?.();
  const wanted = extensions?.find((/** @type {any} */ extension) => extension.uri === captureTime);
  if (wanted) {
    wanted.direction = "sendrecv";
    api.setHeaderExtensionsToNegotiate(extensions);
  }
}

/** Chromium decodes Opus to mono unless its own offer says stereo=1. @param {string} sdp */
export function stereo(sdp) {
  const payload = /a=rtpmap:(\d+) opus\/48000/i.exec(sdp)?.[1];
  return payload ? sdp.replace(new RegExp(`(a=fmtp:${payload} (?!.*stereo=1)[^\\r\\n]*)`), "$1;stereo=1") : sdp;
}

/**
 * Sends an offer by WHIP or WHEP.
 * @param {string} address
 * @param {string} sdp
 * @param {string|null} token
 * @param {AbortSignal} [signal]
 * @param {Record<string, string>} [more] further headers
 * @returns {Promise<{answer: string, session: string}>} session: address of the session resource
 */
export async function postOffer(address, sdp, token, signal, more) {
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "application/sdp", ...more };
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  const response = await fetch(address, { method: "POST", headers, body: sdp, signal });
  if (response.status !== 201) {
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(problem.detail ?? problem.title ?? `HTTP ${response.status}`), { status: response.status, advice: problem.advice });
  }
  return { answer: await response.text(), session: new URL(response.headers.get("Location") ?? "", response.url).href };
}

/**
 * Ends a session, and then its connection: a connection that is closed first ends the session by itself, and there is nothing left to delete.
 * @param {RTCPeerConnection|null} peer @param {string} session empty if the server has made none @param {string|null} token
 */
export async function endSession(peer, session, token) {
  if (session) {
    const signal = AbortSignal.timeout(2000);
    await fetch(session, { method: "DELETE", keepalive: true, signal, headers: token ? { Authorization: `Bearer ${token}` } : {} }).catch(() => { /* the server may be gone; the session ends by itself */ });
  }
  peer?.close();
}
