import { ApiError } from "../../src/client";
import { proxyFor } from "../../src/client/route";

const API = "https://api.cloudflare.com/client/v4";
const chosen = (url: string, environment: Record<string, string>) =>
  proxyFor(new URL(url), environment)?.href;

describe("the proxy of a URL", () => {
  test.each([
    ["https by HTTPS_PROXY", API, { HTTPS_PROXY: "http://p:3128" }, "http://p:3128/"],
    ["https by https_proxy", API, { https_proxy: "http://p:3128" }, "http://p:3128/"],
    ["http by HTTP_PROXY", "http://api.test/", { HTTP_PROXY: "http://p:3128" }, "http://p:3128/"],
    ["http by http_proxy", "http://api.test/", { http_proxy: "http://p:3128" }, "http://p:3128/"],
    [
      "upper case before lower case",
      API,
      { HTTPS_PROXY: "http://up", https_proxy: "http://low" },
      "http://up/",
    ],
    [
      "lower case when upper case is empty",
      API,
      { HTTPS_PROXY: "", https_proxy: "http://low" },
      "http://low/",
    ],
    [
      "a proxy without a scheme as an http one",
      API,
      { HTTPS_PROXY: "proxy.corp:3128" },
      "http://proxy.corp:3128/",
    ],
    ["a proxy that speaks TLS", API, { HTTPS_PROXY: "https://p:3129" }, "https://p:3129/"],
    ["a proxy among blanks", API, { HTTPS_PROXY: " http://p:3128 " }, "http://p:3128/"],
  ])("is found: %s", (_, url, environment, proxy) => {
    expect(chosen(url, environment)).toBe(proxy);
  });

  test.each([
    ["nothing set", API, {}],
    ["only HTTP_PROXY for https", API, { HTTP_PROXY: "http://p" }],
    ["only HTTPS_PROXY for http", "http://api.test/", { HTTPS_PROXY: "http://p" }],
    ["blank", API, { HTTPS_PROXY: " " }],
    ["localhost", "https://localhost:8443/", { HTTPS_PROXY: "http://p" }],
    ["127.0.0.1", "http://127.0.0.1:8787/", { HTTP_PROXY: "http://p" }],
    ["another 127 address", "http://127.9.9.9/", { HTTP_PROXY: "http://p" }],
    ["::1", "http://[::1]:8787/", { HTTP_PROXY: "http://p" }],
  ])("is none: %s", (_, url, environment) => {
    expect(chosen(url, environment)).toBeUndefined();
  });

  test.each([
    ["*", API],
    ["api.cloudflare.com", API],
    ["API.Cloudflare.COM", API],
    ["cloudflare.com", API],
    [".cloudflare.com", API],
    ["*.cloudflare.com", API],
    ["other.test, api.cloudflare.com", API],
    ["other.test api.cloudflare.com", API],
    [",,api.cloudflare.com,", API],
    ["api.cloudflare.com:443", API],
    ["api.test:8443", "https://api.test:8443/"],
    ["10.1.2.3", "https://10.1.2.3/"],
    ["10.1.2.3:443", "https://10.1.2.3/"],
    ["10.0.0.0/8", "https://10.1.2.3/"],
    ["2001:db8::1", "https://[2001:db8::1]/"],
    ["[2001:db8::1]:443", "https://[2001:db8::1]/"],
    ["2001:db8::/32", "https://[2001:db8::1]/"],
    ["api.test", "https://api.test./"],
  ])("NO_PROXY=%s excepts %s", (exceptions, url) => {
    expect(chosen(url, { HTTPS_PROXY: "http://p", NO_PROXY: exceptions })).toBeUndefined();
    expect(chosen(url, { HTTPS_PROXY: "http://p", no_proxy: exceptions })).toBeUndefined();
  });

  test.each([
    ["", API],
    ["flare.com", API],
    ["cloudflare.co", API],
    ["api.cloudflare.com:8443", API],
    [".api.cloudflare.com", API],
    ["*.api.cloudflare.com", API],
    ["api.cloudflare.com.evil.test", API],
    ["10.0.0.0/8", "https://11.1.2.3/"],
    ["10.0.0.0/8", API],
    ["10.0.0.0/99", "https://10.0.0.1/"],
    ["10.0.0.0/x", "https://10.0.0.1/"],
    ["2001:db8::/32", "https://10.0.0.1/"],
    ["0.0.1", "https://10.0.0.1/"],
  ])("NO_PROXY=%s does not except %s", (exceptions, url) => {
    expect(chosen(url, { HTTPS_PROXY: "http://p", NO_PROXY: exceptions })).toBe("http://p/");
  });

  test.each([
    ["no URL", { HTTPS_PROXY: "http://" }, "HTTPS_PROXY is not a URL"],
    ["a bad escape", { HTTPS_PROXY: "http://u:50%pw@p:1" }, "HTTPS_PROXY is not a URL"],
    ["SOCKS", { https_proxy: "socks5://p:1080" }, "https_proxy names a proxy of the kind socks5"],
  ])("fails for %s, naming the variable and not its value", (_, environment, words) => {
    const find = () => chosen(API, environment);
    expect(find).toThrow(ApiError);
    expect(find).toThrow(words);
    expect(find).not.toThrow(/50%pw/);
  });
});
