/** The population database: residents, households, and the numbers by which a resident is found. */
export { populationCatalogue } from './catalogue.ts';
export type { Household, ResidentPage, Revealed } from './contract.ts';
export { isVitalEvent, toVitalEvent, type VitalEvent } from './events/composition.ts';
export type { EventDetail, EventKind, EventKindView, EventPage, EventRecorded } from './events/contract.ts';
export { correctEvent } from './events/correct.ts';
export { eventDetail, kindViews, mayRecord } from './events/detail.ts';
export { guardEvents } from './events/guard-events.ts';
export { keepEvents } from './events/keep-events.ts';
export { eventKinds } from './events/kinds.ts';
export { listEvents } from './events/list.ts';
export { type Recording, recordEvent, untilWritten } from './events/record.ts';
export {
  countResidents,
  findByIdentifiers,
  findByNumbers,
  findResidents,
  type IdentifierValue,
  type KnownResident,
} from './find.ts';
export { householdOf } from './household/household.ts';
export { changeHousehold, foundHousehold, type HouseholdChange, type HouseholdWriting } from './household/keep-household.ts';
export { knownDomains } from './identifier-domains.ts';
export type { Family } from './kin/contract.ts';
export { familyOf } from './kin/family.ts';
export { type Act, type Acted, type ActOptions, act } from './linking/act.ts';
export {
  askAbout,
  countPeople,
  fillPage,
  forceModel,
  isFillDue,
  keepModel,
  keepRun,
  linkGroups,
  readPeoplePage,
} from './linking/bulk.ts';
export type {
  Candidate,
  CrossIndex,
  MatchingModel,
  ResidentLinks,
  ResidentRegistered,
  ReviewItem,
  ReviewPage,
} from './linking/contract.ts';
export { findMatches, type Match, recordOf } from './linking/find-matches.ts';
export { findKnownAs, standingOf } from './linking/known-as.ts';
export { type Models, openModels } from './linking/models.ts';
export { openRegistrar } from './linking/registrar.ts';
export { isReplaced } from './linking/replaced.ts';
export { describeModel, readResidentLinks } from './linking/resident-links.ts';
export { decideReview, getReview, holdReview, listReviews, releaseReview } from './linking/reviews.ts';
export { readSeen, readSeenOf, residentOfPatient, type SeenResident } from './linking/seen-resident.ts';
export type { Identified } from './parts.ts';
export type { Registered, RegistrationForm } from './registration/contract.ts';
export { register, registrationForm } from './registration/register.ts';
export type { ResidentData, ResidentDataWritten } from './resident-data/contract.ts';
export { residentData } from './resident-data/read.ts';
export { assignRecordNumber, requireVersion } from './resident-data/record-number.ts';
export { registeredAs, replacedBy } from './resident-data/registered.ts';
export { writeData } from './resident-data/write.ts';
export { template as residentTemplate } from './resident-import/columns.ts';
export { lookAtResidents, previewResidents, RESIDENTS } from './resident-import/preview.ts';
export { writeRows } from './resident-import/write-rows.ts';
export { nameOf, toResident } from './resident-row.ts';
export { keepResidents } from './resident-store.ts';
export { residentRows, searchResidents, understand } from './search.ts';
export { askParts, askStatistics, divisionsInUse, listHeard, readCells, type Statistics } from './statistics/ask.ts';
export { countMoves } from './statistics/count-moves.ts';
export { residences } from './statistics/facts.ts';
export { foldStatistics, statistics } from './statistics/fold.ts';
export { followPatients } from './statistics/follow.ts';
export { monthOf, toMonth } from './statistics/months.ts';
export { countFaults, listCounted } from './statistics/quality.ts';
export { QUALITY_VERSION, qualityRules } from './statistics/quality-rules.ts';
export { finishRecount, isRecountDue, recountByTime, recountPage } from './statistics/recount.ts';
export {
  type HiddenOwn,
  hiddenAtTop,
  hiddenCounts,
  hiddenParts,
  type SmallCells,
  shownBands,
  shownBySex,
  shownMonth,
} from './statistics/small-cells.ts';
export { onBehalf, readPatient, readPatients } from './stored.ts';
