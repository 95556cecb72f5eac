import type { Emulator } from "../../../src/emulator";
import { APPLICATION_ID, REQUIRED_PROVIDER } from "./every-field";
import { type Project, succeeded } from "./project";

/** Many policies, each called like its resource and with an address of its own. */
export interface Crowd {
  readonly reusable: readonly string[];
  /** Names of policies of one application. @default none */
  readonly ofApplication?: readonly string[];
  /** Policies that are for another address. @default none */
  readonly changed?: readonly string[];
}

/** `p1`, `p2`, … */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${index + 1}`);
}

const addressOf = ({ changed = [] }: Crowd, name: string) =>
  `${name}@${changed.includes(name) ? "changed" : "example"}.com`;

/** The configuration of such policies. */
export function inHcl(crowd: Crowd): string {
  const resource = (type: string, name: string, more = "") => `
resource "${type}" "${name}" {${more}
  name     = "${name}"
  decision = "allow"
  include  = { email = ["${addressOf(crowd, name)}"] }
}
`;
  const { reusable, ofApplication = [] } = crowd;
  return [
    REQUIRED_PROVIDER,
    ...reusable.map((name) => resource("cfaccess_policy", name)),
    ...ofApplication.map((name) =>
      resource("cfaccess_application_policy", name, `\n  app_id   = "${APPLICATION_ID}"`),
    ),
  ].join("");
}

/** What an account has when it is as configured, in the form of {@link inAccount}. */
export function configured(crowd: Crowd): string[] {
  const { reusable, ofApplication = [] } = crowd;
  return [...reusable, ...ofApplication].map((name) => `${name}: ${addressOf(crowd, name)}`).sort();
}

/** The name and address of every policy in an account. */
export function inAccount(emulator: Emulator): string[] {
  return emulator
    .policies()
    .map(({ body }) => {
      const [{ email }] = body.include as [{ email: { email: string } }];
      return `${body.name}: ${email.email}`;
    })
    .sort();
}

/** The ids of all policies in an account. */
export function idsInAccount(emulator: Emulator): string[] {
  return emulator
    .policies()
    .map(({ id }) => id)
    .sort();
}

/** The ids of all policies in the state. */
export async function idsInState(project: Project, folder = "."): Promise<string[]> {
  const { values } = JSON.parse(await succeeded(project.engineIn(folder, "show", "-json")));
  const resources: { values: { id: string } }[] = values?.root_module?.resources ?? [];
  return resources.map(({ values: { id } }) => id).sort();
}
