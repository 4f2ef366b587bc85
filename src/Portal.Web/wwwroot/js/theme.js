// Runs before the first paint: decides light or dark, so that nothing flashes. No inline script is needed for it.
(() => {
  "use strict";
  const root = document.documentElement;
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  const read = name => document.cookie.split("; ").find(c => c.startsWith(name + "="))?.slice(name.length + 1);
  const write = (name, value) => {
    document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  };
  const choice = () => {
    const value = read("portal.theme");
    return value === "light" || value === "dark" ? value : "system";
  };
  const apply = () => {
    const chosen = choice();
    const dark = chosen === "dark" || (chosen === "system" && media.matches);
    root.dataset.theme = dark ? "dark" : "light";
    if (read("portal.dark") !== (dark ? "1" : "0")) {
      write("portal.dark", dark ? "1" : "0");
    }
    return dark;
  };
  const watchers = new Set();
  media.addEventListener("change", () => {
    const dark = apply();
    watchers.forEach(w => w.invokeMethodAsync("OnDarkChanged", dark));
  });
  apply();
  window.portal = Object.assign(window.portal ?? {}, {
    theme: {
      set(value) { write("portal.theme", value); return apply(); },
      watch(reference) { watchers.add(reference); return apply(); },
      unwatch(reference) { watchers.delete(reference); },
    },
  });
})();
