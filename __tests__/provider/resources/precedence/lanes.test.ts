import { ApplicationLock } from "../../../../src/provider/resources/precedence/application-lock";
import { Lanes } from "../../../../src/provider/resources/precedence/lanes";
import { notedNames, noteNames } from "../../../../src/provider/resources/precedence/past-names";
import { PlannedPlaces } from "../../../../src/provider/resources/precedence/planned-places";

describe("the lanes that Terraform has", () => {
  it("are one, when there were several operations and none beside another", async () => {
    const lanes = new Lanes();
    await lanes.during(async () => expect(lanes.single).toBe(false));
    await lanes.during(async () => expect(lanes.single).toBe(true));
  });

  it("are not known from plans alone, which take no time", async () => {
    const lanes = new Lanes();
    lanes.glimpse();
    await lanes.during(async () => expect(lanes.single).toBe(false));
  });

  it("tell whether Terraform is at anything", async () => {
    const lanes = new Lanes();
    const before = lanes.steps;
    const operation = lanes.during(async () => {});
    const begun = lanes.steps;
    await operation;
    expect([begun > before, lanes.steps > begun]).toEqual([true, true]);
  });

  it("are more, once something came beside another", async () => {
    const lanes = new Lanes();
    await lanes.during(async () => {});
    await lanes.during(async () => {
      expect(lanes.full).toBe(true);
      lanes.glimpse();
      expect([lanes.single, lanes.full]).toEqual([false, false]);
    });
  });
});

describe("the lock of an application", () => {
  it("lets writes run side by side, and a plan of moves alone, in the order of arrival", async () => {
    const lock = new ApplicationLock();
    const events: string[] = [];
    const job = (name: string) => async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} ends`);
    };
    await Promise.all([
      lock.together(job("one")),
      lock.together(job("two")),
      lock.alone(job("moves")),
      lock.together(job("three")),
    ]);
    expect(events).toEqual([
      ..."one begins,two begins,one ends,two ends".split(","),
      ..."moves begins,moves ends,three begins,three ends".split(","),
    ]);
  });

  it("is free again after a failure", async () => {
    const lock = new ApplicationLock();
    await expect(lock.alone(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await lock.together(async () => "yes")).toBe("yes");
  });
});

describe("the names that a stack had", () => {
  it("are those of now and those before the last change", () => {
    const first = noteNames({ updated_at: "kept" }, ["b", "a"])!;
    expect(noteNames(first, ["a", "b"])).toBeUndefined();
    const second = noteNames(first, ["a"])!;
    expect(second.updated_at).toBe("kept");
    expect(new Set(notedNames(second))).toEqual(new Set(["a", "b"]));
    expect(new Set(notedNames(noteNames(second, ["a", "c"])!))).toEqual(new Set(["a", "c"]));
  });
});

describe("places that are planned", () => {
  it("are each for one policy, which may be planned again", () => {
    const places = new PlannedPlaces();
    expect(places.enter("app", 1, { id: "1", name: "Staff" })).toBeUndefined();
    expect(places.enter("app", 1, { id: "1", name: "Employees" })).toBeUndefined();
    expect(places.enter("app", 1, { id: undefined, name: "Employees" })).toBeUndefined();
    expect(places.enter("other", 1, { id: "2", name: "Guests" })).toBeUndefined();
    expect(places.enter("app", 1, { id: "2", name: "Guests" })).toMatchObject({ name: "Employees" });
  });

  it("are not shared by two new policies of one name", () => {
    const places = new PlannedPlaces();
    expect(places.enter("app", 1, { id: undefined, name: "Staff" })).toBeUndefined();
    expect(places.enter("app", 1, { id: undefined, name: "Staff" })).toMatchObject({ name: "Staff" });
  });

  it("are free again for others when a policy is planned for another", () => {
    const places = new PlannedPlaces();
    places.enter("app", 1, { id: "1", name: "Staff" });
    places.enter("app", 2, { id: "1", name: "Staff" });
    expect(places.enter("app", 1, { id: "2", name: "Guests" })).toBeUndefined();
  });
});
