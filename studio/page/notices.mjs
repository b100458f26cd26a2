import { html } from "./html.mjs";

export function Loading({ what }) {
  return html`<p class="loading" role="status">Loading ${what} …</p>`;
}

/** What went wrong, and how to go on. */
export function Failure({ error, retry }) {
  return html`
    <div class="notice bad" role="alert">
      <h2>${TITLES[error.kind] ?? "That did not work"}</h2>
      <p class="text">${error.message}</p>
      ${retry && html`<button type="button" onClick=${retry}>Try again</button>`}
    </div>
  `;
}

const TITLES = {
  token: "This tab has no token",
  gone: "The studio has ended",
  missing: "Not found",
  conflict: "Changed by somebody else",
  readOnly: "Can not be changed",
  validation: "The model refuses the document",
  value: "A value does not fit",
};

/** The findings of a validation, of places that are not shown themselves. */
export function Issues({ issues }) {
  if (issues.length === 0) return null;
  return html`<ul class="issues">${
    issues.map(({ path, message }) =>
      html`<li key=${path + message}><code>${path || "document"}</code> ${message}</li>`
    )
  }</ul>`;
}

export function Empty({ title, children }) {
  return html`<div class="notice empty"><h2>${title}</h2>${children}</div>`;
}
