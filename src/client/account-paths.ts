/*
 * Where an account keeps what both reads of policies and look-ups list: a remembered list is found by its path, so both
 * have to mean the same. Accounts are given as a segment of a path.
 */

export const reusablePoliciesPath = (account: string) => `/accounts/${account}/access/policies`;

export const applicationsPath = (account: string) => `/accounts/${account}/access/apps`;
