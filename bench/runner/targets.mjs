// The targets: ratios of medians in one run, and a few absolute figures.
import { short } from "./statistics.mjs";

const runtimes = { bun: "Bun", deno: "Deno" };

/** At least `wanted` times as fast as another contender: [task, contender, on Bun, on Deno, constructing included]. */
const faster = [
  ["insert:small", "driver", 1.4, 1.4],
  ["find:small", "driver", 3, 2],
  ["find-one:small", "driver", 1.1, 1.1],
  ["find-one-32:small", "driver", 2.2, 1.6],
  ["insert:small", "mongoose", 3.5, 4],
  ["find:small", "mongoose", 4, 4],
  ["find-one:small", "mongoose", 1.2, 1.2],
  ["find-one-32:small", "mongoose", 2.5, 2],
  ["insert:small", "beanie", 10, 10, true],
  ["find:small", "beanie", 11, 11],
  ["find-one:small", "beanie", 1.6, 1.6],
  ["links-one:small", "driver", 1, 1],
  ["links-list:small", "driver", 1, 1],
  ["links-deep:small", "driver", 1, 1],
  ["links-one:small", "mongoose", 4, 4],
  ["links-list:small", "mongoose", 4, 4],
  ["links-deep:small", "mongoose", 4, 4],
];

/** At most this many times the time of the raw socket. */
const nearFloor = [["insert:small", 1.4], ["find:small", 1.9], ["find-one:small", 2.1]];

/** One line of the table of targets; `met` is null where a measurement is missing. */
function line({ what, runtime, wanted, found, met }) {
  return {
    what,
    runtime: runtimes[runtime],
    wanted,
    found: Number.isFinite(found) ? short(found) : "not measured",
    met: Number.isFinite(found) ? met : null,
  };
}

function timeOf(results, task, contender, construct) {
  const result = results[task]?.[contender];
  return result === undefined ? NaN : result.median + (construct ? result.figures.construct : 0);
}

/** Every target of the design with what the run has found. */
export function judge({ results, tasks }, labels) {
  const labelOf = new Map(tasks.map((task) => [task.id, task.label]));
  return Object.keys(runtimes).flatMap((runtime) => [
    ...faster.map(([task, other, onBun, onDeno, construct]) => {
      const wanted = runtime === "bun" ? onBun : onDeno;
      const rival = other === "beanie" ? other : `${other}-${runtime}`;
      const found = timeOf(results, task, rival, construct) / timeOf(results, task, `haricot-${runtime}`, construct);
      const what = `${labelOf.get(task) ?? task}${construct ? ", constructing included" : ""}, against ${
        labels[rival]
      }`;
      return line({ what, runtime, wanted: `${wanted}x as fast`, found, met: found >= wanted });
    }),
    ...nearFloor.map(([task, wanted]) => {
      const found = timeOf(results, task, `haricot-${runtime}`) / timeOf(results, task, "socket");
      return line({
        what: `${labelOf.get(task) ?? task}, against the raw socket`,
        runtime,
        wanted: `≤ ${wanted}x its time`,
        found,
        met: found <= wanted,
      });
    }),
    ...tasks.filter((task) => task.group === "odm").map((task) => {
      const found = timeOf(results, task.id, `driver-${runtime}`) / timeOf(results, task.id, `haricot-${runtime}`);
      return line({
        what: `ODM benchmark, ${task.label}, against the driver`,
        runtime,
        wanted: `${task.target}x its MB/s`,
        found,
        met: found >= task.target,
      });
    }),
    ...absolute(results, tasks, runtime),
  ]);
}

function absolute(results, tasks, runtime) {
  const own = (task) => results[task]?.[`haricot-${runtime}`];
  const figure = (task, name) => own(task)?.figures[name] ?? NaN;
  const stall = (task) => figure(task, "longestStall");
  const peak = figure("scan-iterate:100000", "peakGrowthMB") / figure("scan-iterate:20000", "peakGrowthMB");
  const build = (own("build-query:small")?.median ?? NaN) * 1000;
  const tracked = (own("find-tracked:small")?.median ?? NaN) / (own("find:small")?.median ?? NaN);
  const library = figure("open", "library");
  const label = (id) => tasks.find((task) => task.id === id)?.label ?? id;
  return [
    ...["scan-iterate:100000", "scan-list:100000"].map((id) =>
      line({
        what: `longest stall of the event loop, ${label(id)}`,
        runtime,
        wanted: "≤ 10 ms",
        found: stall(id),
        met: stall(id) <= 10,
      })
    ),
    line({
      what: "peak of memory when iterating: five times the documents",
      runtime,
      wanted: "≤ 1.5x the peak",
      found: peak,
      met: peak <= 1.5,
    }),
    ...["small", "medium"].map((shape) => {
      const plain = results[`heap-plain:${shape}`]?.[`driver-${runtime}`]?.figures.bytesPerDocument ?? NaN;
      const found = figure(`heap-all:${shape}`, "bytesPerDocument") / plain;
      return line({
        what: `heap of kept documents (${shape}), against plain objects`,
        runtime,
        wanted: "≤ 1.2x",
        found,
        met: found <= 1.2,
      });
    }),
    line({
      what: "find with state kept, against the same without",
      runtime,
      wanted: "≤ 1.25x its time",
      found: tracked,
      met: tracked <= 1.25,
    }),
    line({ what: "building a query", runtime, wanted: "< 3 µs", found: build, met: build < 3 }),
    line({ what: "opening the library", runtime, wanted: "< 30 ms", found: library, met: library < 30 }),
  ];
}
