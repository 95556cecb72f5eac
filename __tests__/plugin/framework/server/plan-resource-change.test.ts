import type { PlanRequest } from "../../../../src/plugin";
import { type AttributePath, UNKNOWN } from "../../../../src/plugin/cty";
import { FakeTerraformCore } from "../../../fake-terraform-core";
import { type NoteStore, noteProvider } from "../support/note-provider";

describe("a resource's plan", () => {
  test("modifies the state planned from the schema, given prior state and configuration", async () => {
    const seen: PlanRequest<NoteStore>[] = [];
    const provider = noteProvider({
      plan: (request) => {
        seen.push(request);
        return { planned: { ...request.planned, id: "known-already" } };
      },
    });
    const core = new FakeTerraformCore(provider);
    await core.configure();
    const { planned } = await core.plan("test_note", null, { title: "a" });
    expect(planned).toMatchObject({ title: "a", id: "known-already", owner: UNKNOWN });
    expect(seen).toEqual([
      expect.objectContaining({
        meta: provider.store,
        prior: null,
        config: expect.objectContaining({ title: "a", owner: null }),
        planned: expect.objectContaining({ id: UNKNOWN }),
      }),
    ]);
  });

  test("has no meta while the provider is not configured", async () => {
    const seen: unknown[] = [];
    const provider = noteProvider({
      plan: ({ meta, planned }) => {
        seen.push(meta);
        return { planned };
      },
    });
    const core = new FakeTerraformCore(provider);
    await core.plan("test_note", null, { title: "a" });
    expect(seen).toEqual([undefined]);
  });

  test("can warn at a path that Terraform addresses, or writes into the detail", async () => {
    const warning = { severity: "warning", summary: "Odd tag", detail: "Why?" } as const;
    const warn = async (path: AttributePath) => {
      const core = new FakeTerraformCore(
        noteProvider({ plan: ({ planned }) => ({ planned, diagnostics: [{ ...warning, path }] }) }),
      );
      return (await core.plan("test_note", null, { title: "a", tags: ["odd"] })).diagnostics;
    };
    expect(await warn(["tags"])).toEqual([{ ...warning, path: ["tags"] }]);
    expect(await warn(["tags", 3, "x"])).toEqual([
      { ...warning, detail: "Why?\n\nAt tags[3].x.", path: ["tags"] },
    ]);
  });

  test("is not called for a destroy", async () => {
    const provider = noteProvider({
      plan: () => {
        throw new Error("asked");
      },
    });
    expect(await new FakeTerraformCore(provider).plan("test_note", null, null)).toMatchObject({
      planned: null,
      diagnostics: [],
    });
  });
});
