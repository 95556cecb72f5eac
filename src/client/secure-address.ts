import { ApiError } from "./api-error";
import { type Environment, isLoopbackUrl } from "./proxy-environment";

/**
 * Refuses what would send the credentials to a server that nobody has proved to be the API, or in plain text over a network.
 * On this machine (an emulator) either is fine.
 *
 * @param via for errors: the host, and the proxy where there is one
 * @throws ApiError of kind "misconfigured"
 */
export function refuseInsecure(
  url: URL,
  environment: Environment,
  { allowInsecure, via }: { readonly allowInsecure: boolean; readonly via: string },
): void {
  if (isLoopbackUrl(url)) return;
  // The one value that node takes for "off".
  if (url.protocol === "https:" && environment.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    throw insecure(
      `NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of certificates, so the credentials would go to anyone who answers for ${via}`,
      "Unset NODE_TLS_REJECT_UNAUTHORIZED. If your network opens TLS, name the file of its CA certificate in NODE_EXTRA_CA_CERTS.",
    );
  }
  if (url.protocol === "http:" && !allowInsecure) {
    throw insecure(
      `base_url is an http address, so the credentials would go to ${via} in plain text`,
      "Use an https address. For a server of your own on a network that you trust, set allow_insecure = true of the provider (allowInsecure of CloudflareAccessProvider).",
    );
  }
}

function insecure(reason: string, fix: string): ApiError {
  return new ApiError({ operation: "set up the API client", kind: "misconfigured", reason, fix });
}
