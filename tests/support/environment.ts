/** Server and library under test, as `npm test` or `npm run build` wrote them down: reading them needs no permission. */
export { library, uri } from "../../.cache/test-environment.ts";
