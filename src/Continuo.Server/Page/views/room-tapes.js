import { api } from "../app/api.js";
import { h } from "../app/dom.js";
import { clock } from "../app/format.js";
import { icon } from "../app/icons.js";
import { deleteTape, isRecorded, tapesOf, toggleTape } from "../app/room-tapes.js";
import { withToken } from "../app/token.js";
import { leaveLater, leaving } from "../app/undo.js";
import { t } from "../i18n/index.js";
import { dayOf } from "./playback.js";
import { button, stateMark } from "./parts.js";
import { mayOperate } from "./room-people.js";

// Recording a room: everyone sees that it is recorded; operators begin and end it, and get the mix and each voice as a file.

const shownTapes = 5;

/** @param {Contract.Room} shown */
export const recordedMark = shown => isRecorded(shown) && stateMark("recording");

/** @param {Contract.Room} shown */
export function roomTapes(shown) {
  if (!mayOperate()) {
    return false;
  }
  const tapes = tapesOf(shown);
  const running = tapes.find(tape => tape.state === "running");
  const complete = tapes.filter(tape => tape !== running && !leaving.has(keyOf(tape)));
  return h("section", { key: "tapes", class: "tapes" },
    h("h3", null, t("room.tapes"), h("span", { class: "right" }, button({
      label: t(isRecorded(shown) ? "action.stop" : "action.record"), shape: "recording", pressed: isRecorded(shown), class: `small record${isRecorded(shown) ? " on" : ""}`, run: () => void toggleTape(shown),
    }))),
    running && h("p", { key: "running", class: "tape" }, stateMark("recording"), h("span", { class: "caption" }, t("room.tapes.tracks", { n: running.files.length - 1 })),
      h("span", { class: "right", live: () => clock((Date.now() - new Date(running.startedAt).getTime()) / 1000) })),
    complete.length === 0 ? !running && h("p", { class: "hint" }, t("room.tapes.hint"))
      : h("ul", { "aria-label": t("room.tapes") }, complete.slice(0, shownTapes).map(tape => item(shown, tape))),
    complete.length > shownTapes && h("p", { class: "hint" }, t("room.tapes.more", { n: complete.length - shownTapes })));
}

/** @param {Contract.Room} shown @param {Contract.RoomRecording} tape */
function item(shown, tape) {
  return h("li", { key: tape.name, class: "tape" },
    h("details", null,
      h("summary", null, h("span", { class: "name", title: tape.name }, dayOf(tape.startedAt)), tape.failure && h("span", { class: "warning", title: tape.failure }, t("state.failed")), h("span", { class: "right" }, clock(tape.durationSeconds))),
      tape.failure && h("p", { class: "caption" }, tape.failure),
      h("ul", { class: "tape-files" }, tape.files.map(file => h("li", { key: file.file },
        h("a", { href: withToken(api.roomRecordingFile(shown.name, tape.name, file.file)), download: `${tape.name} ${file.file}`, "aria-label": t("recordings.download", { name: nameOf(file) }) }, icon("download"), h("span", null, nameOf(file)))))),
      button({ label: t("recordings.delete", { name: tape.name }), icon: "trash", class: "small bare", run: () => leaveLater(keyOf(tape), tape.name, () => void deleteTape(shown.name, tape.name)) })));
}

/** @param {Contract.RoomRecording} tape */
const keyOf = tape => `${tape.room}/${tape.name}`;

/** @param {Contract.RoomRecordingFile} file */
const nameOf = file => (file.speakerId === "" ? t("room.tapes.mix") : file.name || t("room.guest"));
