"use strict";
// One phone of the class: join with the code, choose, and see how the week went.
const given = "GIVEN";
const words = given.words;
const get = (id) => document.getElementById(id);
let socket = null;
let joined = null; // what was sent to join: sent again when the connection comes back
let wait = 500;

// What the phone is known by, kept while the page is open; a browser that keeps nothing joins anew.
function again(text) {
  try {
    if (text !== undefined) sessionStorage.setItem("again", text);
    return sessionStorage.getItem("again") || "";
  } catch {
    return "";
  }
}

function make(name, text, more = {}) {
  const one = Object.assign(document.createElement(name), more);
  if (text !== undefined) one.textContent = text;
  return one;
}

function say(text) {
  get("say").textContent = text;
}

function send(plain) {
  if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(plain));
}

function connect() {
  socket = new WebSocket(`ws://${location.host}/phone`);
  socket.onopen = () => {
    wait = 500;
    say("");
    if (joined) send({ ...joined, again: again() });
  };
  socket.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (told.tell === "error") say(told[given.lang]);
    else if (told.tell === "class") show(told);
  };
  socket.onclose = () => {
    say(words.lost);
    setTimeout(connect, wait);
    wait = Math.min(2 * wait, 15000);
  };
}

function show(told) {
  again(told.again);
  get("join").hidden = true;
  const main = get("questions");
  main.replaceChildren(make("h2", words.choose.replace("{week}", told.week)));
  for (const question of told.questions) {
    main.append(make("p", question[given.lang]));
    for (const choice of question.choices) {
      const button = make("button", choice[given.lang], { type: "button", className: "choice", disabled: !told.open });
      button.setAttribute("aria-pressed", String(question.chosen === choice.id));
      button.onclick = () => send({ ask: "choose", question: question.id, choice: choice.id });
      main.append(button);
    }
  }
  if (!told.questions.length) main.append(make("p", words.nothing));
  say(!told.open ? words.closed : told.questions.some((one) => one.chosen !== null) ? words.chosen : "");
  showResult(told.result);
}

function showResult(result) {
  const place = get("result");
  place.replaceChildren();
  if (!result) return;
  place.append(make("h2", words.result.replace("{week}", result.week)));
  for (const one of result.choices) place.append(make("p", `${one.question[given.lang]} ${one.choice[given.lang]}`));
  const table = make("table");
  const head = table.insertRow();
  for (const text of ["", words.own, words.class]) head.append(make("th", text));
  for (const number of result.numbers) {
    const row = table.insertRow();
    row.insertCell().textContent = number[given.lang];
    for (const value of [number.own, number.class]) {
      row.insertCell().textContent = value.toLocaleString(given.lang, { maximumFractionDigits: Math.abs(value) < 10 ? 3 : 0 });
    }
  }
  place.append(table);
}

get("code-label").textContent = words.code;
get("role-label").textContent = words.role;
get("go").textContent = words.join;
get("code").maxLength = given.letters + 2;
get("other").textContent = given.lang === "zh" ? "English" : "中文";
get("other").href = `?lang=${given.lang === "zh" ? "en" : "zh"}`;
for (const role of given.roles) {
  const label = make("label");
  label.append(make("input", undefined, { type: "radio", name: "role", value: role.id, required: true }), ` ${role.text}`);
  get("roles").append(label);
}
get("join").onsubmit = (event) => {
  event.preventDefault();
  joined = { ask: "join", code: get("code").value.trim(), role: new FormData(event.target).get("role") };
  send({ ...joined, again: again() });
};
connect();
