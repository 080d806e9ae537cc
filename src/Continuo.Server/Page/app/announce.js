// Messages to screen readers: at most one each three seconds; failures at once. Meters never speak.

const everyMs = 3000;

/** @type {string[]} */
const waiting = [];
let spokenAt = 0;
let scheduled = false;

/** @param {string} text */
export function announce(text) {
  if (waiting.at(-1) !== text) {
    waiting.push(text);
    waiting.splice(0, waiting.length - 3);
  }
  if (!scheduled) {
    scheduled = true;
    setTimeout(speak, Math.max(0, spokenAt + everyMs - Date.now()));
  }
}

function speak() {
  scheduled = false;
  spokenAt = Date.now();
  const region = document.getElementById("announcements");
  if (region) {
    region.textContent = waiting.splice(0).join(". ");
  }
}

/** @param {string} text */
export function alertNow(text) {
  const region = document.getElementById("alerts");
  if (region) {
    region.textContent = text;
  }
}
