// A copy of a pack in a folder of its own, served by the real program, and a browser to look at it.

import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

export const launch = () =>
  chromium.launch({
    executablePath: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

// `templates`: built-in templates that the copy brings as its own; `port`: the one to be served at.
export const serve = async (pack = repository, { templates = [], port = 0 } = {}) => {
  const folder = mkdtempSync(path.join(tmpdir(), "boardpack-serve-"));
  for (const part of ["content", "data", "templates"]) {
    const from = path.join(pack, part);
    if (existsSync(from)) cpSync(from, path.join(folder, part), { recursive: true });
  }
  for (const template of templates) cpSync(path.join(repository, template), path.join(folder, template));
  const program = path.resolve(process.env.BOARDPACK ?? path.join(repository, "target/release/boardpack"));
  const child = spawn(program, ["serve", folder, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((found, failed) => {
    lines.on("line", (line) => {
      const address = line.match(/http:\/\/[^/]+\//);
      if (address) found(address[0]);
    });
    child.on("exit", () => failed(new Error("the program ended")));
  });
  return {
    url,
    at: (file) => path.join(folder, file),
    end: () =>
      new Promise((done) => {
        child.once("exit", (code) => {
          rmSync(folder, { recursive: true, force: true });
          done(code);
        });
        child.kill("SIGINT");
      }),
  };
};
