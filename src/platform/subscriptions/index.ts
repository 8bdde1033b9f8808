/** Topic-based Subscriptions (Subscriptions R5 Backport 1.1): who is to hear of a change, told by rest-hook or websocket. */
export { topicResources } from './basic.ts';
export type { Socket } from './binding.ts';
export { type Content, contents, IG, toContent } from './definition.ts';
export type { EndpointRules } from './endpoint.ts';
export { faultOfSubscription, guardSubscriptions } from './guard.ts';
export { bindingToken, type EventRange, subscriptionEvents, subscriptionStatus } from './operations.ts';
export { subscriptionOwner } from './owner.ts';
export { type Figures, type Subscriptions, startSubscriptions } from './start.ts';
export { keepSubscriptions } from './subscribers.ts';
export { topics } from './topics.ts';
