// Figures that follow the meters: an element with a `live` property shows what that function returns, at most five times a second, without a rendering.

const everyMs = 200;

/** @type {{element: Element, text: () => string, shown: string}[]} */
let figures = [];
let updatedAt = 0;

/** Finds the figures after a rendering. */
export function collectFigures() {
  figures = [];
  for (const element of document.querySelectorAll("[data-live]")) {
    const text = /** @type {any} */ (element).live;
    if (text) {
      const shown = text();
      if (element.textContent !== shown) {
        element.textContent = shown;
      }
      figures.push({ element, text, shown });
    }
  }
}

/** @param {number} now performance.now() */
export function updateFigures(now) {
  if (now - updatedAt < everyMs) {
    return;
  }
  updatedAt = now;
  for (const figure of figures) {
    const text = figure.text();
    if (text !== figure.shown) {
      figure.shown = text;
      figure.element.textContent = text;
    }
  }
}
