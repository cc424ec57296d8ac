// How long a save takes to the screen, in the real browser: median and worst of RUNS (50), for a story, a
// figure and a template. PACK names the pack (the sample), SETTLE the milliseconds between two saves.
//
//   node latency.mjs

import { readFileSync, writeFileSync } from "node:fs";
import { launch, serve } from "./served.mjs";

const runs = Number(process.env.RUNS ?? 50);
const settle = Number(process.env.SETTLE ?? 1500);
const cases = [
  ["story", "2026-Q3/", "content/2026-Q3/stories/automated-rollback.md", /Putting one right by hand[^\n]*/, (n) => `Putting one right by hand took ${"very ".repeat((n % 5) + 1)}long as a rule.`],
  ["figure", "2026-Q3/services/payments.html", "data/snapshots/2026-Q3.yaml", /2026-W28: 118\/105\d\d/, (n) => `2026-W28: 118/${10500 + n}`],
  ["template", "2026-Q3/", "templates/sheets/stories.html", /$(?![\s\S])|<!--probe-->[\s\S]*$/, (n) => `<!--probe--><p>probe ${n}</p>\n`],
];

const browser = await launch();
const served = await serve(process.env.PACK);
const page = await browser.newPage();
page.setDefaultTimeout(60_000);
const middle = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
for (const [name, address, file, what, now] of cases) {
  await page.goto(served.url + address);
  await page.waitForTimeout(settle);
  const times = [];
  const text = readFileSync(served.at(file), "utf8");
  for (let n = 0; n < runs; n += 1) {
    const shown = page.evaluate(
      () =>
        new Promise((done) => {
          new MutationObserver((_, observer) => {
            observer.disconnect();
            // After the next frame it is on the screen.
            requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
          }).observe(document.documentElement, { childList: true });
        }),
    );
    await page.waitForTimeout(20);
    const begun = Date.now();
    writeFileSync(served.at(file), text.replace(what, now(n)));
    times.push((await shown) - begun);
    await page.waitForTimeout(settle);
  }
  writeFileSync(served.at(file), text);
  await page.waitForTimeout(settle);
  console.log(`${name}: median ${middle(times)} ms, worst ${Math.max(...times)} ms of ${runs}`);
}
await browser.close();
await served.end();
