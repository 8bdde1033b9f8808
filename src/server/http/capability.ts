import { isOfficialType, resourceTypes, searchParametersOf } from '../../fhir/index.ts';
import type { Platform } from '../platform.ts';
import { version } from '../version.ts';

const INTERACTIONS = [
  ...['read', 'vread', 'update', 'patch', 'delete', 'history-instance', 'history-type', 'create', 'search-type'],
];

/** Of every type. https://hl7.org/fhir/R4/resource-operations.html */
const META_OPERATIONS = ['meta', 'meta-add', 'meta-delete'].map((name) => ({
  name,
  definition: `http://hl7.org/fhir/OperationDefinition/Resource-${name}`,
}));

const OPERATIONS: ReadonlyMap<string, readonly object[]> = new Map([
  [
    'Patient',
    [
      { name: 'everything', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything' },
      { name: 'record', definition: 'urn:minkang:operation:record' },
      { name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export' },
    ],
  ],
  ['Group', [{ name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export' }]],
  ['Encounter', [{ name: 'everything', definition: 'http://hl7.org/fhir/OperationDefinition/Encounter-everything' }]],
]);

const COMPARTMENTS = ['patient', 'device', 'encounter', 'practitioner', 'relatedPerson'];

/** https://build.fhir.org/ig/FHIR/sql-on-fhir-v2/OperationDefinition-ViewDefinitionRun.html, as R4 knows no type ViewDefinition */
const SYSTEM_OPERATIONS = [
  { name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export' },
  { name: 'viewdefinition-run', definition: 'http://sql-on-fhir.org/OperationDefinition/$viewdefinition-run' },
];

/** Types that are kept, validated and searched like those of R4; `type` below may name only the latter. */
const ADDITIONAL_TYPES = resourceTypes
  .filter((type) => !isOfficialType(type))
  .map((type) => ({ url: 'urn:minkang:extension:additional-resource-type', valueCode: type }));

const COMMON = [
  { name: '_id', type: 'token' },
  { name: '_lastUpdated', type: 'date' },
  { name: '_list', type: 'special' },
];

/** Parameters by which a type is searched, and the references along which more is included. */
function searching(type: string) {
  const parameters = [...searchParametersOf(type).values()];
  return {
    searchParam: [...COMMON, ...parameters.map(({ code, kind }) => ({ name: code, type: kind }))],
    searchInclude: ['*', ...parameters.filter(({ kind }) => kind === 'reference').map(({ code }) => `${type}:${code}`)],
    searchRevInclude: referring.get(type) ?? [],
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

/** What this server does, no more. https://hl7.org/fhir/R4/capabilitystatement.html */
export function capabilityStatement({ settings, self, clock }: Platform) {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: clock.now().toISOString(),
    kind: 'instance',
    instantiates: ['http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data'],
    software: { name: 'Minkang', version },
    implementation: { description: `${self.name.zh} ${self.name.en}`, url: `${settings.url}/fhir` },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json'],
    rest: [
      {
        mode: 'server',
        extension: ADDITIONAL_TYPES,
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
        compartment: COMPARTMENTS.map((name) => `http://hl7.org/fhir/CompartmentDefinition/${name}`),
        interaction: ['transaction', 'batch', 'history-system', 'search-system'].map((code) => ({ code })),
        operation: SYSTEM_OPERATIONS,
        resource: resourceTypes.filter(isOfficialType).map((type) => ({
          type,
          interaction: INTERACTIONS.map((code) => ({ code })),
          versioning: 'versioned-update',
          readHistory: true,
          updateCreate: true,
          conditionalCreate: true,
          conditionalRead: 'full-support',
          conditionalUpdate: true,
          conditionalDelete: 'single',
          referencePolicy: ['literal', 'local'],
          ...searching(type),
          operation: [...META_OPERATIONS, ...(OPERATIONS.get(type) ?? [])],
        })),
      },
    ],
  };
}
