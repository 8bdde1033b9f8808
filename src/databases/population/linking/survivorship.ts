/** Which of several registrations an element of the golden record is taken from. */
export type Survivorship =
  /** From the one that is trusted most; of equally trusted ones from the latest. */
  | 'trusted'
  /** From the one that was written last among those that say something. */
  | 'latest'
  /** From all; what is said twice is there once. The trusted ones come first. */
  | 'all';

/**
 * One rule an element of Patient. What identifies a person for life is taken from whoever saw the document; what changes with
 * life from whoever spoke last; numbers from everybody, since each institution goes on using its own.
 */
export const survivorship: Readonly<Record<string, Survivorship>> = {
  identifier: 'all',
  name: 'trusted',
  gender: 'trusted',
  birthDate: 'trusted',
  deceasedBoolean: 'latest',
  deceasedDateTime: 'latest',
  telecom: 'latest',
  address: 'latest',
  maritalStatus: 'latest',
  multipleBirthBoolean: 'trusted',
  multipleBirthInteger: 'trusted',
  photo: 'latest',
  contact: 'latest',
  communication: 'latest',
  generalPractitioner: 'latest',
  managingOrganization: 'latest',
};

/** Of each extension by its address: ethnicity, education, occupation and the like change with life. */
export const extensionSurvivorship: Survivorship = 'latest';
