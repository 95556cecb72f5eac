import { type AttributePath, UNKNOWN } from "../../../../src/plugin/cty";
import type { PlanRequest } from "../../../../src/plugin/framework";
import { Core } from "../support/core";
import { type Notes, notesProvider } from "../support/notes";

describe("a resource's own planning", () => {
  test("refines what the schema makes of it, with what is configured and what was before", async () => {
    const seen: PlanRequest<Notes>[] = [];
    const provider = notesProvider({
      plan: (request) => {
        seen.push(request);
        return { planned: { ...request.planned, id: "known-already" } };
      },
    });
    const core = new Core(provider);
    await core.configure();
    const { planned } = await core.plan("test_note", null, { title: "a" });
    expect(planned).toMatchObject({ title: "a", id: "known-already", owner: UNKNOWN });
    expect(seen).toEqual([
      expect.objectContaining({
        meta: provider.notes,
        prior: null,
        config: expect.objectContaining({ title: "a", owner: null }),
        planned: expect.objectContaining({ id: UNKNOWN }),
      }),
    ]);
  });

  test("has no meta while the provider is not configured", async () => {
    const seen: unknown[] = [];
    const provider = notesProvider({
      plan: ({ meta, planned }) => {
        seen.push(meta);
        return { planned };
      },
    });
    const core = new Core(provider);
    await core.plan("test_note", null, { title: "a" });
    expect(seen).toEqual([undefined]);
  });

  test("can warn at an attribute, as deep as Terraform can point, and deeper in words", async () => {
    const warning = { severity: "warning", summary: "Odd tag", detail: "Why?" } as const;
    const warn = async (path: AttributePath) => {
      const core = new Core(
        notesProvider({ plan: ({ planned }) => ({ planned, diagnostics: [{ ...warning, path }] }) }),
      );
      return (await core.plan("test_note", null, { title: "a", tags: ["odd"] })).diagnostics;
    };
    expect(await warn(["tags"])).toEqual([{ ...warning, path: ["tags"] }]);
    expect(await warn(["tags", 3, "x"])).toEqual([
      { ...warning, detail: "Why?\n\nAt tags[3].x.", path: ["tags"] },
    ]);
  });

  test("is not asked about a destroy", async () => {
    const provider = notesProvider({
      plan: () => {
        throw new Error("asked");
      },
    });
    expect(await new Core(provider).plan("test_note", null, null)).toMatchObject({
      planned: null,
      diagnostics: [],
    });
  });
});
