import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as haricot from "../../mod.ts";
import * as migrations from "../../migrations.ts";
import * as operators from "../../operators.ts";
import * as testing from "../../testing.ts";
import { docs } from "../../tools/lib/docs/navigation.mjs";
import { referencePages } from "../../tools/lib/docs/reference.mjs";

describe("the reference made from the docstrings", () => {
  const pages: Map<string, string> = referencePages();
  const section = (page: string, name: string): string =>
    pages.get(page)!.split(/^(?=## )/m).find((text) => text.startsWith(`## ${name} `)) ?? "";

  test("has every export of every entry", () => {
    const all = [...pages.values()].join("\n");
    const missing = [haricot, operators, migrations, testing].flatMap(Object.keys).filter((name) =>
      !all.includes(`\n## ${name} {#`)
    );
    assert.deepEqual(missing, []);
  });

  test("shows signatures without bodies, with docstring, errors and example", () => {
    const text = section("connecting.md", "connect");
    assert.match(text, /```ts signature\n(async )?function connect\([^)]*\): Promise<Client>;\n```/);
    assert.match(text, /- throws \[`ConnectionError`\]\(error-classes\.md#connectionerror\) when/);
  });

  test("shows of every name the declaration of that name", () => {
    const wrong = [...pages.values()].flatMap((text) =>
      [...text.matchAll(/^## (\w+) \{#.*\}\n\n(The same as `?\[?`(\w+))?[^]*?```ts signature\n(.*)/gm)]
        .filter(([, name, , original, line]) =>
          !new RegExp(`^(?:async |abstract )*(?:class|const|function|interface|type) ${original ?? name}\\b`).test(
            line!,
          )
        ).map(([, name, , , line]) => `${name}: ${line}`)
    );
    assert.deepEqual(wrong, []);
  });

  test("lists the members of classes, with those of bases that are not public", () => {
    const text = section("queries.md", "FindQuery");
    assert.match(text, /^### fetchLinks \{#findquery-fetchlinks\}/m);
    assert.match(text, /Has the members of .*\[`Updates`\]\(#updates\)/);
    const [, members] = /Has the members of \[`(\w+)`\]/.exec(section("models.md", "Document"))!;
    assert.match(section("models.md", members!), /^### save \{#\w+-save\}/m);
  });

  test("shows no member that is internal", () => {
    const text = section("values.md", "ObjectId");
    assert.match(text, /constructor\(input\?:/);
    assert.doesNotMatch(text, /constructor\(a: number/);
  });

  test("leads from every link to a place that is there", () => {
    const anchors = new Map(
      [...pages].map(([name, text]) => [name, new Set([...text.matchAll(/\{#([\w-]+)\}/g)].map(([, id]) => id!))]),
    );
    const dead = [...pages].flatMap(([page, text]) =>
      [...text.matchAll(/\]\(([\w-]*(?:\.md)?)#([\w-]+)\)/g)]
        .filter(([, target, anchor]) => !anchors.get(target === "" ? page : target!)?.has(anchor!)).map(([link]) =>
          `${page}: ${link}`
        )
    );
    assert.deepEqual(dead, []);
  });

  test("lists every error code with its class and meaning", () => {
    const text = pages.get("errors.md")!;
    const codes = readdirSync(join(docs, "errors")).filter((name) => name.endsWith(".md"));
    const wrong = codes.filter((name) => {
      const [, kind, meaning] = text.match(
        new RegExp(`\\]\\(\\.\\./errors/${name.replaceAll(".", "\\.")}\\) \\| \`(\\w+)\` \\| (\\S.*) \\|`),
      ) ?? [];
      return kind === undefined || kind === "undefined" || meaning === undefined || meaning === "undefined";
    });
    assert.deepEqual(wrong, []);
  });
});
