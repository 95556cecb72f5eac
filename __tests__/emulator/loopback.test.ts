import { request } from "node:http";
import { closeAll, emulate, POLICIES } from "./support/api";

afterEach(closeAll);

/** fetch sets these headers itself. */
function statusOf(url: string, method: string, headers: Record<string, string>): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers: { authorization: "Bearer a-token", ...headers } },
      (response) => {
        let text = "";
        response.on("data", (part) => {
          text += part;
        });
        response.on("end", () => resolve([response.statusCode!, text]));
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}

const OWN_NAMES = [
  "127.0.0.1",
  "127.0.0.1:8080",
  "localhost",
  "LOCALHOST:8080",
  "127.9.9.9",
  "[::1]",
  "[::1]:8080",
];
const FOREIGN_NAMES = [
  "evil.example",
  "127.0.0.1.evil.example",
  "localhost.evil.example:8080",
  "10.0.0.1",
  "[::2]",
  "api.cloudflare.com",
];
const PATHS = [
  ["GET", `/client/v4${POLICIES}`],
  ["GET", "/emulator/requests"],
] as const;

describe.each(PATHS)("%s %s", (method, path) => {
  test.each(OWN_NAMES)("is answered when the host is %p", async (host) => {
    const emulator = await emulate();
    expect((await statusOf(emulator.url + path, method, { host }))[0]).toBe(200);
    expect((await statusOf(emulator.url + path, method, { origin: `http://${host}` }))[0]).toBe(200);
  });

  test.each(FOREIGN_NAMES)("is refused when the host is %p", async (host) => {
    const emulator = await emulate();
    const [status, body] = await statusOf(emulator.url + path, method, { host });
    expect([status, body]).toEqual([403, expect.stringContaining("The emulator answers requests")]);
    expect(JSON.parse(body).errors[0].message).toContain(JSON.stringify(host));
  });

  test.each(["https://evil.example", "http://127.0.0.1.evil.example", "null", ""])(
    "is refused when the origin is %p",
    async (origin) => {
      const emulator = await emulate();
      const [status, body] = await statusOf(emulator.url + path, method, { origin });
      expect([status, JSON.parse(body).success]).toEqual([403, false]);
    },
  );
});

test("a refused request changes nothing and is not recorded", async () => {
  const emulator = await emulate();
  emulator.faults([{ kind: "server-error" }]);
  const refused = await statusOf(`${emulator.url}/emulator/faults`, "DELETE", {
    origin: "https://evil.example",
  });
  expect(refused[0]).toBe(403);
  expect(emulator.faultReport()).toHaveLength(1);
  await statusOf(`${emulator.baseUrl}${POLICIES}`, "GET", { host: "evil.example" });
  expect(emulator.requests).toEqual([]);
});
