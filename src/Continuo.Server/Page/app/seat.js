import { api } from "./api.js";

// This browser's seat: who it is in rooms. Kept by the browser, so that its volumes are found again.

const storageKey = "continuo.seat";

/** @type {Contract.Seat|null} */
let known = read();

/** @returns {Contract.Seat|null} */
function read() {
  try {
    const seat = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    return typeof seat?.id === "string" && typeof seat.key === "string" ? seat : null;
  } catch {
    return null; // not written by this page
  }
}

/** Id of this browser's person; empty before the first room is joined. */
export const ownId = () => known?.id ?? "";

/** @returns {Promise<Contract.Seat>} */
export async function ownSeat() {
  if (!known) {
    known = await api.createSeat();
    localStorage.setItem(storageKey, JSON.stringify(known));
  }
  return known;
}

/** Header that proves the seat. @returns {Record<string, string>} */
export const seatKey = () => (known ? { "Continuo-Seat-Key": known.key } : {});
