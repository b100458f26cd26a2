// `npm run build`: packages and native library, and the module that tells the tests where the library is (with the server of MONGODB_URI, if set).
import process from "node:process";
import { ensureLibrary } from "./lib/library.mjs";
import { ensurePackages } from "./lib/packages.mjs";
import { exitWith } from "./lib/problem.mjs";
import { writeTestEnvironment } from "./lib/test-environment.mjs";

try {
  await ensurePackages();
  writeTestEnvironment({
    uri: process.env.MONGODB_URI ?? "mongodb://127.0.0.1:27017/?replicaSet=rs0",
    library: await ensureLibrary(),
  });
} catch (error) {
  exitWith(error);
}
