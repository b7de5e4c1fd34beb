// Numbers and times as people read them.

import {DAY} from "./hours.js";
import {language, say} from "./words.js";

/** "Day 57, Mon 09:00"; days are counted from 1 from the beginning of the run, as `shequ explain` counts them. */
export function timeText(h) {
  const whole = Math.floor(h);
  const day = Math.floor(whole / DAY);
  const time = `${String(whole % DAY).padStart(2, "0")}:00`;
  return say("when", { day: day + 1, weekday: say(`weekday_${day % 7}`), time });
}

/** A whole number with thousands set apart; "–" where there is none. */
export function countText(value) {
  return Number.isFinite(value) ? Math.round(value).toLocaleString("en-US") : "–";
}

/** "61.2 %". */
export function shareText(value, digits = 1) {
  return Number.isFinite(value) ? `${(value * 100).toFixed(digits)}%` : "–";
}

/** A value on the latent scale of satisfaction, with its sign. */
export function latentText(value) {
  if (!Number.isFinite(value)) return "–";
  const text = value.toFixed(2);
  return Number(text) > 0 ? `+${text}` : text.replace("-", "\u2212").replace(/^\u22120\.00$/, "0.00");
}

/** A number with at most so many digits behind the point. */
export function plainText(value, digits = 2) {
  return Number.isFinite(value) ? String(Number(value.toFixed(digits))) : "–";
}

/** Several texts in a row, as the language joins them. */
export function joined(texts) {
  return texts.filter(Boolean).join(language() === "zh" ? "、" : ", ");
}
