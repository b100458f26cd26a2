const KEY = "haricot-studio-token";

/** Takes the token out of the address, where it would stay in the history, and keeps it for this tab. */
function takeToken() {
  const given = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (given === undefined) return sessionStorage.getItem(KEY);
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, "", `${location.pathname}#/`);
  return given;
}

const token = takeToken();

/** An answer that says what is wrong. */
export class Refused extends Error {
  constructor({ kind, code, message, issues = [] }) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.issues = issues;
  }
}

/** Asks the server. */
export async function ask(name, request = {}, signal = undefined) {
  let response;
  try {
    response = await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token ?? ""}` },
      body: JSON.stringify(request),
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused({ kind: "gone", message: "The studio does not answer. Is the command still running?" });
  }
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.error);
  return answer;
}
