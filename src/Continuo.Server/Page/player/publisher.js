import { audioContext } from "./context.js";
import { endSession, postOffer } from "./offer.js";

const checkMs = 250;
const leaveMs = 4000; // a server ends what it has handed over before

/**
 * Sends a microphone into a stream by WHIP. Raises `change`. A lost session is replaced as long as it is not stopped.
 * @typedef {"idle"|"connecting"|"live"|"waiting"|"failed"} PublisherState
 */
export class Publisher extends EventTarget {
  /** @type {RTCPeerConnection|null} */ #peer = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;
  #address = "";
  /** @type {string|null} */ #token = null;
  #session = "";
  /** @type {{peer: RTCPeerConnection, session: string}|null} Still heard by those who have not come to the next server yet. */ #leaving = null;
  /** @type {Record<string, string>} */ #headers = {};
  /** @type {MediaStreamTrack|null} What is sent: a copy, so that it can be silent while the level meter is not. */ #sent = null;
  #enabled = true;
  #checking = false;
  /** @type {PublisherState} */ state = "idle";
  /** @type {MediaStream|null} */ media = null;
  /** @type {AudioNode|null} For a level meter. */ output = null;
  /** @type {{code: "insecure"|"denied"|"missing"|"server", detail: string}|null} */ problem = null;

  /**
   * Opens the microphone. Without https or localhost browsers have none.
   * @param {string} [device] device id
   * @param {MediaTrackConstraints} [processing] what the browser does to the sound; nothing by default
   */
  async open(device, processing) {
    this.closeMicrophone();
    this.problem = null;
    if (!navigator.mediaDevices) {
      this.#fail("insecure", "");
      return false;
    }
    try {
      // Music as well as speech: nothing is cancelled, suppressed or levelled.
      this.use(await navigator.mediaDevices.getUserMedia({
        audio: { deviceId: device ? { exact: device } : undefined, channelCount: { ideal: 2 }, echoCancellation: false, noiseSuppression: false, autoGainControl: false, ...processing },
      }));
      return true;
    } catch (error) {
      const { name, message } = /** @type {DOMException} */ (error);
      this.#fail(name === "NotAllowedError" ? "denied" : "missing", message);
      return false;
    }
  }

  /** Takes any media stream with sound. @param {MediaStream} media */
  use(media) {
    this.media = media;
    this.output = audioContext().createMediaStreamSource(media);
    this.#sent?.stop();
    this.#sent = media.getAudioTracks()[0].clone();
    this.#sent.enabled = this.#enabled;
    for (const peer of [this.#peer, this.#leaving?.peer]) {
      void peer?.getSenders()[0]?.replaceTrack(this.#sent);
    }
    this.#changed();
  }

  /** Whether the sound is sent; silence is sent otherwise. Acts at once. */
  get enabled() {
    return this.#enabled;
  }

  set enabled(isOn) {
    this.#enabled = isOn;
    if (this.#sent) {
      this.#sent.enabled = isOn;
    }
  }

  /** Round trip to the server in ms; null if it is not known. */
  async roundTripMs() {
    const stats = this.#peer ? [...(await this.#peer.getStats()).values()] : [];
    const seconds = stats.find(s => s.type === "candidate-pair" && s.currentRoundTripTime !== undefined)?.currentRoundTripTime;
    return seconds === undefined ? null : seconds * 1000;
  }

  /** @param {string} address WHIP address @param {string|null} token @param {Record<string, string>} [headers] further headers of the offer */
  start(address, token, headers) {
    this.#headers = headers ?? {};
    this.#address = address;
    this.#token = token;
    this.problem = null;
    void this.#connect(true);
  }

  /** What is spoken to moves to another server: both connections send until the old one ends. */
  move() {
    const peer = this.#peer;
    if (peer?.connectionState !== "connected") {
      return;
    }
    this.#endLeaving(this.#leaving);
    const leaving = { peer, session: this.#session };
    this.#leaving = leaving;
    peer.onconnectionstatechange = null;
    const transport = peer.getSenders()[0]?.transport;
    if (transport) {
      transport.onstatechange = () => transport.state === "closed" && this.#endLeaving(leaving);
    }
    setTimeout(() => this.#endLeaving(leaving), leaveMs);
    this.#peer = null;
    this.#session = "";
    void this.#connect(false);
  }

  /** @param {{peer: RTCPeerConnection, session: string}|null} leaving */
  #endLeaving(leaving) {
    if (leaving && leaving === this.#leaving) {
      this.#leaving = null;
      void endSession(leaving.peer, leaving.session, this.#token);
      if (this.#peer && this.#peer.connectionState !== "connected") {
        this.#set("waiting"); // the next one comes later than this one has ended
      }
    }
  }

  /** @param {boolean} first */
  async #connect(first) {
    this.#close();
    if (!this.#leaving) {
      this.#set(first ? "connecting" : "waiting");
    }
    const track = this.#sent;
    if (!track || !this.media) {
      this.#set("idle");
      return;
    }
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#peer = peer;
    const transceiver = peer.addTransceiver(track, { direction: "sendonly", streams: [this.media] });
    peer.onconnectionstatechange = () => {
      if (peer === this.#peer) {
        if (peer.connectionState === "connected") {
          this.#set("live");
        } else if (peer.connectionState === "failed" || peer.connectionState === "disconnected") {
          this.#again(500);
        }
      }
    };
    try {
      await peer.setLocalDescription(await peer.createOffer());
      const { answer, session } = await postOffer(this.#address, peer.localDescription?.sdp ?? "", this.#token, undefined, this.#headers);
      if (peer !== this.#peer) {
        void endSession(null, session, this.#token);
        return;
      }
      this.#session = session;
      await peer.setRemoteDescription({ type: "answer", sdp: answer });
      const transport = transceiver.sender.transport;
      if (transport) {
        transport.onstatechange = () => transport.state === "closed" && peer === this.#peer && this.#again(0);
      }
    } catch (error) {
      const { status, message } = /** @type {any} */ (error);
      if (peer !== this.#peer) {
        return;
      }
      if (first || status === 401 || status === 403 || status === 409) {
        this.stop();
        this.#fail("server", message);
      } else {
        this.#again(500);
      }
    }
  }

  /** Asks the server whether it still has the session, until it answers, and replaces one that it does not know: a browser notices late that a server is gone. */
  check() {
    const session = this.#session;
    if (!session || this.#checking) {
      return;
    }
    this.#checking = true;
    fetch(session, { method: "HEAD", headers: this.#token ? { Authorization: `Bearer ${this.#token}` } : {} })
      .then(response => response.status, () => 0)
      .then(status => {
        this.#checking = false;
        if (session !== this.#session) {
          return;
        }
        if (status === 404) {
          this.#again(0);
        } else if (status === 0 || status >= 500) {
          setTimeout(() => session === this.#session && this.check(), checkMs);
        }
      });
  }

  /** @param {number} delayMs */
  #again(delayMs) {
    this.#set("waiting");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(false), delayMs);
  }

  #close() {
    clearTimeout(this.#timer);
    const peer = this.#peer;
    this.#peer = null;
    for (const sender of peer?.getSenders() ?? []) {
      void sender.replaceTrack(null); // silent at once, before the server has answered
    }
    void endSession(peer, this.#session, this.#token);
    this.#session = "";
  }

  /** Leaves the stream; the microphone stays open for the level meter. */
  stop() {
    this.#endLeaving(this.#leaving);
    this.#close();
    this.#set("idle");
  }

  closeMicrophone() {
    for (const track of this.media?.getTracks() ?? []) {
      track.stop();
    }
    this.media = null;
    this.#sent?.stop();
    this.#sent = null;
    this.output?.disconnect();
    this.output = null;
  }

  /** @param {"insecure"|"denied"|"missing"|"server"} code @param {string} detail */
  #fail(code, detail) {
    this.problem = { code, detail };
    this.#set("failed");
    this.#changed();
  }

  /** @param {PublisherState} state */
  #set(state) {
    if (state !== this.state) {
      this.state = state;
      this.#changed();
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
