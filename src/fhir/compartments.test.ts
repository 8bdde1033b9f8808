import { describe, expect, test } from 'vitest';
import { compartments, membershipIn, typesIn } from './compartments.ts';
import { isResourceType } from './definitions.ts';

describe('the compartments of R4', () => {
  test.each(compartments)('of %s name types and places of R4 alone', (compartment) => {
    const memberships = typesIn(compartment).map((type) => ({ type, membership: membershipIn(compartment, type) }));

    expect(memberships.length).toBeGreaterThan(20);
    for (const { type, membership } of memberships) {
      expect(isResourceType(type)).toBe(true);
      expect(membership?.isOwner === (type === compartment) || compartment === 'Device').toBe(true);
      expect(membership?.isOwner === false ? membership.places.length : 1).toBeGreaterThan(0);
    }
  });

  test('hold what refers to their owner by the parameters that R4 names, and nothing else', () => {
    const [administered, seen, never] = [
      membershipIn('Encounter', 'MedicationAdministration'),
      membershipIn('Practitioner', 'Encounter'),
      membershipIn('Encounter', 'Patient'),
    ];

    expect(administered).toEqual({ isOwner: false, places: ['MedicationAdministration.context'] });
    expect(seen).toEqual({ isOwner: false, places: ['Encounter.participant.individual'] });
    expect(never).toBeUndefined();
  });
});
