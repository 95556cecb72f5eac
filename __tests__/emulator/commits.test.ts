import type { Commit } from "../../src/emulator";
import { ACCOUNT, appPolicies, call, closeAll, emulate, makeReusable, POLICIES, STAFF } from "./support/api";

afterEach(closeAll);

test("every change is reported at once, with the request that made it", async () => {
  const seen: unknown[] = [];
  const onCommit = ({ number, request }: Commit) =>
    seen.push([number, request?.method, emulator.policies().map(({ body }) => body.name)]);
  const emulator = await emulate({ onCommit });
  const { id } = await makeReusable(emulator, { name: "one" });
  await call(emulator, "GET", POLICIES);
  await call(emulator, "PUT", `${POLICIES}/${id}`, { ...STAFF, name: "two" });
  await call(emulator, "PUT", `${POLICIES}/${id}`, { ...STAFF, decision: "no such" });
  emulator.edit(id, { name: "by hand" });
  await call(emulator, "DELETE", `${POLICIES}/${id}`);
  expect(seen).toEqual([
    [1, "POST", ["one"]],
    [2, "PUT", ["two"]],
    [3, undefined, ["by hand"]],
    [4, "DELETE", []],
  ]);
});

test("a change whose answer is lost is reported; one that a fault prevented is not", async () => {
  const emulator = await emulate();
  const methods: (string | undefined)[] = [];
  const end = emulator.onCommit(({ request }) => methods.push(request?.method));
  emulator.faults([
    { kind: "reset", commit: "after", next: 1 },
    { kind: "reset", commit: "before", next: 1 },
  ]);
  await expect(call(emulator, "POST", POLICIES, STAFF)).rejects.toThrow();
  expect(methods).toEqual(["POST"]);
  await expect(call(emulator, "POST", POLICIES, STAFF)).rejects.toThrow();
  end();
  await call(emulator, "POST", POLICIES, STAFF);
  expect(methods).toEqual(["POST"]);
});

test("an observer sees an application's policies in the order in which they are judged", async () => {
  const emulator = await emulate();
  const orders: string[][] = [];
  emulator.onCommit(() =>
    orders.push(
      emulator.order(ACCOUNT, "app").map(({ policy, precedence }) => `${precedence} ${policy.body.name}`),
    ),
  );
  await call(emulator, "POST", appPolicies("app"), { ...STAFF, name: "last", precedence: 5 });
  const { result } = await call(emulator, "POST", appPolicies("app"), {
    ...STAFF,
    name: "first",
    precedence: 2,
  });
  await call(emulator, "PUT", `${appPolicies("app")}/${result.id}`, {
    ...STAFF,
    name: "first",
    precedence: 9,
  });
  expect(orders).toEqual([["5 last"], ["2 first", "5 last"], ["5 last", "9 first"]]);
});

test("each answer has the server's clock, whatever it shows", async () => {
  const emulator = await emulate({ now: () => Date.UTC(2031, 4, 6, 7, 8, 9) });
  const { headers, result } = await call(emulator, "POST", POLICIES, STAFF);
  expect(headers.get("date")).toBe("Tue, 06 May 2031 07:08:09 GMT");
  expect(result.created_at).toBe("2031-05-06T07:08:09.000Z");
});
