// The key lives in this input and nowhere else: it is read once, when a person asks for the test, and handed over as bytes.
const state = new WeakMap();

export function attach(input, hint, pattern) {
  const expression = pattern ? new RegExp(pattern) : null;
  const onInput = () => {
    state.get(input).changed = true;
    const value = input.value.trim();
    hint.hidden = !expression || value.length === 0 || expression.test(value);
  };
  state.set(input, { changed: true, onInput, hint });
  input.addEventListener("input", onInput);
}

export function detach(input) {
  const known = state.get(input);
  if (known) {
    input.removeEventListener("input", known.onInput);
    state.delete(input);
  }
}

// "empty", "unchanged" since it was last read, or "changed".
export function look(input) {
  const known = state.get(input);
  if (input.value.trim().length === 0) {
    if (known) {
      known.hint.hidden = true;
    }
    return "empty";
  }
  return known?.changed ? "changed" : "unchanged";
}

export function read(input) {
  const known = state.get(input);
  if (known) {
    known.changed = false;
  }
  return new TextEncoder().encode(input.value.trim());
}

export function clear(input) {
  input.value = "";
}
