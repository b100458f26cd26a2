// Connects without naming a library; prints what it found, or the error.
import { uri } from "../../support/environment.ts";
import { connect } from "../../../src/client/connect.ts";
import type { LibraryNotFound } from "../../../src/errors/library-not-found.ts";

try {
  const client = await connect(uri);
  console.log(JSON.stringify({ library: client.engine.library }));
  await client.close();
} catch (error) {
  const { name, code, places } = error as LibraryNotFound;
  console.log(JSON.stringify({ name, code, places }));
}
