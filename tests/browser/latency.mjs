// How long a save takes to the screen, in the real browser: median and worst of RUNS (50) saves each of a
// story, a figure and a template, for the sample and for the medium workload, and for Hugo's server on the
// same texts and figures where `hugo` is installed. Each save is timed from before the file is written to
// the frame after the one in which the page holds it.
//
//   MEDIUM_TO=/tmp/medium cargo bench --bench medium   # writes the medium workload to a folder
//   MEDIUM=/tmp/medium npm run latency                 # RUNS, SETTLE: saves of each kind, ms between two

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import path from "node:path";
import { hugo } from "./peer.mjs";
import { launch, repository, serve } from "./served.mjs";

const runs = Number(process.env.RUNS ?? 50);
const settle = Number(process.env.SETTLE ?? 1500);

// Of each pack: the page, the file, what is replaced in it by what, and the words that show it; without
// words, any change of the page shows it.
// A sentence may hold no figure that a person typed.
const letters = (n) => [...n.toString(5)].map((digit) => "bdlmr"[digit]).join("a");
const story = (file, what) => ({
  page: "2026-Q3/",
  file,
  what,
  now: (n) => `Probe ${letters(n)} took longer than it should.`,
  words: (n) => `Probe ${letters(n)} took`,
});
const template = {
  page: "2026-Q3/",
  file: "templates/sheets/stories.html",
  what: /$(?![\s\S])/,
  now: (n) => `<p>probe ${n} of a template</p>\n`,
  words: (n) => `probe ${n} of a template`,
};
const packs = {
  sample: {
    folder: repository,
    cases: {
      story: story("content/2026-Q3/stories/automated-rollback.md", /Putting one right by hand[^\n]*/),
      figure: {
        page: "2026-Q3/services/payments.html",
        file: "data/snapshots/2026-Q3.yaml",
        what: /2026-W28: 118\/1\d{4}/,
        now: (n) => `2026-W28: 118/${10540 + 20 * n}`,
      },
      template,
    },
    figure: ["failed-payments", "payments", "2026-W28"],
  },
  medium: {
    folder: process.env.MEDIUM,
    cases: {
      story: story("content/2026-Q3/stories/story-0.md", /Work of this kind took[^\n]*/),
      figure: {
        page: "2026-Q3/services/service-00.html",
        file: "data/snapshots/2026-Q3.yaml",
        what: /(metric-00:\s+services:\s+service-00:\s+quarter: \S+\s+weeks:\s+)(\S+): (\d+)\/\d+/,
        // Far enough apart that what is printed is another figure each time.
        now: (n) => `$1$2: $3/${400 + 500 * (n % 2)}`,
      },
      template,
    },
    figure: ["metric-00", "service-00", "2026-W27"],
  },
};

// In every document, before anything else: looks at each frame whether what is waited for is there.
const watch = () => {
  const look = () => {
    requestAnimationFrame(look);
    if (!window.name || !document.body) return;
    const { words, before } = JSON.parse(window.name);
    const text = words ? document.body.textContent : document.body.innerHTML;
    if (words ? !text.includes(words) : text === before) return;
    window.name = "";
    requestAnimationFrame(() => window.shown(Date.now()));
  };
  requestAnimationFrame(look);
};

const browser = await launch();

const measure = async (url, at, { page: address, file, what, now, words }) => {
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  let told;
  await page.exposeFunction("shown", (at) => told(at));
  await page.addInitScript(watch);
  await page.goto(new URL(address, url).href);
  await page.waitForTimeout(settle);
  const text = readFileSync(at(file), "utf8");
  if (!what.test(text)) throw new Error(`${file} has no ${what}`);
  const times = [];
  for (let n = 0; n < runs; n += 1) {
    const shown = new Promise((done, failed) => {
      told = done;
      setTimeout(() => failed(new Error(`${file}: save ${n} was not shown`)), 60_000).unref();
    });
    await page.evaluate(
      (words) => (window.name = JSON.stringify({ words, before: words ? "" : document.body.innerHTML })),
      words?.(n) ?? "",
    );
    const begun = Date.now();
    writeFileSync(at(file), text.replace(what, now(n)));
    times.push((await shown) - begun);
    await page.waitForTimeout(settle);
  }
  writeFileSync(at(file), text);
  await page.waitForTimeout(settle);
  await page.close();
  return times.toSorted((a, b) => a - b);
};

const rows = [];
const row = (pack, program, kind, times) => {
  const [median, worst] = [times[Math.floor(times.length / 2)], times.at(-1)];
  rows.push({ pack, program, save: kind, median, worst, runs: times.length, load: loadavg()[0].toFixed(1) });
  console.log(`${pack}, ${program}, ${kind}: median ${median} ms, worst ${worst} ms of ${times.length}`);
};
const has = (name) => {
  try {
    return execFileSync(name, ["version"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
};
const peer = has("hugo");
if (!peer) console.log("hugo is not installed: no peer is measured");
const only = process.env.ONLY?.split(",");
for (const [name, { folder, cases, figure }] of Object.entries(packs)) {
  if (!folder || !existsSync(path.join(folder, "data/pack.yaml"))) {
    console.log(`${name}: no such pack (MEDIUM names the folder of the medium workload)`);
    continue;
  }
  const chosen = Object.entries(cases).filter(([kind]) => !only || only.includes(kind));
  const served = await serve(folder, { templates: [template.file] });
  for (const [kind, one] of chosen) row(name, "boardpack", kind, await measure(served.url, served.at, one));
  await served.end();
  if (!peer) continue;
  const other = await hugo(folder, cases, figure);
  for (const [kind, one] of chosen) row(name, "hugo", kind, await measure(other.url, other.at, other.cases(one, kind)));
  await other.end();
}
console.table(rows);
if (peer) console.log(peer);
await browser.close();
