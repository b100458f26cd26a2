import { html, useEffect, useRef } from "./html.mjs";

/** Asks before something is done that can not be undone. Escape, or the button that does nothing, closes it. */
export function Confirm({ title, children, actions, onClose }) {
  const dialog = useRef(null);
  useEffect(() => dialog.current.showModal(), []);
  return html`
    <dialog ref=${dialog} aria-label=${title} onClose=${onClose}>
      <h2>${title}</h2>
      ${children}
      <div class="actions">
        <button type="button" autofocus onClick=${() => dialog.current.close()}>Cancel</button>
        ${actions.map(([label, act]) =>
          html`<button key=${label} type="button" class="danger" onClick=${() => {
            dialog.current.close();
            act();
          }}>${label}</button>`
        )}
      </div>
    </dialog>
  `;
}
