import { room, startVoice, voice } from "./room.js";
import { setSetting, settings } from "./settings.js";
import { changed } from "./state.js";

// When the microphone is open: held, locked, or always until it is muted. The sound is cut in this browser, before it is sent.

const tapMs = 300;

const talk = { isHeld: false, isLocked: false, isMuted: false, pressedAt: 0 };

/** Whether this browser's voice goes out. */
export const isTalking = () => voice.media !== null && voice.enabled;

/** @returns {"off"|"held"|"locked"|"open"|"muted"|"waiting"} */
export function talkState() {
  if (!voice.media) {
    return "off";
  }
  return settings.pushToTalk ? talk.isLocked ? "locked" : talk.isHeld ? "held" : "waiting" : talk.isMuted ? "muted" : "open";
}

function apply() {
  voice.enabled = settings.pushToTalk ? talk.isHeld || talk.isLocked : !talk.isMuted;
  changed();
}

/** The key or the button goes down. */
export function pressTalk() {
  if (!room.name) {
    return;
  }
  if (!voice.media) {
    void startVoice();
    return;
  }
  if (!talk.isHeld) {
    talk.isHeld = true;
    talk.pressedAt = performance.now();
    if (!settings.pushToTalk) {
      talk.isMuted = !talk.isMuted;
    }
    apply();
  }
}

/** It comes up. @param {boolean} [mayLock] a short press of the button locks, or ends what was locked */
export function releaseTalk(mayLock = false) {
  if (!talk.isHeld) {
    return;
  }
  talk.isHeld = false;
  if (settings.pushToTalk && mayLock && performance.now() - talk.pressedAt < tapMs) {
    talk.isLocked = !talk.isLocked;
  }
  apply();
}

export function lockTalk() {
  if (settings.pushToTalk) {
    talk.isLocked = !talk.isLocked;
  } else {
    talk.isMuted = !talk.isMuted;
  }
  apply();
}

/** @param {boolean} isOn */
export function setPushToTalk(isOn) {
  Object.assign(talk, { isHeld: false, isLocked: false, isMuted: false });
  setSetting("pushToTalk", isOn);
  apply();
}

addEventListener("blur", () => releaseTalk());
document.addEventListener("visibilitychange", () => document.hidden && releaseTalk());
apply();
