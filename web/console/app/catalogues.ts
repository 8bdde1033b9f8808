import { en as uiEn } from '../../ui/en.ts';
import { zh as uiZh } from '../../ui/zh.ts';
import { en as accessesEn } from '../accesses/en.ts';
import { zh as accessesZh } from '../accesses/zh.ts';
import { en as diseasesEn } from '../diseases/en.ts';
import { en as outbreaksEn } from '../diseases/outbreaks/en.ts';
import { zh as outbreaksZh } from '../diseases/outbreaks/zh.ts';
import { zh as diseasesZh } from '../diseases/zh.ts';
import { en as divisionsEn } from '../divisions/en.ts';
import { zh as divisionsZh } from '../divisions/zh.ts';
import { en as eventsEn } from '../events/en.ts';
import { zh as eventsZh } from '../events/zh.ts';
import { en as homeEn } from '../home/en.ts';
import { zh as homeZh } from '../home/zh.ts';
import { en as householdEn } from '../household/en.ts';
import { zh as householdZh } from '../household/zh.ts';
import { en as educationEn } from '../indicators/education/en.ts';
import { zh as educationZh } from '../indicators/education/zh.ts';
import { en as indicatorsEn } from '../indicators/en.ts';
import { zh as indicatorsZh } from '../indicators/zh.ts';
import { en as institutionsEn } from '../institutions/en.ts';
import { zh as institutionsZh } from '../institutions/zh.ts';
import { en as jobsEn } from '../jobs/en.ts';
import { zh as jobsZh } from '../jobs/zh.ts';
import { en as modelEn } from '../matching/en.ts';
import { zh as modelZh } from '../matching/zh.ts';
import { en as networkEn } from '../network/en.ts';
import { zh as networkZh } from '../network/zh.ts';
import { en as offlineEn } from '../offline/en.ts';
import { zh as offlineZh } from '../offline/zh.ts';
import { en as populationEn } from '../population/en.ts';
import { zh as populationZh } from '../population/zh.ts';
import { en as versionsEn } from '../programmes/versions/en.ts';
import { zh as versionsZh } from '../programmes/versions/zh.ts';
import { en as registerEn } from '../register/en.ts';
import { zh as registerZh } from '../register/zh.ts';
import { en as residentEn } from '../resident/en.ts';
import { en as registrationsEn } from '../resident/registrations/en.ts';
import { zh as registrationsZh } from '../resident/registrations/zh.ts';
import { zh as residentZh } from '../resident/zh.ts';
import { en as residentImportEn } from '../resident-import/en.ts';
import { zh as residentImportZh } from '../resident-import/zh.ts';
import { en as residentsEn } from '../residents/en.ts';
import { zh as residentsZh } from '../residents/zh.ts';
import { en as reviewsEn } from '../reviews/en.ts';
import { zh as reviewsZh } from '../reviews/zh.ts';
import { en as signInEn } from '../sign-in/en.ts';
import { zh as signInZh } from '../sign-in/zh.ts';
import { en as vaccinationEn } from '../vaccination/en.ts';
import { zh as vaccinationZh } from '../vaccination/zh.ts';
import { en as appEn } from './en.ts';
import { en as formEn } from './form/en.ts';
import { zh as formZh } from './form/zh.ts';
import { en as importsEn } from './imports/en.ts';
import { zh as importsZh } from './imports/zh.ts';
import { en as matchingEn } from './matching/en.ts';
import { zh as matchingZh } from './matching/zh.ts';
import { en as programmesEn } from './programmes/en.ts';
import { zh as programmesZh } from './programmes/zh.ts';
import { zh as appZh } from './zh.ts';

/** Every text of the console, a catalogue per area; both languages have the same keys. */
export const zh = {
  app: appZh,
  ui: uiZh,
  form: formZh,
  diseases: diseasesZh,
  household: householdZh,
  education: educationZh,
  outbreaks: outbreaksZh,
  divisions: divisionsZh,
  events: eventsZh,
  signIn: signInZh,
  home: homeZh,
  residents: residentsZh,
  population: populationZh,
  imports: importsZh,
  residentImport: residentImportZh,
  resident: residentZh,
  programmes: programmesZh,
  versions: versionsZh,
  vaccination: vaccinationZh,
  matching: matchingZh,
  model: modelZh,
  reviews: reviewsZh,
  register: registerZh,
  registrations: registrationsZh,
  indicators: indicatorsZh,
  institutions: institutionsZh,
  network: networkZh,
  offline: offlineZh,
  jobs: jobsZh,
  accesses: accessesZh,
};

export const en = {
  app: appEn,
  ui: uiEn,
  form: formEn,
  diseases: diseasesEn,
  household: householdEn,
  education: educationEn,
  outbreaks: outbreaksEn,
  divisions: divisionsEn,
  events: eventsEn,
  signIn: signInEn,
  home: homeEn,
  residents: residentsEn,
  population: populationEn,
  imports: importsEn,
  residentImport: residentImportEn,
  resident: residentEn,
  programmes: programmesEn,
  versions: versionsEn,
  vaccination: vaccinationEn,
  matching: matchingEn,
  model: modelEn,
  reviews: reviewsEn,
  register: registerEn,
  registrations: registrationsEn,
  indicators: indicatorsEn,
  institutions: institutionsEn,
  network: networkEn,
  offline: offlineEn,
  jobs: jobsEn,
  accesses: accessesEn,
};
