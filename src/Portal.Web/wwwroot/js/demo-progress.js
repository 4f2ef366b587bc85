// Follows the writing of the demo's history, and opens the page that was asked for once it is done.
(() => {
  "use strict";
  const days = document.getElementById("demo-days");
  const said = document.getElementById("demo-said");
  let tenth = -1;

  const show = lines => {
    days.replaceChildren(...lines.map(line => {
      const [, day, of] = line.match(/day (\d+) of (\d+)$/) ?? [, 0, 1];
      const bar = document.createElement("progress");
      bar.max = Number(of);
      bar.value = Number(day);
      const label = document.createElement("label");
      label.append(line, document.createElement("br"), bar);
      const paragraph = document.createElement("p");
      paragraph.append(label);
      return paragraph;
    }));
    // Said aloud at every tenth of the way only.
    const bars = [...days.querySelectorAll("progress")];
    const now = Math.floor(bars.reduce((sum, bar) => sum + bar.position, 0) / Math.max(1, bars.length) * 10);
    if (now !== tenth) {
      tenth = now;
      said.textContent = lines.join("; ");
    }
  };

  const look = async () => {
    try {
      const answer = await fetch("/health/ready", { cache: "no-store" });
      if (answer.ok) {
        location.replace(location.href);
        return;
      }
      show((await answer.text()).split("\n").filter(line => / day \d+ of \d+$/.test(line)));
    } catch {
      // The portal does not answer at the moment; asked again below.
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 500);
})();
