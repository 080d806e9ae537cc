// Meter and fader scales.

const points = [[-60, 0], [-50, 0.075], [-40, 0.15], [-30, 0.3], [-20, 0.5], [0, 1]];

/** Position of a level on the meter, 0…1: IEC 60268-18, piecewise linear. @param {number} db */
export function meterPosition(db) {
  if (!(db > -60)) {
    return 0;
  }
  for (let i = 1; i < points.length; i++) {
    if (db <= points[i][0]) {
      const [fromDb, from] = points[i - 1];
      const [toDb, to] = points[i];
      return from + (to - from) * (db - fromDb) / (toDb - fromDb);
    }
  }
  return 1;
}

/** Where one colour zone ends and the next begins, dBFS. */
export const zones = [-18, -9, -3];

/** Labelled marks of the large meters, dBFS. */
export const meterMarks = [-60, -40, -30, -20, -10, 0];

const faderPoints = [[-90, 0], [-60, 0.05], [-30, 0.25], [-20, 0.375], [-10, 0.5], [0, 0.75], [10, 1]];

/** Fader position 0…1 of a gain; null (−∞) is 0. @param {number|null} db */
export function faderPosition(db) {
  if (db === null || db <= faderPoints[0][0]) {
    return 0;
  }
  for (let i = 1; i < faderPoints.length; i++) {
    if (db <= faderPoints[i][0]) {
      const [fromDb, from] = faderPoints[i - 1];
      const [toDb, to] = faderPoints[i];
      return from + (to - from) * (db - fromDb) / (toDb - fromDb);
    }
  }
  return 1;
}

/** Gain in dB of a fader position, rounded to 0.1; null at the bottom. @param {number} position 0…1 */
export function faderGain(position) {
  if (position <= 0.002) {
    return null;
  }
  for (let i = 1; i < faderPoints.length; i++) {
    if (position <= faderPoints[i][1]) {
      const [fromDb, from] = faderPoints[i - 1];
      const [toDb, to] = faderPoints[i];
      return Math.round((fromDb + (toDb - fromDb) * (position - from) / (to - from)) * 10) / 10;
    }
  }
  return 10;
}

/** Labelled marks of a fader, dB. */
export const faderMarks = [10, 0, -5, -10, -20, -30];
