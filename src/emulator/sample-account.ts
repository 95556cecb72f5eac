import type { EmulatorOptions } from "./options";

/**
 * An account with a few objects of every kind that policies refer to, for trying references by name out. The ids stay
 * the same from start to start: the wiki's is that of the README's example. With it, only its applications exist.
 */
export const SAMPLE_ACCOUNT = {
  applications: [
    { id: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415", name: "Wiki", domain: "wiki.example.com" },
    { id: "5d3bb4b6-8a3c-4c5e-9d0e-6a2f0f6c1a02", name: "Payroll", domain: "payroll.example.com/admin" },
  ],
  groups: [
    {
      id: "9c6b8d5e-0b0f-4e0a-8f0e-3d1c5a7b2b01",
      name: "Engineering",
      include: [
        { okta: { identity_provider_id: "1b7f6a52-7f8e-4b39-a1c4-2e9d8c3b4c01", name: "engineering" } },
      ],
    },
    {
      id: "9c6b8d5e-0b0f-4e0a-8f0e-3d1c5a7b2b02",
      name: "Contractors",
      include: [{ email_list: { id: "70c2f9a8-6d5e-4c3b-9a1f-8e7d6c5b6e01" } }],
    },
  ],
  identityProviders: [
    { id: "1b7f6a52-7f8e-4b39-a1c4-2e9d8c3b4c01", name: "Company Okta", type: "okta" },
    { id: "1b7f6a52-7f8e-4b39-a1c4-2e9d8c3b4c02", name: "One-time PIN", type: "onetimepin" },
  ],
  serviceTokens: [{ id: "e4a1d2c3-5b6f-4a7e-8d9c-0f1e2d3c5d01", name: "CI" }],
  lists: [
    {
      id: "70c2f9a8-6d5e-4c3b-9a1f-8e7d6c5b6e01",
      name: "Partners",
      type: "EMAIL",
      items: ["ann@partner.org"],
    },
    {
      id: "70c2f9a8-6d5e-4c3b-9a1f-8e7d6c5b6e02",
      name: "Office networks",
      type: "IP",
      items: ["192.0.2.0/24"],
    },
  ],
  postureRules: [
    { id: "b83e5c1d-4f6a-4d2b-b7c8-9a0f1e2d7f01", name: "Disk encryption", type: "disk_encryption" },
  ],
} satisfies EmulatorOptions;
