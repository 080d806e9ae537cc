import { t } from "../i18n/index.js";
import { changed, notify } from "./state.js";

// Deleting that can be taken back: what is to be deleted leaves the view at once, and the server when the time to undo is over.

const undoMs = 10_000;

/** What will be deleted, by a key of the caller's. @type {Map<string, ReturnType<typeof setTimeout>>} */
export const leaving = new Map();

/** @param {string} key @param {string} name as the notice shows it @param {() => void} remove */
export function leaveLater(key, name, remove) {
  leaving.set(key, setTimeout(() => {
    leaving.delete(key);
    remove();
  }, undoMs));
  const undo = () => {
    clearTimeout(leaving.get(key));
    leaving.delete(key);
    changed();
  };
  notify({ kind: "info", text: t("recordings.deleted", { name }), action: { label: t("action.undo"), run: undo } }, undoMs / 1000);
}
