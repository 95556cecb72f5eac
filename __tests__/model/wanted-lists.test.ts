import fc from "fast-check";
import {
  appMark,
  mark,
  readWantedLists,
  readWantedOrders,
  writeWantedLists,
  writeWantedOrders,
} from "../../src/model";

const policies = fc.uniqueArray(fc.record({ name: fc.string({ minLength: 1 }), denies: fc.boolean() }), {
  selector: ({ name }) => name,
  minLength: 1,
});
const list = fc.record({ appId: fc.option(fc.uuid(), { nil: undefined }), policies });

describe("what a stack says of its ordered lists", () => {
  it("is read as it was written, with marks for names and ids", () => {
    fc.assert(
      fc.property(list, ({ appId, policies }) => {
        const [read, ...others] = readWantedLists(writeWantedLists([{ ...(appId && { appId }), policies }]));
        expect(others).toEqual([]);
        expect(read!.app).toBe(appId === undefined ? undefined : appMark(appId));
        expect(read!.names).toEqual(policies.map(({ name }) => mark(name)));
        const denying = policies.filter(({ denies }) => denies).map(({ name }) => mark(name));
        expect([...read!.denies]).toEqual(denying);
      }),
    );
  });

  it("is not taken for precedences, nor these for lists", () => {
    fc.assert(
      fc.property(fc.array(list), policies, (lists, places) => {
        const orders = [{ places: places.map(({ name }, index) => ({ name, precedence: index + 1 })) }];
        const [some, others] = [writeWantedOrders(orders), writeWantedLists(lists as never)];
        const text = [some, others].filter(Boolean).join(";");
        expect(readWantedOrders(text)).toEqual(readWantedOrders(some));
        expect(readWantedLists(text)).toEqual(readWantedLists(others));
      }),
    );
  });

  it("does not depend on the order in which the stack was put together, and says nothing twice", () => {
    const [one, two] = ["one", "two"].map((appId) => ({ appId, policies: [{ name: "Staff" }] }));
    expect(writeWantedLists([two!, one!, two!])).toBe(writeWantedLists([one!, two!]));
  });
});
