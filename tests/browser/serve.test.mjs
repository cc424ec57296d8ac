// What a writer sees: the preview of the sample in headless Chromium while its files are saved.
//
// BOARDPACK names the program; without it, the release build of this repository.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, repository, serve } from "./served.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STORY = "content/2026-Q3/stories/automated-rollback.md";
const BASE = "templates/base.html";
const TEMPLATE = "templates/sheets/stories.html";
const CONTEXT = "Putting one right by hand took more than an hour as a rule.";

let browser;
let served;
before(async () => {
  [browser, served] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  assert.equal(await served?.end(), 0, "an interrupt ends it well");
});

const edit = (file, old, now, of = served) => {
  const text = readFileSync(of.at(file), "utf8");
  assert.ok(text.includes(old), `${file} says \`${old}\``);
  writeFileSync(of.at(file), text.replace(old, now));
};

const open = async (options = {}, url = served.url) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  page.complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.complaints.push(message.text());
  });
  page.on("pageerror", (error) => page.complaints.push(error.message));
  await page.goto(`${url}2026-Q3/`);
  return page;
};
const says = (page, words) => page.waitForFunction((words) => document.body.textContent.replace(/\s+/g, " ").includes(words), words);

test("a save shows where the reader is, in every browser, without a new page", async () => {
  const [page, other] = [await open(), await open({ viewport: { width: 390, height: 844 } })];
  for (const one of [page, other]) {
    await one.evaluate(() => {
      window.sameDocument = true;
      const tall = [...document.querySelectorAll("details")];
      if (tall[0]) tall[0].open = true;
      scrollTo(0, 2000);
    });
  }
  edit(STORY, CONTEXT, "Putting one right by hand took most of an afternoon.");
  for (const one of [page, other]) {
    await says(one, "Putting one right by hand took most of an afternoon.");
    assert.equal(await one.evaluate(() => window.sameDocument), true);
    // A line that went away above moves what is read by as much, and what is read stays.
    const moved = Math.abs((await one.evaluate(() => scrollY)) - 2000);
    assert.ok(moved < 60, `scrolled by ${moved} px`);
    assert.deepEqual(one.complaints, []);
  }
  edit(STORY, "Putting one right by hand took most of an afternoon.", CONTEXT);
  await says(page, CONTEXT);
  await page.context().close();
  await other.context().close();
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: { width: 360, height: 640 } }],
]) {
  test(`what is wrong lies over the last good page and goes by itself: ${name}`, async () => {
    const page = await open(options);
    await says(page, CONTEXT);
    const title = await page.title();
    const lines = readFileSync(served.at(STORY), "utf8").split("\n");
    const line = lines.indexOf("owner: VP Engineering") + 1;
    edit(STORY, "owner: VP Engineering", "onwer: VP Engineering");
    const section = page.locator("section.overlay");
    await section.waitFor();
    const told = await section.textContent();
    for (const words of ["error[unknown-key]", `${STORY}:${line}:1`, `${line} | onwer: VP Engineering`, "^^^^^", "did you mean `owner`"]) {
      assert.ok(told.includes(words), `${words} in ${told}`);
    }
    assert.equal(await page.title(), title);
    const box = await section.boundingBox();
    assert.ok(box.width <= page.viewportSize().width && box.height <= page.viewportSize().height * 0.76, JSON.stringify(box));
    const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(beside <= 0, `the page is ${beside} px too wide`);
    assert.deepEqual(page.complaints, []);
    // axe-core is run by the test, past the page's policy, which allows neither it nor the styles it tries.
    const found = await page.evaluate(`${axeSource}; axe.run({ include: [["body > div"]] }, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })`);
    assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html)}`), []);
    page.complaints.length = 0;
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/overlay-${name}.png` });
    await section.getByRole("button", { name: "Hide" }).click();
    assert.ok((await section.boundingBox()).height < 120);
    await section.getByRole("button", { name: "Show" }).press("Enter");
    await page.keyboard.press("Escape");
    assert.ok((await section.boundingBox()).height < 120);
    edit(STORY, "onwer: VP Engineering", "owner: VP Engineering");
    await section.waitFor({ state: "detached" });
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test("a style sheet and a template show like words do", async () => {
  const page = await open();
  edit("templates/style.css", "--paper: #FFFFFF;", "--paper: #FEFEFA;");
  await page.waitForFunction(() => getComputedStyle(document.documentElement).backgroundColor === "rgb(254, 254, 250)");
  const text = readFileSync(served.at(TEMPLATE), "utf8");
  writeFileSync(served.at(TEMPLATE), `${text}\n<p>Added by a template.</p>\n`);
  await says(page, "Added by a template.");
  writeFileSync(served.at(TEMPLATE), text);
  edit("templates/style.css", "--paper: #FEFEFA;", "--paper: #FFFFFF;");
  await page.waitForFunction(() => !document.body.textContent.includes("Added by a template."));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("what a save changes makes the page the same as one that is read from nothing", async () => {
  const page = await open();
  const [asked, inParts] = [[], []];
  await says(page, CONTEXT);
  page.on("request", (request) => request.resourceType() === "fetch" && asked.push(new URL(request.url()).pathname));
  const isSame = () =>
    page.evaluate(async () => {
      const text = await (await fetch(location.href, { cache: "no-store" })).text();
      return document.body.isEqualNode(new DOMParser().parseFromString(text, "text/html").body);
    });
  const text = readFileSync(served.at(TEMPLATE), "utf8");
  const base = readFileSync(served.at(BASE), "utf8");
  const detailed = (more) => writeFileSync(served.at(TEMPLATE), `${text}\n<details class="probe"><p>Opened.</p>${more}</details>\n`);
  const saves = [
    ["words", () => edit(STORY, CONTEXT, "Putting one right by hand cost a morning."), "Putting one right by hand cost a morning."],
    ["a paragraph more", () => edit(STORY, "cost a morning.", "cost a morning.\n\nNobody liked that."), "Nobody liked that."],
    ["a template", () => writeFileSync(served.at(TEMPLATE), `${text}\n<p>Added by a template.</p>\n`), "Added by a template."],
    ["a title", () => edit(STORY, "title: Change failure rate fell after", "title: Change failure rate fell since"), "Change failure rate fell since"],
    ["a mark of the byte order", () => writeFileSync(served.at(BASE), `\uFEFF${base.replace("</body>", "<p>Marked.</p></body>")}`), "Marked."],
  ];
  const story = readFileSync(served.at(STORY), "utf8");
  for (const [what, save, words] of saves) {
    asked.length = 0;
    save();
    await says(page, words);
    if (!asked.includes("/2026-Q3/")) inParts.push(what);
    assert.ok(await isSame(), what);
    await page.waitForTimeout(1500);
    assert.ok(await isSame(), `${what}, once it rests`);
  }
  writeFileSync(served.at(BASE), base);
  writeFileSync(served.at(STORY), story);
  // What the reader opened stays open, whatever becomes of what is in it.
  detailed("");
  await says(page, "Opened.");
  await page.evaluate(() => (document.querySelector(".probe").open = true));
  detailed("<p>More of it.</p>");
  await says(page, "More of it.");
  assert.equal(await page.evaluate(() => document.querySelector(".probe").open), true);
  writeFileSync(served.at(TEMPLATE), text);
  await page.waitForFunction(() => !document.querySelector(".probe"));
  await says(page, CONTEXT);
  // A file that is read half saved makes the browser read the page whole; that cannot be each of them.
  assert.ok(inParts.length > 0, "no save came in parts");
  // A page that can be made and that the check then refuses came here ahead as well. Nobody sees it.
  const seen = "A sentence that nothing holds to the data";
  edit(STORY, "title: Change failure rate fell after", `title: ${seen}`);
  const section = page.locator("section.overlay");
  await section.waitFor();
  assert.ok(!(await page.evaluate(() => document.body.textContent)).includes(seen));
  // Nor is anything asked for that it names.
  const named = [];
  page.on("request", (request) => request.url().includes("probe") && named.push(request.url()));
  writeFileSync(served.at(TEMPLATE), `${text}\n<p>One <img src="probe.png" alt=""></p>\n`);
  await page.waitForTimeout(1000);
  assert.deepEqual(named, []);
  writeFileSync(served.at(TEMPLATE), text);
  writeFileSync(served.at(STORY), story);
  await section.waitFor({ state: "detached" });
  await says(page, CONTEXT);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a page says that nobody serves it any more, and goes on when somebody does", async () => {
  const first = await serve();
  const page = await open({ viewport: { width: 390, height: 844 } }, first.url);
  await says(page, CONTEXT);
  const ended = page.locator("p.ended");
  assert.equal(await ended.count(), 0);
  // Once its news are heard its words are dressed.
  await page.waitForFunction(() => performance.getEntriesByName(new URL("/.boardpack-preview/overlay.css", location.href).href).length > 0);
  assert.equal(await first.end(), 0);
  await ended.waitFor();
  assert.match(await ended.textContent(), /The preview has ended/);
  const box = await ended.boundingBox();
  assert.ok(Math.abs(box.y + box.height - 844) < 2 && box.width <= 390 && box.height < 120, JSON.stringify(box));
  const found = await page.evaluate(`${axeSource}; axe.run({ include: [["body > div"]] }, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })`);
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html)}`), []);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/ended.png` });
  const second = await serve(repository, { port: new URL(first.url).port });
  await ended.waitFor({ state: "detached" });
  const live = page.locator("p.live");
  assert.equal(await live.textContent(), "The preview goes on.");
  edit(STORY, CONTEXT, "Putting one right by hand cost a morning.", second);
  await says(page, "Putting one right by hand cost a morning.");
  assert.equal(await live.textContent(), "The preview goes on.", "it was never wrong");
  await page.context().close();
  assert.equal(await second.end(), 0);
});
