// What the shell needs of the browser: clipboard, focus, drafts, the skip link, closing menus, the reconnect dialog.
(() => {
  "use strict";
  window.portal = Object.assign(window.portal ?? {}, {
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        return false;
      }
    },
    focus(id) {
      const element = document.getElementById(id);
      if (element) {
        element.focus({ preventScroll: false });
      }
    },
    keepDraft(name, text) {
      sessionStorage.setItem(`draft:${location.pathname}:${name}`, text);
    },
    takeDraft(name) {
      const key = `draft:${location.pathname}:${name}`;
      const text = sessionStorage.getItem(key);
      sessionStorage.removeItem(key);
      return text;
    },
  });

  document.addEventListener("click", event => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(".p-skip")) {
      event.preventDefault();
      document.getElementById("main")?.focus();
    }
    // A menu closes once something in it was chosen.
    const menu = target?.closest("[popover]");
    if (menu && target.closest("a")) {
      menu.hidePopover();
    }
  });

  const dialog = document.getElementById("components-reconnect-modal");
  if (!dialog) {
    return;
  }
  const retry = async () => {
    try {
      if (!await Blazor.reconnect()) {
        // The server answered but no longer has this page: start afresh.
        location.reload();
      }
    } catch {
      // Still unreachable; the dialog stays.
    }
  };
  const retryWhenVisible = () => {
    if (document.visibilityState === "visible") {
      retry();
    }
  };
  dialog.addEventListener("components-reconnect-state-changed", event => {
    switch (event.detail.state) {
      case "show":
        if (!dialog.open) {
          dialog.showModal();
        }
        break;
      case "hide":
        document.removeEventListener("visibilitychange", retryWhenVisible);
        dialog.close();
        break;
      case "failed":
        document.addEventListener("visibilitychange", retryWhenVisible);
        break;
      case "rejected":
        location.reload();
        break;
    }
  });
  document.getElementById("components-reconnect-button")?.addEventListener("click", retry);
})();
