import { TerraformVariable } from "cdktf";
import { expression, reusable, stackWithProvider, thrown } from "../support/synthesized";

describe("timeouts", () => {
  test("are written to the configuration as they are given, tokens included", () => {
    const stack = stackWithProvider();
    const longest = new TerraformVariable(stack, "longest", { type: "string" });
    const timeouts = { create: "1h30m", delete: longest.stringValue };
    expect(reusable({ timeouts }, stack).timeouts).toEqual({
      create: "1h30m",
      delete: expression("var.longest"),
    });
  });

  test.each([[undefined], [{}], [{ create: undefined }]])(
    "are not there when nothing is set: %j",
    (timeouts) => {
      expect(reusable({ timeouts })).not.toHaveProperty("timeouts");
    },
  );

  test.each<[string, unknown, string]>([
    ["no duration", { create: "soon" }, 'timeouts.create: Not a duration: got "soon"'],
    ["a number", { read: 20 }, "timeouts.read: read has the wrong type: got 20"],
    ["no unit", { update: "20" }, 'For minutes write "20m"'],
    ["nothing at all", { delete: "0s" }, "timeouts.delete: Not a time in which anything could happen"],
    ["an empty text", { delete: "" }, "timeouts.delete: Not a duration"],
    ["a misspelled operation", { crate: "20m" }, "Did you mean create?"],
    ["a text", "20m", "timeouts has the wrong type"],
  ])("are an error with a fix when they are %s", (_, timeouts, message) => {
    expect(thrown(() => reusable({ timeouts: timeouts as object })).message).toContain(message);
  });
});
