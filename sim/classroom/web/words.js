// The words of the page in both languages, and the switch between them.

const BOOK = JSON.parse(document.getElementById("words").textContent);
const TAGS = { zh: "zh-CN", en: "en" };

let spoken = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
const listeners = [];

/** The language that is shown: "zh" or "en". */
export function language() {
  return spoken;
}

/** A word or sentence of the page, its {blanks} filled in. */
export function say(key, blanks = {}) {
  const text = BOOK[spoken][key];
  if (text === undefined) throw new Error(`no such word: ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(blanks[name]));
}

/** What a message gives in both languages, in the one that is shown. */
export function inWords(pair) {
  return pair ? (pair[spoken] ?? pair.en ?? "") : "";
}

/** Call it now and whenever the language changes. */
export function whenSpoken(listener) {
  listeners.push(listener);
  listener();
}

/** Put the words into every element that names one: data-word (text), data-label (label for those who do not see it). */
function label(root) {
  for (const one of root.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  for (const one of root.querySelectorAll("[data-label]")) {
    one.setAttribute("aria-label", say(one.dataset.label));
    if (one.matches("button")) one.title = say(one.dataset.label);
  }
}

/** Change the language of the whole page. */
export function speak(lang) {
  spoken = lang;
  document.documentElement.lang = TAGS[lang];
  label(document);
  for (const listener of listeners) listener();
}
