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

  // The style sheet of the page, when it has become another one: the old one stays until the new is there.
  const restyle = (now) =>
    new Promise((done) => {
      const old = document.querySelector('head link[rel="stylesheet"]');
      if (now === sheet || !old) return done();
      sheet = now;
      const link = old.cloneNode();
      const url = new URL(old.href);
      url.search = now;
      link.href = url.href;
      link.onload = link.onerror = () => {
        old.remove();
        done();
      };
      old.after(link);
    });

  // What a reader has done to the page, to be done to the new one: where it is scrolled to, what is
  // open, what has the focus.
  const keep = () => {
    const all = (query) => [...document.body.querySelectorAll(query)];
    const open = all("details").map((details) => details.open);
    const left = all("[tabindex]").map((region) => region.scrollLeft);
    const [x, y] = [scrollX, scrollY];
    const focused = document.activeElement?.id;
    return () => {
      const details = all("details");
      if (details.length === open.length) details.forEach((one, at) => (one.open = open[at]));
      const regions = all("[tabindex]");
      if (regions.length === left.length) regions.forEach((one, at) => (one.scrollLeft = left[at]));
      scrollTo({ left: x, top: y, behavior: "instant" });
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    };
  };

  const refresh = async (now) => {
    const answer = await fetch(location.pathname + location.search, {
      headers: { "If-None-Match": `"${page}"` },
      cache: "no-store",
    });
    if (answer.status === 304) return restyle(now);
    // There is no such page any more, or there is one at last: the whole of it is another.
    if (!answer.ok || page === "none") return answer.ok === (page === "none") ? location.reload() : undefined;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const added = next.querySelector("script[data-page]");
    if (!added) return location.reload();
    await restyle(added.dataset.sheet);
    const again = keep();
    page = added.dataset.page;
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    const body = document.adoptNode(next.body);
    if (host.isConnected) body.append(host);
    document.body.replaceWith(body);
    again();
  };

  // What is wrong, over the page.
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const make = (name, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };
  const styled = make("link", { rel: "stylesheet", href: new URL("overlay.css", home).href });
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
  const tell = (wrong) => {
    root.querySelector("section")?.remove();
    if (!wrong) {
      if (host.isConnected) live.textContent = "The pack is right again.";
      host.classList.remove("wrong");
      return;
    }
    if (!host.isConnected) {
      root.append(styled, live);
      document.body.append(host);
    }
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
      try {
        if (!now.wrong) await refresh(now.sheet);
      } catch {
        // The server went away: it is asked again when it is back.
      }
    }
    busy = false;
  };
  const listen = () => {
    news?.close();
    news = new EventSource(new URL(`news?${location.pathname}`, home));
    news.onmessage = (event) => {
      wanted = JSON.parse(event.data);
      heed();
    };
  };
  // A browser opens few connections to one server: pages that nobody looks at give theirs up.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) news?.close();
    else listen();
  });
  addEventListener("pageshow", (event) => event.persisted && listen());
  if (!document.hidden) listen();
})();
