import fc from "fast-check";
import { type Rule, SELECTORS, type SelectorDefinition, type SelectorField } from "../../../src/model";
import { type Pair, REPRESENTATIONS } from "./representations";

function fieldValue(field: SelectorField): fc.Arbitrary<Pair<unknown>> {
  const spelled = REPRESENTATIONS[field.format as keyof typeof REPRESENTATIONS] as fc.Arbitrary<Pair>;
  if (field.type === "string") return spelled;
  return fc
    .uniqueArray(spelled, { minLength: 1, selector: ([value]) => value })
    .map((pairs) => [pairs.map(([value]) => value), pairs.map(([, value]) => value).reverse()] as const);
}

/** A rule of a selector, in two semantically equal representations. */
export function rulePairs(selector: SelectorDefinition): fc.Arbitrary<Pair<Rule>> {
  const fields = Object.entries(selector.fields).map(([name, field]) =>
    fc.tuple(field.required ? fc.constant(true) : fc.boolean(), fieldValue(field)).map(([given, pair]) => ({
      first: given ? [[name, pair[0]]] : [],
      // What is not given may also be spelled as null.
      second: given ? [[name, pair[1]]] : [[name, null]],
    })),
  );
  return fc.tuple(...fields).map((members) => {
    const rule = (which: "first" | "second") => ({
      [selector.wireKey]: Object.fromEntries(members.flatMap((member) => member[which])),
    });
    return [rule("first"), rule("second")] as const;
  });
}

/** A rule of any selector we know, in two semantically equal representations. */
export const knownRulePairs: fc.Arbitrary<Pair<Rule>> = fc.oneof(...SELECTORS.map(rulePairs));

export const knownRules: fc.Arbitrary<Rule> = knownRulePairs.map(([rule]) => rule);

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>;

/** A rule that no selector of ours represents: its selector, a field or a type is not ours. */
export const foreignRules: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ new_selector: fc.record({ some: json, thing: json }) }),
  fc.record({ email: fc.record({ email: fc.constant("ann@example.com"), verified: fc.boolean() }) }),
  fc.record({ email: fc.record({ email: fc.array(fc.string()) }) }),
  fc.record({ okta: fc.record({ name: fc.string() }) }),
  fc.record({ everyone: fc.record({ except: fc.string() }) }),
  fc.record({ geo: fc.constantFrom(null, true, "PT", [], 3) }),
  fc.record({ email: fc.record({ email: fc.string() }), geo: fc.record({ country_code: fc.string() }) }),
  fc.record({ user_risk_score: fc.record({ user_risk_score: fc.array(fc.integer(), { minLength: 1 }) }) }),
  fc.dictionary(fc.constantFrom("__proto__", "constructor", "toString", "other", "x"), json),
  json as fc.Arbitrary<Rule>,
);
