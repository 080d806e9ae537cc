import { audioContext } from "./context.js";
import { endSession, postOffer, stereo, wantCaptureTime } from "./offer.js";
import { quietFor, ReceiverStatistics } from "./receiver-statistics.js";

// WHEP. A lost session is never repaired, it is replaced: a new POST takes 30 ms.

const connectMs = 6000;
const retryMs = 500;
const watchMs = 250;
const quietMs = 1000;
const missedMs = 250; // without packets: more than a pause of the network
const overlapMs = 600; // a server that hands a room over waits for longer
const fadeMs = 30;
const fadeSteps = 6;
const disconnectedMs = 1000;

/**
 * @typedef {object} PathEvents What a path reports to the player.
 * @property {(state: "connecting"|"playing"|"waiting"|"blocked") => void} state
 * @property {(reason: {kind: "failed"|"refused"|"unavailable", detail: string}) => void} failed the path gives up
 * @property {() => void} [quiet] packets have stopped: the server is asked whether it still has the session
 * @typedef {import("./receiver-statistics.js").PathStatistics} PathStatistics
 */

export class WebRtcPath {
  /** @type {RTCPeerConnection|null} */ #peer = null;
  /** @type {MediaStreamAudioSourceNode|null} */ #source = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;
  /** @type {ReturnType<typeof setInterval>|undefined} */ #watch;
  #stopped = false;
  #everPlayed = false;
  #attempt = 0;
  #checking = false;
  #statistics = new ReceiverStatistics();
  /** @type {number|null} */ #setupMs = null;
  #jitterBufferMs = 0;
  /** Address of the session resource. */ session = "";
  element = new Audio();
  /** @type {{peer: RTCPeerConnection, session: string, element: HTMLAudioElement, source: MediaStreamAudioSourceNode|null}|null} Heard until the next connection is. */ #leaving = null;

  /**
   * @param {import("./target.js").Target} target
   * @param {PathEvents} events
   */
  constructor(target, events) {
    this.target = target;
    this.events = events;
    this.element.autoplay = true;
  }

  start() {
    this.#watch = setInterval(() => this.#look(), watchMs);
    void this.#connect();
  }

  async #connect() {
    const attempt = ++this.#attempt;
    this.#close();
    if (!this.#leaving) {
      this.events.state(this.#everPlayed ? "waiting" : "connecting");
    }
    const began = performance.now();
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#peer = peer;
    const transceiver = peer.addTransceiver("audio", { direction: "recvonly" });
    wantCaptureTime(transceiver);
    peer.ontrack = event => this.#attach(new MediaStream([event.track]));
    peer.onconnectionstatechange = () => this.#connectionChanged(peer, began);
    try {
      const offer = await peer.createOffer();
      await peer.setLocalDescription({ type: "offer", sdp: stereo(offer.sdp ?? "") });
      const { answer, session } = await postOffer(this.target.whep, peer.localDescription?.sdp ?? "", this.target.token, AbortSignal.timeout(connectMs), this.target.headers);
      if (this.#stopped || attempt !== this.#attempt) {
        void endSession(null, session, this.target.token);
        return;
      }
      this.session = session;
      await peer.setRemoteDescription({ type: "answer", sdp: answer });
      this.#applyJitterBuffer();
      const transport = transceiver.receiver.transport;
      if (transport) {
        // The server's close_notify shows here at once; connectionState notices it after 7 s.
        transport.onstatechange = () => transport.state === "closed" && peer === this.#peer && this.#again(0);
      }
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => peer.connectionState !== "connected" && this.#failed("failed", "no connection"), connectMs);
    } catch (error) {
      const problem = /** @type {any} */ (error);
      if (this.#stopped || attempt !== this.#attempt) {
        return;
      }
      if (problem.status === 401 || problem.status === 403) {
        this.#failed("refused", problem.message);
      } else if (!this.#everPlayed && problem.status >= 400) {
        this.#failed("unavailable", problem.message);
      } else {
        this.#again(retryMs);
      }
    }
  }

  /** @param {RTCPeerConnection} peer @param {number} began */
  #connectionChanged(peer, began) {
    if (peer !== this.#peer || this.#stopped) {
      return;
    }
    if (peer.connectionState === "connected") {
      clearTimeout(this.#timer);
      this.#setupMs = performance.now() - began;
      this.#everPlayed = true;
      this.#play();
    } else if (peer.connectionState === "disconnected") {
      this.events.state("waiting");
      this.#again(disconnectedMs);
    } else if (peer.connectionState === "failed") {
      if (this.#everPlayed) {
        this.#again(0);
      } else {
        this.#failed("failed", "ICE failed");
      }
    }
  }

  /** @param {MediaStream} stream */
  #attach(stream) {
    this.element.srcObject = stream;
    // A remote track feeds Web Audio only while an element plays it, too.
    this.#source?.disconnect();
    this.#source = audioContext().createMediaStreamSource(stream);
    if (!this.#leaving) {
      this.onOutput?.(this.#source);
    }
  }

  /**
   * What is heard is moving to another server: a new connection is made while the old one is heard, and takes over when it has been there for a while,
   * because the others who are heard move, too. If the old one ends before, the new one takes over at once.
   */
  move() {
    const peer = this.#peer;
    if (this.#stopped || peer?.connectionState !== "connected") {
      return;
    }
    this.#takeOver();
    if (quietFor(peer) > missedMs) {
      this.#again(0); // its server has failed: there is nothing to go on with
      return;
    }
    this.#leaving = { peer, session: this.session, element: this.element, source: this.#source };
    peer.ontrack = null;
    peer.onconnectionstatechange = null;
    const transport = peer.getReceivers()[0]?.transport;
    if (transport) {
      transport.onstatechange = () => transport.state === "closed" && this.#takeOver();
    }
    this.#peer = null;
    this.#source = null;
    this.session = "";
    const { volume } = this.element;
    this.element = new Audio();
    this.element.autoplay = true;
    this.element.volume = volume;
    this.element.muted = true;
    void this.#connect();
  }

  /** The new connection is heard from now on. */
  #takeOver() {
    const leaving = this.#leaving;
    if (!leaving) {
      return;
    }
    this.#leaving = null;
    if (this.#source) {
      this.onOutput?.(this.#source);
    } else {
      this.events.state("waiting"); // it comes later than the old one has ended
    }
    const { volume } = this.element;
    this.element.muted = false;
    let step = 0;
    const fade = setInterval(() => {
      step++;
      leaving.element.volume = volume * (1 - step / fadeSteps);
      this.element.volume = volume * step / fadeSteps;
      if (step === fadeSteps) {
        clearInterval(fade);
        leaving.source?.disconnect();
        leaving.element.srcObject = null;
        void endSession(leaving.peer, leaving.session, this.target.token);
      }
    }, fadeMs / fadeSteps);
  }

  /** Called with the node that carries the sound, for meters. @type {((node: AudioNode) => void)|undefined} */ onOutput;

  #play() {
    if (this.#leaving) {
      setTimeout(() => this.#takeOver(), overlapMs);
    }
    this.element.play().then(() => this.events.state("playing"), error => error.name === "NotAllowedError" && this.events.state("blocked"));
  }

  /** Packets that stop without a word: the session may be gone with its server. */
  #look() {
    const peer = this.#peer;
    if (!peer || peer.connectionState !== "connected" || this.#checking || !this.session) {
      return;
    }
    if (quietFor(peer) > quietMs) {
      this.#checking = true;
      this.events.quiet?.();
      fetch(this.session, { method: "HEAD", headers: this.target.token ? { Authorization: `Bearer ${this.target.token}` } : {} })
        .then(response => response.status === 404 && this.#again(0), () => this.#again(retryMs))
        .finally(() => (this.#checking = false));
    }
  }

  /** Contributing sources (CSRC) of the packets of the last moments: whose voices are in the mix. @param {number} [withinMs] @returns {number[]} */
  contributors(withinMs = 250) {
    const since = performance.timeOrigin + performance.now() - withinMs;
    const sources = this.#peer?.getReceivers()[0]?.getContributingSources() ?? [];
    return sources.filter(source => source.timestamp >= since).map(source => source.source);
  }

  /** @param {number} delayMs */
  #again(delayMs) {
    if (!this.#stopped) {
      this.events.state("waiting");
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#connect(), delayMs);
    }
  }

  /** The server is back: a session it does not know is replaced without waiting for its silence to be noticed. */
  reconnect() {
    this.#again(0);
  }

  /** @param {"failed"|"refused"|"unavailable"} kind @param {string} detail */
  #failed(kind, detail) {
    this.stop();
    this.events.failed({ kind, detail });
  }

  /** @param {number} gain 0…1 */
  setVolume(gain) {
    this.element.volume = Math.min(1, gain);
    if (this.#leaving) {
      this.#leaving.element.volume = this.element.volume;
    }
  }

  /** Least delay of the jitter buffer, ms; 0 leaves it to the browser. @param {number} ms */
  setJitterBuffer(ms) {
    this.#jitterBufferMs = ms;
    this.#applyJitterBuffer();
  }

  #applyJitterBuffer() {
    for (const receiver of this.#peer?.getReceivers() ?? []) {
      if ("jitterBufferTarget" in receiver) {
        receiver.jitterBufferTarget = this.#jitterBufferMs || null;
      }
    }
  }

  /**
   * @param {{deviceMs: number, chunkMs: number}} sender
   * @returns {Promise<PathStatistics>}
   */
  statistics(sender) {
    return this.#statistics.read(this.#peer, sender, this.#setupMs);
  }

  #close() {
    clearTimeout(this.#timer);
    const peer = this.#peer;
    this.#peer = null;
    this.#statistics.clear();
    if (peer) {
      peer.onconnectionstatechange = null;
      peer.ontrack = null;
    }
    void endSession(peer, this.session, this.target.token);
    this.session = "";
  }

  stop() {
    this.#stopped = true;
    clearInterval(this.#watch);
    this.#takeOver();
    this.#close();
    this.#source?.disconnect();
    this.element.srcObject = null;
  }
}
