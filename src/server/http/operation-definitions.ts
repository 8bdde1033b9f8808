import { IG } from '../../platform/subscriptions/index.ts';
import type { Claim } from './route-claims.ts';

/**
 * What defines each operation; one that is a route and is not named here stops the start. `Resource` stands for every type.
 * https://hl7.org/fhir/R4/operationslist.html; for exports https://hl7.org/fhir/uv/bulkdata/; for views
 * https://build.fhir.org/ig/FHIR/sql-on-fhir-v2/OperationDefinition-ViewDefinitionRun.html, as R4 knows no type ViewDefinition
 */
const DEFINITIONS: Readonly<Record<string, string>> = {
  '/meta': 'http://hl7.org/fhir/OperationDefinition/Resource-meta',
  'Resource/meta': 'http://hl7.org/fhir/OperationDefinition/Resource-meta',
  'Resource/meta-add': 'http://hl7.org/fhir/OperationDefinition/Resource-meta-add',
  'Resource/meta-delete': 'http://hl7.org/fhir/OperationDefinition/Resource-meta-delete',
  'Resource/validate': 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
  'Patient/everything': 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  'Patient/record': 'urn:minkang:operation:record',
  'Patient/match': 'http://hl7.org/fhir/OperationDefinition/Patient-match',
  '/immds-forecast': 'http://hl7.org/fhir/us/immds/OperationDefinition/ImmDSForecastOperation',
  'Patient/immds-forecast': 'urn:minkang:operation:immds-forecast',
  'Patient/golden-record': 'urn:minkang:operation:golden-record',
  'Patient/ihe-pix': 'https://profiles.ihe.net/ITI/PIXm/OperationDefinition/IHE.PIXm.pix',
  'Encounter/everything': 'http://hl7.org/fhir/OperationDefinition/Encounter-everything',
  'CodeSystem/lookup': 'http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup',
  'CodeSystem/validate-code': 'http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code',
  'CodeSystem/subsumes': 'http://hl7.org/fhir/OperationDefinition/CodeSystem-subsumes',
  'ValueSet/expand': 'http://hl7.org/fhir/OperationDefinition/ValueSet-expand',
  'ValueSet/validate-code': 'http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code',
  'ConceptMap/translate': 'http://hl7.org/fhir/OperationDefinition/ConceptMap-translate',
  '/export': 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export',
  'Patient/export': 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export',
  'Group/export': 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export',
  'Subscription/status': `${IG}/OperationDefinition/backport-subscription-status`,
  'Subscription/events': `${IG}/OperationDefinition/backport-subscription-events`,
  'Subscription/get-ws-binding-token': `${IG}/OperationDefinition/backport-subscription-get-ws-binding-token`,
  'Subscription/topics': 'urn:minkang:operation:topics',
  '/process-message': 'http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message',
  '/viewdefinition-run': 'http://sql-on-fhir.org/OperationDefinition/$viewdefinition-run',
};

/** Operations of one type; of the system where there is none. */
export function operationsOf(claims: readonly Claim[], type: string | undefined): { name: string; definition: string }[] {
  const operations = claims.flatMap((claim) => {
    if (claim.kind !== 'operation' || claim.type !== type) return [];
    const definition = DEFINITIONS[`${type ?? ''}/${claim.name}`];
    if (!definition) throw new Error(`the operation $${claim.name} of ${type ?? 'the system'} has no definition`);
    return [{ name: claim.name, definition }];
  });
  return operations.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
