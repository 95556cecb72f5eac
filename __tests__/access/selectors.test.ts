import fc from "fast-check";
import { decide } from "../../src/access";
import { SELECTORS } from "../../src/model";
import { rulePairs } from "../model/support/rules";
import { allow, ann, wiki } from "./support/worlds";

describe("a rule of each selector of the model", () => {
  test.each(SELECTORS.map((selector) => [selector.key, selector] as const))(
    "%s is decided and has words of its own",
    (_, selector) => {
      const [[rule]] = fc.sample(rulePairs(selector), { numRuns: 1, seed: 1 }) as unknown as [[object]];
      const { needs, trace } = decide(wiki([allow(rule)]), "wiki", ann());
      expect(needs.map(({ words }) => words).join("\n")).not.toContain("can be decided here");
      const words = trace.flatMap((step) => step.rules.map((one) => one.words));
      expect(words).toHaveLength(1);
      expect(words[0]).not.toMatch(/^rule /);
    },
  );
});
