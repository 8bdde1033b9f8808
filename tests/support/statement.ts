import type { TestPlatform } from './network.ts';

interface Named {
  readonly name: string;
  readonly definition: string;
}

export interface DeclaredType {
  readonly type: string;
  readonly interaction: readonly { readonly code: string }[];
  readonly versioning: string;
  readonly readHistory: boolean;
  readonly updateCreate: boolean;
  readonly conditionalCreate: boolean;
  readonly conditionalRead: string;
  readonly conditionalUpdate: boolean;
  readonly conditionalDelete: string;
  readonly referencePolicy: readonly string[];
  readonly searchParam: readonly { readonly name: string; readonly type: string }[];
  readonly searchInclude: readonly string[];
  readonly searchRevInclude?: readonly string[];
  readonly operation?: readonly Named[];
}

/** What a server says of itself. https://hl7.org/fhir/R4/capabilitystatement.html */
export interface Statement {
  readonly format: readonly string[];
  readonly patchFormat: readonly string[];
  readonly rest: {
    readonly extension?: readonly { readonly url: string; readonly valueCode?: string }[];
    readonly interaction: readonly { readonly code: string }[];
    readonly compartment?: readonly string[];
    readonly operation?: readonly Named[];
    readonly searchParam?: readonly { readonly name: string; readonly type: string }[];
    readonly resource: readonly DeclaredType[];
  };
}

export async function statementOf(platform: TestPlatform): Promise<Statement> {
  const response = await fetch(`${platform.url}/fhir/metadata`);
  const { rest, ...statement } = (await response.json()) as Omit<Statement, 'rest'> & { rest: [Statement['rest']] };
  return { ...statement, rest: rest[0] };
}
