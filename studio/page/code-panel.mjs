import { html, useState } from "./html.mjs";
import { copy } from "./text.mjs";

/** The query as TypeScript. */
export function CodePanel({ code, imports }) {
  const [said, setSaid] = useState("");
  const text = imports.length === 0 ? code : `import { ${imports.join(", ")} } from "haricot";\n\n${code}`;
  return html`
    <section class="code" aria-label="The query as TypeScript">
      <header>
        <h2>As TypeScript</h2>
        <span role="status" class="muted">${said}</span>
        <button type="button" onClick=${() => copy(text, setSaid)}>Copy</button>
      </header>
      <pre tabindex="0">${text}</pre>
    </section>
  `;
}
