import { useEffect, useState } from "./html.mjs";

/** Where the page is: `#/model/Product/documents?{"conditions":[...]}`. */
export function parseRoute(hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split("?");
  const [view = "", ...parts] = path.split("/").map(decodeURIComponent);
  return { view: view || "home", parts, query: query === undefined ? {} : parseQuery(query) };
}

function parseQuery(text) {
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return {};
  }
}

export function address(view, parts = [], query = undefined) {
  const path = [view, ...parts].map(encodeURIComponent).join("/");
  const has = query !== undefined && Object.keys(query).length > 0;
  return `#/${path}${has ? `?${encodeURIComponent(JSON.stringify(query))}` : ""}`;
}

export function documentAddress(model, id) {
  return address("document", [model, JSON.stringify(id)]);
}

/** The documents of a model, with a query. */
export function tableAddress(model, query) {
  return address("model", [model, "documents"], query);
}

export function go(to) {
  location.hash = to;
}

export function useRoute() {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const changed = () => setRoute(parseRoute(location.hash));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}
