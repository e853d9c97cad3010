/** Preloaded by the long part `decoders`: each property runs for PROPERTY_SECONDS (30) instead of 100 times. */
import { configureGlobal } from 'fast-check';

const seconds = Number(process.env['PROPERTY_SECONDS'] ?? 30);
configureGlobal({ numRuns: 1e9, interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false });
