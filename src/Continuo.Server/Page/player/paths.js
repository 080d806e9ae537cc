// The three ways to hear a stream, in order of latency, and what this browser allows on this page.

/**
 * @typedef {"webrtc"|"websocket"|"http"} PathId
 * @typedef {{id: PathId, open: boolean, reason: "ok"|"insecure"|"unsupported"|"failed"}} PathState
 */

/** @type {PathId[]} */
export const pathIds = ["webrtc", "websocket", "http"];

/** @returns {PathState[]} */
export function detectPaths() {
  return [
    path("webrtc", typeof RTCPeerConnection === "function" ? "ok" : "unsupported"),
    // WebCodecs and AudioWorklet exist in secure contexts only: https, or a page of this machine.
    path("websocket", !isSecureContext ? "insecure" : typeof AudioDecoder === "function" && typeof AudioWorkletNode === "function" ? "ok" : "unsupported"),
    path("http", document.createElement("audio").canPlayType("audio/wav") ? "ok" : "unsupported"),
  ];
}

/** @param {PathId} id @param {PathState["reason"]} reason @returns {PathState} */
const path = (id, reason) => ({ id, open: reason === "ok", reason });
