// Added to every page by `boardpack serve`, and to none by `boardpack build`. Listens for news; shows the
// page as it is now in place of the old one, without moving what is being read; lays what is wrong with
// the pack over it.
(() => {
  "use strict";
  const here = document.currentScript;
  const home = new URL(".", here.src);
  let page = here.dataset.page;
  let sheet = here.dataset.sheet;
  let news;
  let wanted;
  let busy = false;
  // This page as it may soon be, read before it is known to be right.
  let ahead;
  // Whether parts of the page were replaced since it was read whole.
  let unsure = false;

  // The style sheet of the page, when it has become another one. Only rules that differ are changed, and
  // those of paper when someone prints: each makes the browser lay the whole page out anew.
  let beforePrint;
  const ofPaper = (rule) =>
    rule instanceof CSSPageRule || (rule instanceof CSSMediaRule && rule.media.mediaText === "print");
  const restyle = async (now) => {
    const link = document.querySelector('head link[rel="stylesheet"]');
    if (now === sheet || !link) return;
    const answer = await fetch(link.href, { cache: "no-store" });
    if (!answer.ok) return;
    const next = new CSSStyleSheet({ baseURL: link.href });
    next.replaceSync(await answer.text());
    sheet = now;
    const old = link.sheet;
    const [before, after] = [[...old.cssRules], [...next.cssRules]];
    const [from, end] = differing(before, after, (a, b) => a.cssText === b.cssText);
    const gone = before.slice(from, before.length - end);
    const come = after.slice(from, after.length - end);
    const change = () => {
      try {
        gone.forEach(() => old.deleteRule(from));
        come.forEach((rule, at) => old.insertRule(rule.cssText, from + at));
      } catch {
        // A rule that this browser takes from a file only.
        location.reload();
      }
    };
    const waits = [...gone, ...come].every(ofPaper);
    beforePrint = waits ? change : undefined;
    if (!waits) change();
  };
  addEventListener("beforeprint", () => {
    beforePrint?.();
    beforePrint = undefined;
  });

  // How many two lists have in common at their beginning, and how many at their end.
  const differing = (old, now, same) => {
    const most = Math.min(old.length, now.length);
    let [from, end] = [0, 0];
    while (from < most && same(old[from], now[from])) from += 1;
    while (end < most - from && same(old[old.length - 1 - end], now[now.length - 1 - end])) end += 1;
    return [from, end];
  };

  // Makes one element like another and leaves alone what is alike already: where it is scrolled to, what
  // has the focus and how it is laid out stay.
  const become = (old, now) => {
    if (old === host || old.isEqualNode(now)) return;
    if (old.nodeType !== now.nodeType || old.nodeName !== now.nodeName) return old.replaceWith(now);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = now.nodeValue;
      return;
    }
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
    for (const attribute of now.attributes) {
      if (old.getAttribute(attribute.name) !== attribute.value) old.setAttributeNode(attribute.cloneNode());
    }
    const [before, after] = [[...old.childNodes], [...now.childNodes]];
    const same = (a, b) => (a === host ? b === stand : a.isEqualNode(b));
    const [from, end] = differing(before, after, same);
    const gone = before.slice(from, before.length - end);
    const come = after.slice(from, after.length - end);
    const both = Math.min(gone.length, come.length);
    for (let at = 0; at < both; at += 1) become(gone[at], come[at]);
    gone.slice(both).forEach((node) => node.remove());
    const next = before[before.length - end] ?? null;
    come.slice(both).forEach((node) => old.insertBefore(node, next));
  };

  // A mark of the byte order is none of the page's, as where the browser reads it itself.
  const read = (text) => new DOMParser().parseFromString(text.replace(/^\uFEFF/, ""), "text/html");

  // The element of this page that a way from the body leads to, unless the browser has put others in.
  const found = (way) => {
    let at = document.body;
    for (const [name, which, all] of way) {
      const elements = [...at.children].filter((element) => element !== host);
      at = elements.length === all ? elements[which] : undefined;
      if (at?.localName.toLowerCase() !== name.toLowerCase()) return;
    }
    return at;
  };

  // What elements become, each read in a place like its own; nothing where any cannot be. In a document that
  // loads and runs nothing: the pack may be wrong.
  const inert = document.implementation.createHTMLDocument();
  const readParts = (parts) => {
    const pairs = [];
    for (const { way, html } of parts) {
      const old = found(way);
      const place = old && inert.importNode(old.parentNode, false);
      if (place) place.innerHTML = html;
      if (place?.childNodes.length !== 1 || place.firstChild.localName !== old.localName) return;
      pairs.push([old, place.firstChild]);
    }
    return pairs;
  };

  const hear = ({ from, page: mark, parts, whole }) => {
    const pairs = parts && from === page ? readParts(parts) : undefined;
    const next = whole ? read(whole) : undefined;
    ahead = pairs || next ? { mark, from, pairs, next } : undefined;
  };

  // One element in place of another; what the reader opened or closed stays so.
  const put = (old, now) => {
    const all = (one) => [one, ...one.querySelectorAll("details")].filter((e) => e.localName === "details");
    const [open, details] = [old, now].map(all);
    if (open.length === details.length) details.forEach((one, at) => (one.open = open[at].open));
    become(old, now);
  };
  const putWhole = (next) => {
    unsure = false;
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    if (host.isConnected) next.body.append(stand);
    put(document.body, next.body);
  };

  const fetched = (headers = {}) =>
    fetch(location.pathname + location.search, { headers, cache: "no-store" });
  const markOf = (answer) => answer.headers.get("ETag")?.replaceAll('"', "");

  // Parts were found by counting: once nobody waits, the whole page is read after all. What keeps it from that
  // brings other news later.
  let resting;
  const rest = () => {
    unsure = true;
    clearTimeout(resting);
    resting = setTimeout(async () => {
      const answer = await fetched().catch(() => undefined);
      const text = answer?.ok ? await answer.text().catch(() => "") : "";
      if (!text || markOf(answer) !== page) return;
      putWhole(read(text));
    }, 1000);
  };
  const unchanged = () => {
    if (unsure) rest();
    return true;
  };

  // The page as it is now in place of this one; false where this one is loaded anew.
  const refresh = async (now) => {
    if (now && now === page) return unchanged();
    const known = now && ahead?.mark === now && page !== "none" ? ahead : undefined;
    ahead = undefined;
    if (known?.next) {
      page = now;
      putWhole(known.next);
      return true;
    }
    if (known && known.from === page) {
      page = now;
      known.pairs.forEach(([old, next]) => put(old, next));
      rest();
      return true;
    }
    const answer = await fetched({ "If-None-Match": `"${page}"` });
    if (answer.status === 304) return unchanged();
    // There is no such page any more, or there is one at last: the whole of it is another.
    if (!answer.ok || page === "none") {
      const anew = answer.ok === (page === "none");
      if (anew) location.reload();
      return !anew;
    }
    const text = await answer.text();
    page = markOf(answer);
    putWhole(read(text));
    return true;
  };

  // The next frame was painted, or none will be for a while.
  const painted = () =>
    new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done));
      setTimeout(done, 50);
    });

  // What is wrong, over the page.
  const host = document.createElement("div");
  // Stands for it in a page that is compared with this one.
  const stand = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const make = (name, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };
  // Read while there is somebody to ask: it is needed when there is nobody, too.
  const styles = new CSSStyleSheet();
  root.adoptedStyleSheets = [styles];
  const dress = async () => styles.replaceSync(await (await fetch(new URL("overlay.css", home))).text());
  const problem = ({ code, place, message, text }) =>
    make(
      "li",
      {},
      make("p", { className: "what" }, make("b", {}, code ? `error[${code}]` : "error"), `: ${message}`),
      ...(place ? [make("p", { className: "where" }, place)] : []),
      make("pre", { tabIndex: 0, ariaLabel: "Source lines" }, text),
    );
  const overlay = ({ all, problems }) => {
    const title = make("h2", { id: "title" }, all === 1 ? "The pack has an error" : `The pack has ${all} errors`);
    const hide = make("button", { type: "button" }, "Hide");
    const section = make(
      "section",
      { className: "overlay" },
      make("header", {}, title, hide),
      make("p", { className: "note" }, "Behind this is the last good page. This goes by itself once the pack is right."),
      make("ol", {}, ...problems.map(problem)),
    );
    section.setAttribute("aria-labelledby", "title");
    if (all > problems.length) section.append(make("p", { className: "note" }, `and ${all - problems.length} more`));
    const toggle = () => {
      const hidden = section.classList.toggle("small");
      hide.textContent = hidden ? "Show" : "Hide";
      hide.setAttribute("aria-expanded", String(!hidden));
    };
    hide.setAttribute("aria-expanded", "true");
    hide.onclick = toggle;
    section.onkeydown = (event) => event.key === "Escape" && !section.classList.contains("small") && toggle();
    return section;
  };
  const live = make("p", { className: "live" });
  live.setAttribute("role", "status");
  const attach = () => {
    if (host.isConnected) return;
    root.append(live);
    document.body.append(host);
  };
  const tell = (wrong) => {
    const before = root.querySelector("section");
    before?.remove();
    if (!wrong) {
      if (before) live.textContent = "The pack is right again.";
      return;
    }
    attach();
    root.append(overlay(wrong));
    live.textContent = wrong.all === 1 ? "The pack has an error." : `The pack has ${wrong.all} errors.`;
  };

  // One piece of news after the other; of those that come meanwhile, the last.
  const heed = async () => {
    if (busy) return;
    busy = true;
    while (wanted) {
      const now = wanted;
      wanted = undefined;
      tell(now.wrong);
      if (now.wrong) ahead = undefined;
      try {
        // Of the style sheet most saves change nothing that a screen shows: it waits for the page.
        if (!now.wrong && (await refresh(now.page))) {
          if (now.sheet !== sheet) await painted();
          await restyle(now.sheet);
        }
      } catch {
        // The server went away: it is asked again when it is back.
      }
    }
    busy = false;
  };

  // Whether the server is there. A moment without it is nobody's business.
  const ended = make("p", { className: "ended" });
  ended.append("The preview has ended: this page is as it was last. Start ", make("code", {}, "boardpack serve"), " again to go on.");
  let missed;
  const opened = () => {
    clearTimeout(missed);
    missed = undefined;
    if (ended.isConnected) live.textContent = "The preview goes on.";
    ended.remove();
    if (!styles.cssRules.length) dress().catch(() => undefined);
  };
  const failed = () => {
    missed ??= setTimeout(() => {
      attach();
      root.append(ended);
      live.textContent = "The preview has ended.";
    }, 2000);
    // Some browsers do not ask again by themselves.
    if (news.readyState === EventSource.CLOSED) setTimeout(() => news.readyState === EventSource.CLOSED && !document.hidden && listen(), 3000);
  };
  const listen = () => {
    news?.close();
    news = new EventSource(new URL(`news?${location.pathname}`, home));
    news.onopen = opened;
    news.onerror = failed;
    news.addEventListener("ahead", (event) => hear(JSON.parse(event.data)));
    news.onmessage = (event) => {
      wanted = JSON.parse(event.data);
      heed();
    };
  };
  // A browser opens few connections to one server: pages that nobody looks at give theirs up.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return listen();
    news?.close();
    clearTimeout(missed);
    missed = undefined;
  });
  addEventListener("pageshow", (event) => event.persisted && listen());
  if (!document.hidden) listen();
})();
