import fc from "fast-check";
import { appMark, mark, readWantedOrders, writeWantedOrders } from "../../src/model";

const order = fc.record({
  appId: fc.option(fc.uuid(), { nil: undefined }),
  places: fc.uniqueArray(
    fc.record({
      name: fc.string({ minLength: 1 }),
      precedence: fc.integer({ min: 1, max: 999 }),
      denies: fc.boolean(),
    }),
    {
      selector: ({ name }) => name,
      minLength: 1,
    },
  ),
});

describe("what a stack says of its orders", () => {
  it("is read as it was written, with marks for names and ids", () => {
    fc.assert(
      fc.property(order, ({ appId, places }) => {
        const [read] = readWantedOrders(writeWantedOrders([{ ...(appId && { appId }), places }]));
        expect(read!.app).toBe(appId === undefined ? undefined : appMark(appId));
        expect([...read!.places].sort()).toEqual(
          places.map(({ name, precedence }) => [mark(name), precedence]).sort(),
        );
        const denying = places.filter(({ denies }) => denies).map(({ name }) => mark(name));
        expect([...read!.denies].sort()).toEqual(denying.sort());
      }),
    );
  });

  it("does not depend on the order in which the stack was put together", () => {
    const orders = [
      {
        appId: "one",
        places: [
          { name: "Staff", precedence: 2 },
          { name: "Barred", precedence: 1 },
        ],
      },
      { places: [{ name: "Guests", precedence: 1 }] },
    ];
    const turned = orders.toReversed().map((it) => ({ ...it, places: it.places.toReversed() }));
    expect(writeWantedOrders(turned)).toBe(writeWantedOrders(orders));
  });

  it("says nothing of a name that two policies have", () => {
    const places = [1, 2].map((precedence) => ({ name: "Staff", precedence }));
    const [read] = readWantedOrders(
      writeWantedOrders([{ places: [...places, { name: "Barred", precedence: 3 }] }]),
    );
    expect([...read!.places.keys()]).toEqual([mark("Barred")]);
  });

  it("takes about ten characters a policy", () => {
    const places = Array.from({ length: 100 }, (_, index) => ({
      name: `Policy ${index}`,
      precedence: index + 1,
    }));
    expect(writeWantedOrders([{ places }]).length).toBeLessThan(1_200);
  });

  it("may leave out which policies block, as earlier versions do", () => {
    const [read] = readWantedOrders(`=${mark("Barred")}:1,${mark("Staff")}:2`);
    expect([read!.places.size, read!.denies.size]).toEqual([2, 0]);
  });

  it("passes over what it does not understand", () => {
    expect(readWantedOrders("something else")).toEqual([]);
    expect(readWantedOrders("")).toEqual([]);
  });

  it("knows an application by its id in either case", () => {
    expect(appMark("F174E90A")).toBe(appMark("f174e90a"));
  });
});
