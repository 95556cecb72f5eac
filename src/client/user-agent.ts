const PRODUCT = "cdktf-cloudflare-access";

/**
 * How the client names itself: `cdktf-cloudflare-access/<version> (<engine>)`.
 *
 * @param version version of this package
 * @param engine the program that runs it, e.g. "terraform 1.11.4"
 */
export function formatUserAgent(version?: string, engine?: string): string {
  const product = version ? `${PRODUCT}/${printable(version)}` : PRODUCT;
  return engine ? `${product} (${printable(engine)})` : product;
}

/** Header values hold visible ASCII; brackets would end the comment early. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]|[()\\]/g, "_");
}
