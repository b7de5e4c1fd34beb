// Making elements without ever parsing text as HTML: names come from files that somebody else wrote.

/** A new element with attributes (on… = listener, data-… as they are) and children (elements or text). */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((one) => one !== null && one !== undefined));
  return made;
}

/** The element of that id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Change the text only where it differs: an unchanged text costs no layout. */
export function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}
