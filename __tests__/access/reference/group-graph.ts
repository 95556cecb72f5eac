/** Groups in groups. */

/** JSON, unchecked: the worlds are well-formed. */
type Json = ReturnType<typeof JSON.parse>;

const rulesIn = ({ include = [], require = [], exclude = [] }: Json): Json[] => [
  ...include,
  ...require,
  ...exclude,
];
const groupOf = (account: Json, id: string): Json => account.groups.find((one: Json) => one.id === id) ?? {};

/** Whether rules, or those of groups that they refer to, ask for a posture check. */
export function mentionsPosture(lists: Json, account: Json, seen = new Set<string>()): boolean {
  return rulesIn(lists).some((rule) => {
    if (rule.device_posture) return true;
    const id = rule.group?.id;
    if (id === undefined || seen.has(id)) return false;
    seen.add(id);
    return mentionsPosture(groupOf(account, id), account, seen);
  });
}

/** Whether rules refer to a group, directly or through others. */
export function reaches(lists: Json, id: string, account: Json, seen = new Set<string>()): boolean {
  return rulesIn(lists).some((rule) => {
    const next = rule.group?.id;
    if (next === undefined) return false;
    if (next === id) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(groupOf(account, next), id, account, seen);
  });
}
