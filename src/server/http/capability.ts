import { isOfficialType, resourceTypes, type SearchParameter, searchParametersOf } from '../../fhir/index.ts';
import { IG, topics } from '../../platform/subscriptions/index.ts';
import type { OwnParameters } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { version } from '../version.ts';
import { operationsOf } from './operation-definitions.ts';
import type { Claim } from './route-claims.ts';
import { websocketUrl } from './subscriptions.ts';

const DOCUMENTATION =
  'ViewDefinition (SQL on FHIR) is kept, validated and searched like a type of R4; on it are $run and, for statisticians, $materialize.';

/** Types that are kept, validated and searched like those of R4; `type` below may name only the latter. */
const ADDITIONAL_TYPES = resourceTypes
  .filter((type) => !isOfficialType(type))
  .map((type) => ({ url: 'urn:minkang:extension:additional-resource-type', valueCode: type }));

/** What https://hl7.org/fhir/uv/subscriptions-backport/conformance.html asks to be said of Subscriptions. */
const SUBSCRIPTION = {
  extension: topics.map(({ url }) => ({
    url: `${IG}/StructureDefinition/capabilitystatement-subscriptiontopic-canonical`,
    valueCanonical: url,
  })),
  supportedProfile: [`${IG}/StructureDefinition/backport-subscription`],
};

const COMMON = [
  { name: '_id', type: 'token' },
  { name: '_lastUpdated', type: 'date' },
  { name: '_list', type: 'special' },
];

/** No array of FHIR is empty. https://hl7.org/fhir/R4/json.html#repeat */
const unlessEmpty = (name: string, list: readonly unknown[]) => (list.length > 0 ? { [name]: list } : {});

const toSearchParam = ({ code, kind }: SearchParameter) => ({ name: code, type: kind });

/** Parameters by which a type is searched, own ones too when everything is indexed by them, and the references along which more is included. */
function searching(type: string, own: OwnParameters | undefined) {
  const found = own?.all.filter((one) => one.type === type && own.find(type, one.parameter.code)?.isReady) ?? [];
  const parameters = [...searchParametersOf(type).values()];
  return {
    searchParam: [...COMMON, ...[...parameters, ...found.map(({ parameter }) => parameter)].map(toSearchParam)],
    searchInclude: ['*', ...parameters.filter(({ kind }) => kind === 'reference').map(({ code }) => `${type}:${code}`)],
    ...unlessEmpty('searchRevInclude', referring.get(type) ?? []),
  };
}

/** For every type what may lead to it: `Observation:patient` for a Patient. */
const referring: ReadonlyMap<string, readonly string[]> = new Map(
  [...Map.groupBy(resourceTypes.flatMap(referencesFrom), ({ target }) => target)].map(([target, from]) => [
    target,
    from.map(({ name }) => name),
  ]),
);

function referencesFrom(type: string): { target: string; name: string }[] {
  const references = [...searchParametersOf(type).values()].filter(({ kind }) => kind === 'reference');
  return references.flatMap(({ code, targets }) => targets.map((target) => ({ target, name: `${type}:${code}` })));
}

const interactionsOf = (claims: readonly Claim[], level: 'system' | 'type') =>
  claims.flatMap((claim) => (claim.kind === 'interaction' && claim.level === level ? claim.codes.map((code) => ({ code })) : []));

const compartmentsOf = (claims: readonly Claim[]): string[] =>
  claims.flatMap((claim) => (claim.kind === 'compartment' ? [claim.owner] : []));

/**
 * What this server does, no more; interactions and operations are those that its routes claim.
 * https://hl7.org/fhir/R4/capabilitystatement.html
 */
export function capabilityStatement({ settings, self, clock, store }: Platform, claims: readonly Claim[]) {
  const conditions = new Set(claims.map((claim) => (claim.kind === 'condition' ? claim.name : undefined)));
  const ofEveryType = operationsOf(claims, 'Resource');
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: clock.now().toISOString(),
    kind: 'instance',
    instantiates: [
      'http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data',
      `${IG}/CapabilityStatement/backport-subscription-server-r4`,
      // in JSON alone
      'https://profiles.ihe.net/ITI/PIXm/CapabilityStatement/IHE.PIXm.Manager',
      'https://profiles.ihe.net/ITI/PDQm/CapabilityStatement/IHE.PDQm.PatientDemographicsSupplierMatch',
    ],
    software: { name: 'Minkang', version },
    implementation: { description: `${self.name.zh} ${self.name.en}`, url: `${settings.url}/fhir` },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json'],
    messaging: [
      {
        documentation: 'Mobile Patient Identity Feed (ITI-93), at $process-message',
        supportedMessage: [
          { mode: 'receiver', definition: 'https://profiles.ihe.net/ITI/PMIR/MessageDefinition/IHE.PMIR.MessageDefinition' },
        ],
      },
    ],
    rest: [
      {
        mode: 'server',
        documentation: DOCUMENTATION,
        extension: [
          ...ADDITIONAL_TYPES,
          { url: 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket', valueUri: websocketUrl({ settings }) },
        ],
        security: {
          service: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'OAuth' }] }],
          extension: [
            {
              url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
              extension: [
                { url: 'authorize', valueUri: `${settings.url}/oauth/auth` },
                { url: 'token', valueUri: `${settings.url}/oauth/token` },
              ],
            },
          ],
        },
        compartment: compartmentsOf(claims).map(
          (owner) => `http://hl7.org/fhir/CompartmentDefinition/${owner[0]?.toLowerCase()}${owner.slice(1)}`,
        ),
        interaction: interactionsOf(claims, 'system'),
        operation: operationsOf(claims, undefined),
        resource: resourceTypes.filter(isOfficialType).map((type) => ({
          type,
          interaction: interactionsOf(claims, 'type'),
          versioning: 'versioned-update',
          readHistory: true,
          updateCreate: true,
          conditionalCreate: true,
          conditionalRead: 'full-support',
          conditionalUpdate: conditions.has('conditionalUpdate'),
          conditionalDelete: conditions.has('conditionalDelete') ? 'single' : 'not-supported',
          referencePolicy: ['literal', 'local'],
          ...searching(type, store.parameters),
          ...unlessEmpty('operation', [...operationsOf(claims, type), ...ofEveryType]),
          ...(type === 'Subscription' ? SUBSCRIPTION : {}),
        })),
      },
    ],
  };
}
