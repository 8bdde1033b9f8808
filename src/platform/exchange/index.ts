/** Calls between platforms: signed, compressed, with a deadline. */
export { type Caller, callNeighbour, type Neighbour, SENDER_HEADER } from './call.ts';
export { type ReceivedCall, receiveCall } from './receive.ts';
