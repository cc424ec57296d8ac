// The texts and figures of a pack as a Hugo site, served by `hugo server`: a page for every text, and for
// one figure a page that reads the same snapshot.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";

// A port that nobody listens on: Hugo takes none by itself.
const free = () =>
  new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(String(port)));
    });
  });

const layout = (inner) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>\n<h1>{{ .Title }}</h1>\n${inner}\n</body></html>\n`;

export const hugo = async (pack, cases, [metric, service, week]) => {
  const folder = mkdtempSync(path.join(tmpdir(), "boardpack-hugo-"));
  const write = (file, text) => {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  cpSync(path.join(pack, "content"), path.join(folder, "content"), { recursive: true });
  cpSync(path.join(pack, "data/snapshots"), path.join(folder, "data/snapshots"), { recursive: true });
  write("config.yaml", "baseURL: http://127.0.0.1/\ntitle: Texts of a pack\ndisableKinds: [RSS, sitemap, taxonomy, term]\n");
  write("layouts/_default/single.html", layout("{{ .Content }}"));
  write("layouts/_default/list.html", layout("{{ range .Pages }}<p><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></p>{{ end }}"));
  write("layouts/index.html", layout("{{ range .Site.RegularPages }}<p><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></p>{{ end }}"));
  const keys = ["observations", metric, "services", service, "weeks", week].map((key) => `"${key}"`).join(" ");
  write("layouts/_default/figure.html", layout(`{{ index .Site.Data.snapshots "2026-Q3" ${keys} }}`));
  write("content/figure.md", "---\ntitle: A figure\nlayout: figure\n---\n");
  const child = spawn("hugo", ["server", "--source", folder, "--bind", "127.0.0.1", "--port", await free(), "--buildDrafts", "--buildFuture"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((found, failed) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const address = line.match(/http:\/\/[^/\s]+\//);
      if (address) found(address[0]);
    });
    child.on("exit", () => failed(new Error("hugo ended")));
  });
  const address = cases.story.file.replace(/^content/, "").replace(/\.md$/, "/").toLowerCase();
  return {
    url,
    at: (file) => path.join(folder, file),
    // The same save, shown on a page of this site.
    cases: (one, kind) =>
      ({
        story: { ...one, page: address },
        figure: { ...one, page: "/figure/" },
        template: { ...one, page: address, file: "layouts/_default/single.html", what: /(?=<\/body>)/ },
      })[kind],
    end: () =>
      new Promise((done) => {
        child.once("exit", () => {
          rmSync(folder, { recursive: true, force: true });
          done();
        });
        child.kill("SIGINT");
      }),
  };
};
