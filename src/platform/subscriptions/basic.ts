import { topics } from './topics.ts';

const of = (name: string) => `http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.${name}`;

/**
 * The topics in R4's form: Basic resources with the elements of R5's SubscriptionTopic as extensions.
 * http://hl7.org/fhir/uv/subscriptions-backport/components.html#subscription-topics-in-r4
 */
export const topicResources = (): object[] =>
  topics.map(({ url, title, resource, interactions, criteria, filters, include }) => ({
    resourceType: 'Basic',
    id: url.slice(url.lastIndexOf('topic:') + 'topic:'.length).replace(':', '-'),
    modifierExtension: [{ url: of('status'), valueCode: 'active' }],
    extension: [
      { url: of('url'), valueUri: url },
      { url: of('title'), valueString: `${title.zh} ${title.en}` },
      {
        url: of('resourceTrigger'),
        extension: [
          { url: 'resource', valueUri: `http://hl7.org/fhir/StructureDefinition/${resource}` },
          ...interactions.map((code) => ({ url: 'supportedInteraction', valueCode: code })),
          ...(criteria ? [{ url: 'fhirPathCriteria', valueString: criteria }] : []),
        ],
      },
      ...filters.map((name) => ({
        url: of('canFilterBy'),
        extension: [
          { url: 'resource', valueUri: resource },
          { url: 'filterParameter', valueString: name },
        ],
      })),
      {
        url: of('notificationShape'),
        extension: [
          { url: 'resource', valueUri: resource },
          ...include.map((code) => ({ url: 'include', valueString: `${resource}:${code}` })),
        ],
      },
    ],
    code: { coding: [{ system: 'http://hl7.org/fhir/fhir-types', code: 'SubscriptionTopic' }] },
  }));
