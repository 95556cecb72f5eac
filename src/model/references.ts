/** What rules and policies refer to by its id. */
export type ReferenceKind =
  | "group"
  | "identity_provider"
  | "service_token"
  | "list"
  | "device_posture_rule"
  | "application";

/** What a field that holds an id refers to. */
export interface Reference {
  readonly kind: ReferenceKind;
  /** The only type of it that makes sense here, as the API spells it. @default any type */
  readonly type?: string;
}

/** One kind of what is referred to. */
export interface ReferenceDefinition {
  readonly kind: ReferenceKind;
  /** Name of the data source that looks one up. */
  readonly dataSource: string;
  /** Name of the construct. */
  readonly construct: string;
  /** What one is called in a sentence. */
  readonly noun: string;
  /** What one is looked up by besides its name: how the name of the prop ends a sentence. */
  readonly keys?: Readonly<Record<string, string>>;
  /** What types there are, where the kind has types. */
  readonly types?: string;
}

/**
 * Everything that can be looked up by name for a rule or a policy.
 * Sources: the list endpoints of Access groups, identity providers, service tokens and applications, of Zero Trust
 * lists, and of device posture rules.
 */
export const REFERENCES: readonly ReferenceDefinition[] = [
  {
    kind: "group",
    dataSource: "cfaccess_group",
    construct: "AccessGroup",
    noun: "Access group",
  },
  {
    kind: "identity_provider",
    dataSource: "cfaccess_identity_provider",
    construct: "AccessIdentityProvider",
    noun: "identity provider",
    types: "`onetimepin`, `azureAD`, `okta`, `github`, `google-apps`, `saml`, `oidc`, …",
  },
  {
    kind: "service_token",
    dataSource: "cfaccess_service_token",
    construct: "AccessServiceToken",
    noun: "service token",
  },
  {
    kind: "list",
    dataSource: "cfaccess_list",
    construct: "AccessList",
    noun: "Zero Trust list",
    types: "`EMAIL`, `IP`, …",
  },
  {
    kind: "device_posture_rule",
    dataSource: "cfaccess_device_posture_rule",
    construct: "DevicePostureRule",
    noun: "device posture rule",
    types: "`disk_encryption`, `firewall`, `os_version`, …",
  },
  {
    kind: "application",
    dataSource: "cfaccess_application",
    construct: "AccessApplication",
    noun: "Access application",
    keys: {
      domain:
        "a domain it is reached under, with its path where it has one, such as `wiki.example.com/admin`",
    },
    types: "`self_hosted`, `saas`, `infrastructure`, …",
  },
];

const byKind = new Map(REFERENCES.map((definition) => [definition.kind, definition]));

export function referenceOf(kind: ReferenceKind): ReferenceDefinition {
  return byKind.get(kind)!;
}
