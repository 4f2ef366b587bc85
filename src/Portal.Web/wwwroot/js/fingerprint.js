// Recomputes a fingerprint here, in the reader's own browser, from the bytes that the download link gives.

export async function recompute(address) {
  if (!globalThis.crypto?.subtle) {
    return { outcome: "insecure" };
  }
  const started = performance.now();
  let bytes;
  try {
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) {
      return { outcome: "unreadable" };
    }
    bytes = await answer.arrayBuffer();
  } catch {
    return { outcome: "unreadable" };
  }
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const hash = Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, "0")).join("");
  return { outcome: "computed", hash, bytes: bytes.byteLength, milliseconds: performance.now() - started };
}
