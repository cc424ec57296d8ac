// What a person sees: every page of a built site, opened from disk in headless Chromium.
//
// SITE names the folder to open, BOARD that of the Board's edition of the same pack. No page may need a script, leave its folder, or be cut on a
// phone; every kind of page must pass axe-core's WCAG 2.2 A and AA rules in light and dark.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const site = path.resolve(process.env.SITE ?? "public");
const root = pathToFileURL(site + path.sep).href;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

const walk = (folder) =>
  readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const full = path.join(folder, name);
      return statSync(full).isDirectory() ? walk(full) : [full];
    });
const pages = walk(site).filter((file) => file.endsWith(".html"));
const edition = process.env.BOARD ? path.resolve(process.env.BOARD) : null;
const OF_THE_BOARD = "the Board's edition: ";
const relative = (file) => {
  const within = path.relative(site, file);
  const outside = edition && within.startsWith("..");
  const at = (outside ? path.relative(edition, file) : within).split(path.sep).join("/");
  return outside ? `${OF_THE_BOARD}${at}` : at;
};

// A page's kind is its address with the names of quarters and things taken out, so that a new kind
// of page is looked at without anyone adding it here.
const kindOf = (file) => {
  const parts = relative(file).replace(OF_THE_BOARD, "").split("/");
  const name = parts.pop();
  const folders = parts.map((part) => (/^\d{4}-Q[1-4]$/.test(part) ? "<period>" : part));
  const own = ["index.html", "changes.html"].includes(name) || folders.length === 0;
  const leaf = own ? name : "<id>.html";
  return [...folders, leaf].join("/");
};
const byKind = (files) => {
  const found = new Map();
  for (const file of files) found.set(kindOf(file), [...(found.get(kindOf(file)) ?? []), file]);
  return found;
};
const kinds = byKind(pages);
const editionKinds = byKind(edition ? walk(edition).filter((file) => file.endsWith(".html")) : []);

let browser;
before(async () => {
  assert.ok(executablePath, "Chromium is not installed");
  assert.ok(pages.length > 0, `no page in ${site}`);
  browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});
after(() => browser?.close());

const open = async (context, file, complaints) => {
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`script error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(root) && !request.url().startsWith("data:")) complaints.push(`request leaves the site: ${request.url()}`);
  });
  page.on("requestfailed", (request) => complaints.push(`request failed: ${request.url()}`));
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(() => document.fonts.ready.then(() => true));
  return page;
};

// Elements cut off at the right edge: wider than the window and not inside a region that scrolls.
const cutOff = () => {
  const wide = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  const found = [];
  if (document.documentElement.scrollWidth > wide) found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} > ${wide}`);
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || box.right <= wide + 1 || box.bottom < 0) continue;
    if (element.closest("svg") && element.tagName.toLowerCase() !== "svg") continue;
    if (!scrolls(element)) found.push(`${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} ends at ${Math.round(box.right)} of ${wide}`);
  }
  return found.slice(0, 5);
};

// Pages of records: rework and defects, money, what is learnt and when, and who answers for it.
const RECORDS = ["quality/index.html", "money/index.html", "experiments/index.html", "cadence/index.html", "roles/<id>.html"];

test("the site has every kind of page", () => {
  for (const kind of ["index.html", "archive.html", "gallery.html", "<period>/index.html", "<period>/changes.html", "<period>/services/<id>.html", "decisions/index.html", "metrics/<id>.html", "glossary/index.html", "glossary/<id>.html", ...RECORDS]) {
    assert.ok(kinds.has(kind), `no page of kind ${kind}; there are ${[...kinds.keys()].join(", ")}`);
    assert.ok(edition === null || editionKinds.has(kind), `the Board's edition has no page of kind ${kind}`);
  }
});

test("no page needs a script", () => {
  for (const file of pages) {
    const html = readFileSync(file, "utf8");
    assert.doesNotMatch(html, /<script\b|\son[a-z]+\s*=\s*["']|javascript:/i, relative(file));
    assert.doesNotMatch(html, /\sstyle\s*=\s*["']/i, `${relative(file)} has an inline style`);
  }
});

test("every link is relative and leads somewhere", () => {
  const ids = new Map();
  const idsOf = (file) => {
    if (!ids.has(file)) ids.set(file, new Set([...readFileSync(file, "utf8").matchAll(/\sid="([^"]+)"/g)].map((m) => m[1])));
    return ids.get(file);
  };
  const broken = [];
  for (const file of pages) {
    for (const [, raw] of readFileSync(file, "utf8").matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const link = raw.replaceAll("&amp;", "&").replaceAll("&#x2F;", "/").replaceAll("&#47;", "/");
      if (/^(https?|mailto):/.test(link)) continue;
      // The icon that is none, so that no browser asks the server for one.
      if (link === "data:,") continue;
      const [address, anchor] = link.split("#");
      const target = address === "" ? file : path.resolve(path.dirname(file), decodeURIComponent(address));
      if (link.startsWith("/")) broken.push(`${relative(file)}: ${link} is not relative`);
      else if (!existsSync(target) || !statSync(target).isFile()) broken.push(`${relative(file)}: ${link} leads nowhere`);
      else if (anchor && target.endsWith(".html") && !idsOf(target).has(anchor)) broken.push(`${relative(file)}: no #${anchor} in ${relative(target)}`);
    }
  }
  assert.deepEqual(broken.slice(0, 20), []);
});

test("every page opens from disk without a complaint and without a request that leaves it", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const bad = [];
  for (const file of pages) {
    const complaints = [];
    const page = await open(context, file, complaints);
    const facts = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      h1: [...document.querySelectorAll("h1")].filter((h) => h.getClientRects().length > 0).length,
      // Chromium reports a face as loaded only if the file was really read under the page's policy.
      font: [...document.fonts].some((face) => face.status === "loaded"),
      styled: getComputedStyle(document.body).getPropertyValue("--ink").trim() !== "",
    }));
    if (!facts.lang) complaints.push("no language");
    if (facts.h1 !== 1) complaints.push(`${facts.h1} visible H1`);
    if (!facts.font) complaints.push("the embedded font did not load");
    if (!facts.styled) complaints.push("the stylesheet did not load");
    bad.push(...complaints.map((text) => `${relative(file)}: ${text}`));
    await page.close();
  }
  await context.close();
  assert.deepEqual(bad.slice(0, 20), []);
});

const violations = async (page, file) => {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() =>
    window.axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } }),
  );
  return result.violations.map(
    (violation) => `${relative(file)}: ${violation.id}: ${violation.nodes.length} × ${violation.nodes[0].html.slice(0, 160)} ${violation.nodes[0].failureSummary?.replaceAll("\n", " ").slice(0, 240)}`,
  );
};

for (const width of [390, 320]) {
  test(`nothing is cut at ${width} px`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const bad = [];
    for (const file of pages) {
      const page = await open(context, file, []);
      bad.push(...(await page.evaluate(cutOff)).map((text) => `${relative(file)}: ${text}`));
      await page.close();
    }
    await context.close();
    assert.deepEqual(bad.slice(0, 20), []);
  });
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core finds no WCAG 2.2 A or AA failure, ${colorScheme}`, async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme, reducedMotion: "reduce" });
    const bad = [];
    // The first, the last and the longest of each kind; the longest has the most to get wrong. Of
    // the Board's edition, the last: the quarter that is told.
    const chosen = [...kinds.values()].flatMap((files) => {
      const longest = [...files].sort((a, b) => statSync(b).size - statSync(a).size)[0];
      return [...new Set([files[0], files.at(-1), longest])];
    });
    chosen.push(...[...editionKinds.values()].map((files) => files.at(-1)));
    for (const file of chosen) {
      const page = await open(context, file, []);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
      bad.push(...(await violations(page, file)));
      await page.close();
    }
    await context.close();
    assert.deepEqual(bad.slice(0, 20), []);
  });
}

// Every stop of the Tab key, on a phone, where tables scroll: each is seen, has a ring and a name, a
// region that scrolls is one of them and moves by the arrow keys, and what is folded opens by Enter.
test("the pages of records can be gone through by keyboard", async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, reducedMotion: "reduce" });
  const bad = [];
  for (const file of RECORDS.flatMap((kind) => [kinds.get(kind).at(-1), editionKinds.get(kind)?.at(-1)]).filter(Boolean)) {
    const page = await open(context, file, []);
    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll("a[href], summary, [tabindex='0']")];
      // What is folded away is no stop.
      const seen = all.filter((element) => element.checkVisibility() && element.getClientRects().length > 0);
      seen.forEach((element, n) => (element.dataset.stop = n));
      const scrolls = [...document.querySelectorAll("*")].filter((e) => e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX));
      return { stops: seen.length, mute: scrolls.filter((e) => e.tabIndex !== 0 || !e.getAttribute("aria-label")).map((e) => e.outerHTML.slice(0, 80)) };
    });
    bad.push(...wanted.mute.map((html) => `${relative(file)}: scrolls and no key reaches it: ${html}`));
    const reached = new Set();
    for (let n = 0; n < wanted.stops + 2; n += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return null;
        const box = at.getClientRects()[0];
        const style = getComputedStyle(at);
        const middle = document.elementFromPoint(Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 0), innerWidth - 1), Math.min(Math.max(box.top + Math.min(box.height, 40) / 2, 0), innerHeight - 1));
        return {
          id: at.dataset.stop,
          html: at.outerHTML.slice(0, 90),
          ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
          seen: box.bottom > 0 && box.top < innerHeight && (at.contains(middle) || middle?.contains(at)),
          named: Boolean(at.textContent.trim() || at.getAttribute("aria-label")),
        };
      });
      if (!stop) break;
      reached.add(stop.id);
      if (!stop.ring) bad.push(`${relative(file)}: no ring on ${stop.html}`);
      if (!stop.seen) bad.push(`${relative(file)}: focus is hidden on ${stop.html}`);
      if (!stop.named) bad.push(`${relative(file)}: no name on ${stop.html}`);
    }
    if (reached.size !== wanted.stops) bad.push(`${relative(file)}: Tab reaches ${reached.size} of ${wanted.stops} stops`);
    const moved = await page.evaluate(() => {
      const wide = [...document.querySelectorAll(".region")].find((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 40);
      wide?.focus();
      return Boolean(wide);
    });
    if (moved) {
      for (let n = 0; n < 3; n += 1) await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(150);
      const left = await page.evaluate(() => document.activeElement.scrollLeft);
      if (left <= 0) bad.push(`${relative(file)}: the arrow keys do not move the first wide table`);
    }
    const folded = page.locator("details:not([open]) > summary").first();
    if ((await folded.count()) > 0) {
      await folded.focus();
      await page.keyboard.press("Enter");
      const open = await page.evaluate(() => document.activeElement.parentElement.open);
      if (!open) bad.push(`${relative(file)}: Enter does not open what is folded`);
    }
    await page.close();
  }
  await context.close();
  assert.deepEqual(bad.slice(0, 20), []);
});

// On Letter, the shorter of the two sheets: 279.4 mm less the margins of the style sheet.
test("the first sheet fits on one side of Letter", async () => {
  const context = await browser.newContext({ viewport: { width: 680, height: 900 } });
  for (const folder of [site, edition].filter(Boolean)) {
    const page = await open(context, path.join(folder, "index.html"), []);
    await page.emulateMedia({ media: "print" });
    const tall = await page.evaluate(() => document.querySelector(".glance").getBoundingClientRect().height * 25.4 / 96);
    assert.ok(tall <= 279.4 - 12 - 14, `${folder}: ${tall.toFixed(1)} mm`);
    await page.close();
  }
  await context.close();
});

// A core sheet is one side of paper, on Letter too: what does not fit belongs in the appendix.
test("every core sheet fits on one side of Letter", async () => {
  const context = await browser.newContext({ viewport: { width: 680, height: 900 } });
  const bad = [];
  for (const folder of [site, edition].filter(Boolean)) {
    const page = await open(context, path.join(folder, "index.html"), []);
    await page.emulateMedia({ media: "print" });
    const sheets = await page.evaluate(() => [...document.querySelectorAll("main > .sheet")].filter((s) => s.checkVisibility() && !s.querySelector(".kicker")?.textContent.startsWith("Appendix")).map((s) => [s.id, s.getBoundingClientRect().height * 25.4 / 96]));
    assert.ok(sheets.length <= 10, `${sheets.length} sheets`);
    bad.push(...sheets.filter(([, tall]) => tall > 279.4 - 12 - 14).map(([id, tall]) => `${folder}: ${id} is ${tall.toFixed(1)} mm`));
    await page.close();
  }
  await context.close();
  assert.deepEqual(bad, []);
});

test("the letters of charts are legible on a phone", async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  const bad = [];
  for (const name of ["index.html", "gallery.html"]) {
    const page = await open(context, path.join(site, name), []);
    bad.push(...(await page.evaluate(() => [...document.querySelectorAll("figure svg text")].filter((t) => t.checkVisibility()).map((t) => [t.getScreenCTM().a * parseFloat(getComputedStyle(t).fontSize), t.textContent]).filter(([size]) => size < 10).map(([size, text]) => `${text}: ${size.toFixed(1)} px`).slice(0, 5))));
    await page.close();
  }
  await context.close();
  assert.deepEqual(bad, []);
});

test("a word that is longer than its place breaks in it", async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await open(context, path.join(site, "index.html"), []);
  await page.goto(pathToFileURL(kinds.get("<period>/index.html").at(-1)).href);
  const [links, names] = await page.evaluate(() => {
    const [links, names] = [".to-services a, .jump a", ".budgets tbody th a"].map((of) => [...document.querySelectorAll(of)]);
    for (const element of [...links, ...names]) element.textContent = "Auftragsabwicklungsgesellschaftsverwaltungsrechtsabteilung";
    const isOut = (name) => name.getBoundingClientRect().right > name.closest("th").getBoundingClientRect().right + 1;
    return [links.length, { all: names.length, out: names.filter(isOut).length }];
  });
  assert.ok(links > 0 && names.all > 0, "there is no such list or table");
  assert.deepEqual(await page.evaluate(cutOff), []);
  assert.equal(names.out, 0, "a name stands over the next column");
  await context.close();
});

test("it prints: no sideways loss, a language, an outline of headings", async () => {
  const context = await browser.newContext();
  const page = await open(context, path.join(site, "index.html"), []);
  for (const format of ["A4", "Letter"]) {
    const pdf = await page.pdf({ format, preferCSSPageSize: false, tagged: true, outline: true });
    const text = pdf.toString("latin1");
    const sheets = (text.match(/\/Type\s*\/Page\b/g) ?? []).length;
    assert.ok(sheets >= 5 && sheets <= 40, `${format}: ${sheets} sheets`);
    assert.match(text, /\/StructTreeRoot/, `${format}: not tagged`);
    assert.match(text, /\/Outlines/, `${format}: no outline`);
  }
  await context.close();
});

test("slides fill the screen and are cut on none", async () => {
  const decks = pages.filter((file) => path.basename(file) === "slides.html");
  for (const [width, height] of [[1920, 1080], [1280, 720]]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme });
      for (const file of decks) {
        const complaints = [];
        const page = await open(context, file, complaints);
        const faces = await page.evaluate(() => [...document.querySelectorAll(".face")].map((face) => [face.offsetWidth, face.offsetHeight, face.scrollWidth]));
        assert.ok(faces.length >= 4, `${relative(file)} has ${faces.length} slides`);
        for (const [n, [wide, high, needed]] of faces.entries()) {
          assert.ok(Math.abs(wide - width) <= 1 && Math.abs(high - height) <= 1 && needed <= wide + 1, `${relative(file)}: slide ${n + 1} is ${wide} by ${high} on ${width} by ${height}, and needs ${needed}`);
        }
        assert.deepEqual(complaints, []);
      }
      await context.close();
    }
  }
});

// On a phone a slide is a section like any other: type of a size that can be read, no table to move
// sideways, each cell of the dashboard with the name of its column, and tables that are still read as such.
test("slides are read on a phone without being enlarged", async (t) => {
  const decks = pages.filter((file) => path.basename(file) === "slides.html");
  if (decks.length === 0) return t.skip(`no slides in ${site}: build with --slides`);
  for (const [width, height] of [[390, 844], [320, 640], [844, 390]]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      for (const file of decks) {
        const page = await open(context, file, []);
        assert.deepEqual(await page.evaluate(cutOff), [], relative(file));
        const found = await page.evaluate(() => {
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const small = [];
          while (texts.nextNode()) {
            const parent = texts.currentNode.parentElement;
            const box = parent.getBoundingClientRect();
            const size = parseFloat(getComputedStyle(parent).fontSize);
            if (texts.currentNode.textContent.trim() && box.width > 1 && size < 14) small.push(`${texts.currentNode.textContent.trim().slice(0, 40)}: ${size} px`);
          }
          const cells = [...document.querySelectorAll(".dashboard tbody td")];
          return {
            small: small.slice(0, 5),
            sideways: [...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().width > 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX)).length,
            // What a row of options is about stands over it in one line where it fits.
            narrow: [...document.querySelectorAll(".options tbody th")].filter((th) => th.getBoundingClientRect().width < th.parentElement.getBoundingClientRect().width - 1).length,
            cells: cells.length,
            unnamed: cells.filter((cell) => !cell.dataset.label || getComputedStyle(cell, "::before").content !== JSON.stringify(cell.dataset.label)).length,
          };
        });
        assert.deepEqual(found.small, [], relative(file));
        assert.equal(found.sideways, 0, `${relative(file)} scrolls sideways`);
        assert.equal(found.narrow, 0, `${relative(file)}: names of rows are squeezed`);
        assert.ok(found.cells > 0, `${relative(file)} has no dashboard`);
        assert.equal(found.unnamed, 0, `${relative(file)}: cells without the name of their column`);
        const read = await page.locator("table.dashboard").first().ariaSnapshot();
        for (const part of ["- table ", "- columnheader ", "- rowheader ", "- cell "]) assert.ok(read.includes(part), `${relative(file)}: no ${part} in ${read.slice(0, 400)}`);
        assert.deepEqual(await violations(page, file), []);
      }
      await context.close();
    }
  }
});
