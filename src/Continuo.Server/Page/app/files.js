import { t } from "../i18n/index.js";
import { openPlayer, openSource, tell } from "./actions.js";
import { api } from "./api.js";
import { changed, notify } from "./state.js";

// Sound files that are dropped on the page or chosen: sent to the server, then opened. Several at once become the stems of a player.

const accept = ".wav,.flac,.ogg,.opus,.mp3,.aiff,.aif,.caf,.w64,audio/*";

export const dropping = { active: false };

export function openFiles() {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.accept = accept;
  input.onchange = () => void take([...(input.files ?? [])]);
  input.click();
}

/** @param {File[]} files */
async function take(files) {
  const stored = [];
  for (const file of files) {
    notify({ kind: "info", text: t("notice.uploading", { name: file.name }) }, 4);
    const result = await tell(api.upload(file));
    if (result) {
      stored.push({ file: result.file, name: file.name.replace(/\.[^.]+$/, "") });
    }
  }
  if (stored.length === 1) {
    await openSource(stored[0].name, `file:${stored[0].file}`);
  } else if (stored.length > 1) {
    await openPlayer(stored[0].name, stored.map(item => item.file));
  }
}

export function acceptDrops() {
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const show = (/** @type {boolean} */ active) => {
    if (dropping.active !== active) {
      dropping.active = active;
      changed();
    }
  };
  addEventListener("dragover", event => {
    if (hasFiles(event)) {
      event.preventDefault();
      show(true);
    }
  });
  addEventListener("dragleave", event => event.relatedTarget === null && show(false));
  addEventListener("drop", event => {
    show(false);
    if (hasFiles(event)) {
      event.preventDefault();
      void take([...(event.dataTransfer?.files ?? [])]);
    }
  });
}
