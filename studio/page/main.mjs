import { DocumentView } from "./document-view.mjs";
import { CreateView } from "./create-view.mjs";
import { Home } from "./home.mjs";
import { html, render, useEffect } from "./html.mjs";
import { ModelView } from "./model-view.mjs";
import { Failure, Loading } from "./notices.mjs";
import { useRoute } from "./route.mjs";
import { Sidebar } from "./sidebar.mjs";
import { useAnswer } from "./use-answer.mjs";

function Studio() {
  const route = useRoute();
  const { answer, error, reload } = useAnswer("models", {});
  const name = route.parts[0];
  useEffect(() => {
    document.title = `${name ?? answer?.database ?? "Haricot"} - Haricot studio`;
    document.querySelector("main")?.scrollTo(0, 0);
  }, [route.view, route.parts.join("/"), answer?.database]);
  // What was added and removed changes the counts.
  useEffect(() => {
    if (answer !== undefined) reload();
  }, [route.view, name]);
  if (error !== undefined) {
    return html`
      <main class="alone">
        <${Failure} error=${error} retry=${reload} />
      </main>
    `;
  }
  if (answer === undefined) {
    return html`
      <main class="alone">
        <${Loading} what="the models" />
      </main>
    `;
  }
  const model = answer.models.find((one) => one.name === name);
  return html`
    <div class="studio">
      <${Sidebar} ...${answer} current=${name} />
      <main id="content" tabindex="-1">${content(route, answer, model)}</main>
    </div>
  `;
}

function content(route, studio, model) {
  if (route.view === "home") return html`<${Home} ...${studio} />`;
  if (model === undefined) {
    const error = new Error(`There is no model ${JSON.stringify(route.parts[0] ?? "")} here.`);
    return html`<${Failure} error=${error} />`;
  }
  const [name, part] = route.parts;
  switch (route.view) {
    case "model":
      return html`<${ModelView} key=${name} model=${model} studio=${studio} part=${
        part ?? "documents"
      } query=${route.query} />`;
    case "document":
      return html`<${DocumentView} key=${`${name} ${part}`} model=${model} studio=${studio} id=${part} />`;
    case "new":
      return html`<${CreateView} key=${name} model=${model} studio=${studio} />`;
    default:
      return html`<${Failure} error=${new Error("There is nothing at this address.")} />`;
  }
}

render(html`<${Studio} />`, document.getElementById("studio"));
