import { en } from "./en.js";
import { ja } from "./ja.js";

/**
 * @typedef {keyof typeof en} Key
 * @typedef {string|{one?: string, other: string}} Text
 * @typedef {"en"|"ja"} Language
 */

/** @type {Record<Language, Record<Key, Text>>} */
const dictionaries = { en, ja };
const storageKey = "continuo.language";

/** @type {Language} */
let current = initial();
let plural = new Intl.PluralRules(current);

/** @returns {Language} */
function initial() {
  const stored = localStorage.getItem(storageKey);
  if (stored === "en" || stored === "ja") {
    return stored;
  }
  return navigator.languages.find(tag => /^(en|ja)\b/.test(tag))?.startsWith("ja") ? "ja" : "en";
}

export const language = () => current;

/** @param {Language} next */
export function setLanguage(next) {
  current = next;
  plural = new Intl.PluralRules(next);
  localStorage.setItem(storageKey, next);
  applyLanguage();
}

export function applyLanguage() {
  document.documentElement.lang = current;
}

/**
 * The text of a key in the current language. `{name}` is replaced by a parameter; a text with plural forms chooses by the parameter `n`.
 * @param {Key} key
 * @param {Record<string, string|number>} [params]
 * @returns {string}
 */
export function t(key, params) {
  const text = dictionaries[current][key];
  const form = typeof text === "string" ? text : plural.select(Number(params?.n)) === "one" && text.one !== undefined ? text.one : text.other;
  return params ? form.replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole)) : form;
}
