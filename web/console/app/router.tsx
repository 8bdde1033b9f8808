import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { CrashPage } from './CrashPage.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

const root = createRootRoute({ notFoundComponent: NotFoundPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/$uid',
  component: lazyRouteComponent(() => import('../sign-in/SignInPage.tsx'), 'SignInPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  component: lazyRouteComponent(() => import('./SignedInPage.tsx'), 'SignedInPage'),
});

const layout = createRoute({
  getParentRoute: () => root,
  id: 'layout',
  component: lazyRouteComponent(() => import('./SignedInLayout.tsx'), 'SignedInLayout'),
});

const home = createRoute({
  getParentRoute: () => layout,
  path: '/',
  component: lazyRouteComponent(() => import('../home/HomePage.tsx'), 'HomePage'),
});

const residents = createRoute({
  getParentRoute: () => layout,
  path: '/residents',
  component: lazyRouteComponent(() => import('../residents/ResidentsPage.tsx'), 'ResidentsPage'),
});

const register = createRoute({
  getParentRoute: () => layout,
  path: '/residents/register',
  component: lazyRouteComponent(() => import('../register/RegisterPage.tsx'), 'RegisterPage'),
});

const resident = createRoute({
  getParentRoute: () => layout,
  path: '/residents/$id',
  component: lazyRouteComponent(() => import('../resident/ResidentPage.tsx'), 'ResidentPage'),
});

const residentProgrammes = createRoute({
  getParentRoute: () => layout,
  path: '/residents/$id/programmes',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/residents/$id', params, search: { tab: 'programmes' } });
  },
});

const contact = createRoute({
  getParentRoute: () => layout,
  path: '/residents/$id/contact',
  component: lazyRouteComponent(() => import('../programmes/ContactPage.tsx'), 'ContactPage'),
});

const many = createRoute({
  getParentRoute: () => layout,
  path: '/due/many',
  component: lazyRouteComponent(() => import('../programmes/ManyPage.tsx'), 'ManyPage'),
});

const reminders = createRoute({
  getParentRoute: () => layout,
  path: '/due/reminders',
  component: lazyRouteComponent(() => import('../programmes/RemindersPage.tsx'), 'RemindersPage'),
});

const offline = createRoute({
  getParentRoute: () => layout,
  path: '/offline',
  component: lazyRouteComponent(() => import('../offline/OfflinePage.tsx'), 'OfflinePage'),
});

const due = createRoute({
  getParentRoute: () => layout,
  path: '/due',
  component: lazyRouteComponent(() => import('../programmes/DuePage.tsx'), 'DuePage'),
});

const programmes = createRoute({
  getParentRoute: () => layout,
  path: '/programmes',
  component: lazyRouteComponent(() => import('../programmes/DefinitionsPage.tsx'), 'DefinitionsPage'),
});

const definitions = createRoute({
  getParentRoute: () => layout,
  path: '/definitions',
  component: lazyRouteComponent(() => import('../programmes/versions/VersionsPage.tsx'), 'VersionsPage'),
});

const record = createRoute({
  getParentRoute: () => layout,
  path: '/records/$handle',
  component: lazyRouteComponent(() => import('../resident/ResidentPage.tsx'), 'ResidentPage'),
});

const events = createRoute({
  getParentRoute: () => layout,
  path: '/events',
  component: lazyRouteComponent(() => import('../events/EventsPage.tsx'), 'EventsPage'),
});

const notices = createRoute({
  getParentRoute: () => layout,
  path: '/events/notices',
  component: lazyRouteComponent(() => import('../events/NoticesPage.tsx'), 'NoticesPage'),
});

const event = createRoute({
  getParentRoute: () => layout,
  path: '/events/$id',
  component: lazyRouteComponent(() => import('../events/EventPage.tsx'), 'EventPage'),
});

const newEvent = createRoute({
  getParentRoute: () => layout,
  path: '/events/new/$kind',
  component: lazyRouteComponent(() => import('../events/RecordEventPage.tsx'), 'RecordEventPage'),
});

const residentImport = createRoute({
  getParentRoute: () => layout,
  path: '/residents/import',
  component: lazyRouteComponent(() => import('../resident-import/ImportPage.tsx'), 'ImportPage'),
});

const population = createRoute({
  getParentRoute: () => layout,
  path: '/population',
  component: lazyRouteComponent(() => import('../population/PopulationPage.tsx'), 'PopulationPage'),
});

const quality = createRoute({
  getParentRoute: () => layout,
  path: '/population/quality',
  component: lazyRouteComponent(() => import('../population/QualityPage.tsx'), 'QualityPage'),
});

const counted = createRoute({
  getParentRoute: () => layout,
  path: '/population/list',
  component: lazyRouteComponent(() => import('../population/ListPage.tsx'), 'ListPage'),
});

const indicators = createRoute({
  getParentRoute: () => layout,
  path: '/indicators',
  component: lazyRouteComponent(() => import('../indicators/IndicatorsPage.tsx'), 'IndicatorsPage'),
});

const indicatorResidents = createRoute({
  getParentRoute: () => layout,
  path: '/indicators/residents',
  component: lazyRouteComponent(() => import('../indicators/ResidentsPage.tsx'), 'ResidentsPage'),
});

const reporting = createRoute({
  getParentRoute: () => layout,
  path: '/indicators/reporting',
  component: lazyRouteComponent(() => import('../indicators/ReportingPage.tsx'), 'ReportingPage'),
});

const recordQuality = createRoute({
  getParentRoute: () => layout,
  path: '/indicators/quality',
  component: lazyRouteComponent(() => import('../indicators/QualityPage.tsx'), 'QualityPage'),
});

const supervision = createRoute({
  getParentRoute: () => layout,
  path: '/indicators/supervision',
  component: lazyRouteComponent(() => import('../indicators/SupervisionPage.tsx'), 'SupervisionPage'),
});

const matching = createRoute({
  getParentRoute: () => layout,
  path: '/matching',
  component: lazyRouteComponent(() => import('../matching/MatchingPage.tsx'), 'MatchingPage'),
});

const vaccination = createRoute({
  getParentRoute: () => layout,
  path: '/vaccination',
  component: lazyRouteComponent(() => import('../vaccination/SessionPage.tsx'), 'SessionPage'),
});

const vaccineStock = createRoute({
  getParentRoute: () => layout,
  path: '/vaccination/stock',
  component: lazyRouteComponent(() => import('../vaccination/StockPage.tsx'), 'StockPage'),
});

const vaccinationDue = createRoute({
  getParentRoute: () => layout,
  path: '/vaccination/due',
  component: lazyRouteComponent(() => import('../vaccination/DuePage.tsx'), 'DuePage'),
});

const vaccinationCoverage = createRoute({
  getParentRoute: () => layout,
  path: '/vaccination/coverage',
  component: lazyRouteComponent(() => import('../vaccination/CoveragePage.tsx'), 'CoveragePage'),
});

const vaccinationSchool = createRoute({
  getParentRoute: () => layout,
  path: '/vaccination/school',
  component: lazyRouteComponent(() => import('../vaccination/SchoolPage.tsx'), 'SchoolPage'),
});

const adverseEvents = createRoute({
  getParentRoute: () => layout,
  path: '/vaccination/adverse-events',
  component: lazyRouteComponent(() => import('../vaccination/AdverseEventsPage.tsx'), 'AdverseEventsPage'),
});

const vaccinationCertificate = createRoute({
  getParentRoute: () => layout,
  path: '/vaccination/certificate',
  component: lazyRouteComponent(() => import('../vaccination/CertificatePage.tsx'), 'CertificatePage'),
});

const reviews = createRoute({
  getParentRoute: () => layout,
  path: '/reviews',
  component: lazyRouteComponent(() => import('../reviews/ReviewsPage.tsx'), 'ReviewsPage'),
});

const divisions = createRoute({
  getParentRoute: () => layout,
  path: '/institutions/divisions',
  component: lazyRouteComponent(() => import('../divisions/DivisionsPage.tsx'), 'DivisionsPage'),
});

const institutions = createRoute({
  getParentRoute: () => layout,
  path: '/institutions',
  component: lazyRouteComponent(() => import('../institutions/InstitutionsPage.tsx'), 'InstitutionsPage'),
});

const network = createRoute({
  getParentRoute: () => layout,
  path: '/network',
  component: lazyRouteComponent(() => import('../network/NetworkPage.tsx'), 'NetworkPage'),
});

const jobs = createRoute({
  getParentRoute: () => layout,
  path: '/jobs',
  component: lazyRouteComponent(() => import('../jobs/JobsPage.tsx'), 'JobsPage'),
});

const accesses = createRoute({
  getParentRoute: () => layout,
  path: '/accesses',
  component: lazyRouteComponent(() => import('../accesses/AccessesPage.tsx'), 'AccessesPage'),
});

const cases = createRoute({
  getParentRoute: () => layout,
  path: '/diseases',
  component: lazyRouteComponent(() => import('../diseases/CasesPage.tsx'), 'CasesPage'),
});

const prompts = createRoute({
  getParentRoute: () => layout,
  path: '/diseases/prompts',
  component: lazyRouteComponent(() => import('../diseases/PromptsPage.tsx'), 'PromptsPage'),
});

const reportCase = createRoute({
  getParentRoute: () => layout,
  path: '/diseases/new',
  component: lazyRouteComponent(() => import('../diseases/ReportPage.tsx'), 'ReportPage'),
});

const oneCase = createRoute({
  getParentRoute: () => layout,
  path: '/diseases/cases/$id',
  component: lazyRouteComponent(() => import('../diseases/CasePage.tsx'), 'CasePage'),
});

const correctCase = createRoute({
  getParentRoute: () => layout,
  path: '/diseases/cases/$id/correct',
  component: lazyRouteComponent(() => import('../diseases/CorrectPage.tsx'), 'CorrectPage'),
});

const caseNotices = createRoute({
  getParentRoute: () => layout,
  path: '/diseases/notices',
  component: lazyRouteComponent(() => import('../diseases/CaseNoticesPage.tsx'), 'CaseNoticesPage'),
});

const education = createRoute({
  getParentRoute: () => layout,
  path: '/indicators/education',
  component: lazyRouteComponent(() => import('../indicators/education/EducationPage.tsx'), 'EducationPage'),
});

const household = createRoute({
  getParentRoute: () => layout,
  path: '/residents/$id/household',
  component: lazyRouteComponent(() => import('../household/HouseholdPage.tsx'), 'HouseholdPage'),
});

const surveillance = createRoute({
  getParentRoute: () => layout,
  path: '/surveillance',
  component: lazyRouteComponent(() => import('../diseases/SurveillancePage.tsx'), 'SurveillancePage'),
});

const signals = createRoute({
  getParentRoute: () => layout,
  path: '/surveillance/signals',
  component: lazyRouteComponent(() => import('../diseases/outbreaks/SignalsPage.tsx'), 'SignalsPage'),
});

const emergencies = createRoute({
  getParentRoute: () => layout,
  path: '/surveillance/outbreaks',
  component: lazyRouteComponent(() => import('../diseases/outbreaks/EmergenciesPage.tsx'), 'EmergenciesPage'),
});

const outbreaks = createRoute({
  getParentRoute: () => layout,
  path: '/outbreaks',
  component: lazyRouteComponent(() => import('../diseases/outbreaks/OutbreaksPage.tsx'), 'OutbreaksPage'),
});

const outbreak = createRoute({
  getParentRoute: () => layout,
  path: '/outbreaks/$id',
  component: lazyRouteComponent(() => import('../diseases/outbreaks/OutbreakPage.tsx'), 'OutbreakPage'),
});

const elsewhere = createRoute({ getParentRoute: () => layout, path: '$', component: NotFoundPage });

const pages = [
  home,
  residents,
  register,
  resident,
  record,
  residentProgrammes,
  contact,
  many,
  reminders,
  offline,
  due,
  programmes,
  definitions,
  vaccination,
  vaccineStock,
  vaccinationDue,
  vaccinationCoverage,
  vaccinationSchool,
  adverseEvents,
  vaccinationCertificate,
  reviews,
  matching,
  events,
  notices,
  event,
  newEvent,
  residentImport,
  population,
  quality,
  counted,
  indicators,
  indicatorResidents,
  reporting,
  recordQuality,
  supervision,
  institutions,
  divisions,
  network,
  jobs,
  accesses,
  cases,
  prompts,
  reportCase,
  oneCase,
  correctCase,
  caseNotices,
  household,
  education,
  surveillance,
  signals,
  emergencies,
  outbreaks,
  outbreak,
  elsewhere,
];

export const router = createRouter({
  routeTree: root.addChildren([signIn, signedIn, layout.addChildren(pages)]),
  defaultErrorComponent: CrashPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
  // The router's own codec would read `q=350102…` as a number and lose its last digits.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(Object.entries(search).map(([key, value]) => [key, String(value)])).toString();
    return text ? `?${text}` : '';
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
