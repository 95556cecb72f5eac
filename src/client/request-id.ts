/** Cloudflare's name for a request, if the header has a form that it can have. */
export function requestIdOf(headers: Readonly<Record<string, unknown>>): string | undefined {
  const ray = headers["cf-ray"];
  return typeof ray === "string" && /^[0-9a-f]{12,20}(-[A-Z]{3})?$/.test(ray) ? ray : undefined;
}
