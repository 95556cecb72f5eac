import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SAMPLE_ACCOUNT } from "../../src/emulator";

const README = readFileSync(join(__dirname, "..", "..", "README.md"), "utf8");

test("The first steps of the README work with the sample account: its application is there", () => {
  const appId = /appId: "([^"]+)"/.exec(README)![1];
  expect(SAMPLE_ACCOUNT.applications.map(({ id }) => id)).toContain(appId);
});
