import { updateLevel } from "../canvas/levels.js";
import { wake } from "../canvas/surface.js";
import { LevelTap } from "../player/level-tap.js";
import { Publisher } from "../player/publisher.js";
import { changed } from "./state.js";
import { token } from "./token.js";

// Talking into a stream of this server.

export const publisher = new Publisher();

export const talking = {
  /** @type {MediaDeviceInfo[]} */ devices: [],
  device: "",
  name: "",
};

/** @type {LevelTap|null} */
let tap = null;
/** @type {ReturnType<typeof setInterval>|undefined} */
let timer;

/** Opens the microphone and shows its level. @param {string} [device] */
export async function openMicrophone(device) {
  if (await publisher.open(device)) {
    tap ??= new LevelTap();
    tap.attach(publisher.output);
    talking.devices = (await navigator.mediaDevices.enumerateDevices()).filter(info => info.kind === "audioinput");
    talking.device = publisher.media?.getAudioTracks()[0]?.getSettings().deviceId ?? "";
    clearInterval(timer);
    timer = setInterval(() => {
      updateLevel("microphone", tap?.read() ?? [], performance.now());
      wake();
    }, 50);
  }
  changed();
}

/** @param {string} name of the stream to be */
export function talk(name) {
  talking.name = name;
  publisher.start(`/whip/${encodeURIComponent(name)}`, token());
}

export function stopTalking() {
  publisher.stop();
}

export function closeMicrophone() {
  clearInterval(timer);
  tap?.attach(null);
  publisher.stop();
  publisher.closeMicrophone();
  changed();
}

publisher.addEventListener("change", changed);
