// The lines of the README's "From an empty folder to the Board", run one after the other as they stand there,
// with what a person does beside them: an edit, a slip, the overlay over the last good page, the mend, and at
// the end a reader in a browser before a real nginx. Prints what was typed and said, with the time.
//
// BOARDPACK names the program; without it, the release build of this repository.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./served.mjs";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const program = path.resolve(process.env.BOARDPACK ?? path.join(repository, "target/release/boardpack"));
const readme = readFileSync(path.join(repository, "README.md"), "utf8");
const block = (after, kind) => readme.split(after)[1].split("```" + kind + "\n")[1].split("```")[0];
const lines = block("## From an empty folder to the Board", "sh").trim().split("\n");
const location = block("## On your own server", "nginx");

const home = mkdtempSync(path.join(tmpdir(), "boardpack-loop-"));
const web = path.join(home, "www");
const bin = path.join(home, "bin");
for (const folder of [web, bin]) mkdirSync(folder);
symlinkSync(program, path.join(bin, "boardpack"));
const env = {
  PATH: `${bin}:/usr/sbin:/usr/bin:/bin`,
  HOME: home,
  LANG: "C.UTF-8",
  GIT_AUTHOR_NAME: "Chief of staff",
  GIT_AUTHOR_EMAIL: "staff@example.org",
  GIT_COMMITTER_NAME: "Chief of staff",
  GIT_COMMITTER_EMAIL: "staff@example.org",
};

const begun = Date.now();
const clock = () => `${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s`;
const say = (text) => {
  const shown = text.replaceAll(web, "/srv/www").replaceAll(home, "~").trimEnd();
  for (const line of shown.split("\n")) console.log(`${clock()}  ${line}`);
};

let folder = home;
const type = (line, fine = true) => {
  say(`$ ${line}`);
  const script = line.replaceAll("/srv/www/", `${web}/`);
  const done = spawnSync("bash", ["-c", `${script}\npwd > "$HOME/.pwd"`], { cwd: folder, env, encoding: "utf8" });
  folder = readFileSync(path.join(home, ".pwd"), "utf8").trim();
  const told = done.stdout + done.stderr;
  if (told) say(told);
  if (fine) assert.equal(done.status, 0, told);
  return told;
};

const edit = (file, old, now) => {
  const at = path.join(folder, file);
  const text = readFileSync(at, "utf8");
  assert.ok(text.includes(old), `${file} says \`${old}\``);
  writeFileSync(at, text.replace(old, now));
  say(`[${file}: \`${old}\` becomes \`${now}\`]`);
};

const browser = await launch();
const STORY = "content/2026-Q3/stories/automated-rollback.md";
let server;

// `boardpack serve`, and what a person does while it is open.
const write = async (line) => {
  say(`$ ${line}`);
  const port = await free();
  const child = spawn(path.join(bin, "boardpack"), ["serve", "--port", `${port}`], { cwd: folder, env });
  server = child;
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => say(`${data}`));
  const url = `http://127.0.0.1:${port}/2026-Q3/`;
  const page = await browser.newPage();
  page.setDefaultTimeout(300_000);
  await until(() => page.goto(url).then((answer) => answer.ok(), () => false));
  say(`[the browser shows ${await page.title()}]`);
  const says = (words) => page.waitForFunction((words) => document.body.textContent.replace(/\s+/g, " ").includes(words), words);
  let since = Date.now();
  const shown = (what) => say(`[the browser shows ${what}, ${Date.now() - since} ms after the save]`);
  edit(STORY, "more than an hour as a rule", "most of a morning");
  since = Date.now();
  await says("Putting one right by hand took most of a morning.");
  shown("it");
  edit(STORY, "owner: VP Engineering", "onwer: VP Engineering");
  since = Date.now();
  const overlay = page.locator("section.overlay");
  await overlay.waitFor();
  shown("over the last good page:");
  const told = await overlay.innerText();
  for (const words of ["error[unknown-key]", `${STORY}:`, "onwer: VP Engineering", "did you mean `owner`"]) assert.ok(told.includes(words), told);
  say(told.replace(/^/gm, "    "));
  await says("Putting one right by hand took most of a morning.");
  edit(STORY, "onwer: VP Engineering", "owner: VP Engineering");
  since = Date.now();
  await overlay.waitFor({ state: "detached" });
  shown("the page without errors");
  await page.close();
  say("[Ctrl-C]");
  child.kill("SIGINT");
  assert.equal(await new Promise((ended) => child.once("exit", ended)), 0);
};

const free = () =>
  new Promise((found) => {
    const socket = createServer().listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => found(port));
    });
  });

const until = async (good) => {
  for (let n = 0; n < 600; n++) {
    if (await good()) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  assert.fail("it took too long");
};

// What a director sees, before a real server with the README's lines.
const read = async () => {
  const port = await free();
  const users = path.join(home, "users");
  writeFileSync(users, "board:{PLAIN}quarter\n");
  const own = location.replace("/srv/www/board/", `${web}/board/`).replace("/etc/nginx/board.users", users);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const paths = temporary.map((name) => `${name}_temp_path ${home}/${name};`).join(" ");
  const root = process.getuid() === 0 ? "user root;" : "";
  const settings = `${root} daemon off; pid ${home}/pid; error_log stderr; events {}
http { include /etc/nginx/mime.types; access_log off; ${paths} server { listen 127.0.0.1:${port}; ${own} } }`;
  writeFileSync(path.join(home, "nginx.conf"), settings);
  const nginx = spawn("nginx", ["-p", home, "-c", path.join(home, "nginx.conf")], { env, stdio: "ignore" });
  try {
    const at = `http://127.0.0.1:${port}/board/`;
    const ask = (...args) => execFileSync("curl", ["--silent", "--output", "/dev/null", "--write-out", "%{http_code} %{content_type} %{size_download} bytes", ...args], { encoding: "utf8" });
    await until(() => existsSync(path.join(home, "pid")) && fetch(at).then(() => true, () => false));
    for (const [args, expected] of [
      [[at], /^401 /],
      [["--user", "board:quarter", at], /^200 text\/html; charset=utf-8/],
      [["--user", "board:quarter", `${at}2026-Q3/pack.pdf`], /^200 application\/pdf/],
    ]) {
      const answer = ask(...args);
      say(`$ curl ${args.join(" ").replace(`:${port}`, "")}\n${answer}`);
      assert.match(answer, expected);
    }
    const context = await browser.newContext({ httpCredentials: { username: "board", password: "quarter" } });
    const page = await context.newPage();
    const wrong = [];
    page.on("requestfailed", (request) => wrong.push(request.url()));
    page.on("response", (answer) => answer.status() >= 400 && answer.status() !== 401 && wrong.push(`${answer.status()} ${answer.url()}`));
    const own = (message) => message.text().includes("401");
    page.on("console", (message) => message.type() === "error" && !own(message) && wrong.push(message.text()));
    page.on("request", (request) => request.url().startsWith(at) || wrong.push(request.url()));
    await page.goto(at);
    const heading = (await page.locator("h1, h2").first().innerText()).replace(/\s+/g, " ");
    say(`[the browser shows ${await page.title()}: "${heading}"]`);
    const edited = page.getByText(/Text last changed in commit [0-9a-f]{10} of/).first();
    say(`[and under the first story: "${(await edited.innerText()).trim()}"]`);
    await page.locator("a[href*='services/']").first().click();
    say(`[one link further: ${await page.title()}]`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/loop-service.png` });
    assert.deepEqual(wrong, []);
    assert.ok(!existsSync(path.join(web, "board/data")), "only the site is there");
    await context.close();
  } finally {
    nginx.kill();
  }
};

try {
  for (const whole of lines) {
    const line = whole.replace(/ +# .*/, "");
    if (line === "boardpack serve") {
      await write(line);
    } else {
      const told = type(line);
      if (line.startsWith("rsync")) await read();
      if (line === "boardpack verify board") assert.match(told, /^match: /);
      if (line.startsWith("boardpack new")) assert.match(told, /placeholders to write/);
    }
  }
  assert.ok(readdirSync(path.join(folder, "content")).includes("2026-Q4"));
  say("[done]");
} finally {
  server?.kill();
  await browser.close();
  rmSync(home, { recursive: true, force: true });
}
