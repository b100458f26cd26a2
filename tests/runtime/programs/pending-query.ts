// Nothing but a pending query keeps the process alive; it must not end before the answer.
import { connect } from "../../../src/client/connect.ts";
import { library, uri } from "../../support/environment.ts";

connect(uri, { library }).then((client) =>
  client.database("admin").command({ sleep: 1, millis: 700, lock: "none" }).then(({ ok }) =>
    console.log(`answered ${ok}`)
  )
);
