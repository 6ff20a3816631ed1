/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Where an alarm is between its beginning and its end. */
export type AlarmState =
  /** It stands and somebody has taken it up. */
  | 'ACKNOWLEDGED'
  /** Its cause is gone. */
  | 'CLEARED'
  /** It stands and nobody has taken it up. */
  | 'RAISED';

/** Whether an account pays for new work. */
export type BillingAccountState =
  /** It pays for new work as far as its money goes. */
  | 'ACTIVE'
  /** It pays for no new work until it is unblocked. */
  | 'BLOCKED'
  /** It is closed for good. */
  | 'CLOSED';

/** When a part of a plan is charged. */
export type BillingType =
  /** Every period, the same. */
  | 'FIXED'
  /** For the limit that was agreed, used or not. */
  | 'LIMIT'
  /** Once, at the beginning. */
  | 'ONE_TIME'
  /** For what was used. */
  | 'USAGE';

/** How far a center has joined the network. */
export type CenterAccessState =
  /** It has asked to join. */
  | 'APPLIED'
  /** It is connected and serves users. */
  | 'CONNECTED'
  /** It has left for good. */
  | 'RETIRED'
  /** It is cut off for the time being. */
  | 'SUSPENDED'
  /** Its connection is being tested. */
  | 'TESTING'
  /** What it offers is being verified. */
  | 'VERIFYING';

/** Who runs a center. */
export type CenterOwnerKind =
  /** An enterprise. */
  | 'ENTERPRISE'
  /** A national supercomputing center. */
  | 'NATIONAL'
  /** Anyone else, for instance a research institution. */
  | 'OTHER'
  /** A university. */
  | 'UNIVERSITY';

/** Whether a center takes jobs. */
export type CenterSchedulingState =
  /** It takes jobs and runs them. */
  | 'ACTIVE'
  /** It takes no new jobs; those that it has are run. */
  | 'DRAIN'
  /** It takes no new jobs, and those that wait there are moved away. */
  | 'DRAIN_REMOVE'
  /** It takes and starts no jobs. */
  | 'INACTIVE';

/** What a center mainly computes. */
export type CenterServiceKind =
  /** Training and serving of models. */
  | 'AI'
  /** High-performance computing. */
  | 'HPC';

/** What made a status event of a center. */
export type CenterStatusCauseKind =
  /** It joined the network, or got further in joining it. */
  | 'ACCESS'
  /** Nothing new: it is the state at the beginning of the stream, or after a gap. */
  | 'CURRENT_STATE'
  /** A job started, and with it the waiting time changed. */
  | 'JOB'
  /** A maintenance window was announced or changed. */
  | 'MAINTENANCE'
  /** Its scheduler told of another load. */
  | 'OCCUPANCY'
  /** What its scheduler offers or accepts was declared anew. */
  | 'SCHEDULING';

/** Whether what arrived was compared with what was sent. */
export type ChecksumState =
  /** Everything was compared and is equal. */
  | 'MATCHED'
  /** Something differed and could not be repaired. */
  | 'MISMATCHED'
  /** Nothing has been compared yet. */
  | 'PENDING'
  /** Nothing was to be compared. */
  | 'SKIPPED'
  /** What has arrived so far was compared, and is equal. */
  | 'VERIFYING';

/** A variable that the job finds in its environment. It finds no others but PATH, HOME and WEFT_JOB_ID. */
export type EnvironmentVariableInput = {
  /** Its name: letters, digits and _. */
  name: string;
  /** Its value. */
  value: string;
};

/** Why events are missing before this one. */
export type EventGapReason =
  /** The log was begun anew since, for instance restored from a backup. */
  | 'EPOCH_CHANGED'
  /** The cursor is older than the events that are kept. */
  | 'EXPIRED';

/** What became of the money set aside for a job. */
export type HoldState =
  /** It paid for what the job used; the rest is available again. */
  | 'CAPTURED'
  /** It is set aside until the job has ended. */
  | 'PLACED'
  /** So much was not available: the job must not run. */
  | 'REFUSED'
  /** The job used nothing that costs; all of it is available again. */
  | 'RELEASED';

/** Where an invoice stands. */
export type InvoiceState =
  /** It is being put together. */
  | 'DRAFT'
  /** It is final and to be paid. */
  | 'OPEN'
  /** It is paid. */
  | 'PAID'
  /** It will not be paid. */
  | 'UNCOLLECTIBLE'
  /** It was taken back and never counts. */
  | 'VOID';

/** Which version of the internet protocol is spoken. */
export type IpVersion =
  /** Both. */
  | 'DUAL'
  /** IPv4 only. */
  | 'IPV4'
  /** IPv6 only. */
  | 'IPV6';

/** What kind of thing keeps a job where it is, or ended it. */
export type JobReasonGroup =
  /** It waits for another job. */
  | 'DEPENDENCY'
  /** Somebody holds it. */
  | 'HELD'
  /** The service that looked after it was stopped while it ran. */
  | 'INTERRUPTED'
  /** It waits for a licence. */
  | 'LICENCE'
  /** A limit of its account at the center. */
  | 'LIMIT_ACCOUNT'
  /** Its project has not the money. */
  | 'LIMIT_BUDGET'
  /** It used more than it had asked for. */
  | 'LIMIT_RESOURCES'
  /** A limit of its submitter. */
  | 'LIMIT_USER'
  /** It can never run as it was submitted. */
  | 'NEVER_RUNNABLE'
  /** What it ran on has failed. */
  | 'NODE_PROBLEM'
  /** What it asks for is not free. */
  | 'NO_CAPACITY'
  /** Its own program. */
  | 'PROGRAM_ERROR'
  /** Somebody asked for it. */
  | 'USER_REQUEST'
  /** Other jobs are first. */
  | 'WAITING_TURN';

/** What a new job asks for: amounts of the whole job, on all its nodes together. */
export type JobResourcesInput = {
  /** Accelerators. */
  accelerators?: number;
  /** Processor cores; at least one for each node. */
  cores?: number;
  /** Memory in mebibytes (2^20 bytes); absent to leave it to the partition. A job that uses more is ended. */
  memoryMebibytes?: number | null | undefined;
  /** Nodes that the cores are on. */
  nodes?: number;
  /** Seconds after which it is ended. */
  timeLimitSeconds: number;
};

/** The product that the job says it runs. */
export type JobSoftwareInput = {
  /** Global id of the product. */
  productId: string | number;
  /** Its version. */
  version: string;
};

/** What a new job is. */
export type JobSpecInput = {
  /** Variables for its environment. */
  environment?: Array<EnvironmentVariableInput> | null | undefined;
  /** A name for people: up to 128 letters, digits, spaces and . _ : + - */
  name: string;
  /** What it asks for. */
  resources: JobResourcesInput;
  /** What it runs, up to 1,000,000 bytes: a script whose first line names its interpreter ("#!/bin/sh"), or else one for /bin/sh. */
  script: string;
  /** The software that it runs, for the statistics of the product. */
  software?: JobSoftwareInput | null | undefined;
};

/** Where a job is in its life. */
export type JobState =
  /** It was ended because its nodes could not be prepared. */
  | 'BOOT_FAILED'
  /** A center is being chosen for it. */
  | 'BROKERING'
  /** It was ended on request. */
  | 'CANCELLED'
  /** It is being ended: its processes are stopped, or what they leave is cleared away. */
  | 'COMPLETING'
  /** It was ended because it could not have been ready in time. */
  | 'DEADLINE_MISSED'
  /** It is being written and was not submitted. */
  | 'DRAFT'
  /** It has ended with an error, or could never begin. */
  | 'FAILED'
  /** It waits until somebody lets it go on. */
  | 'HELD'
  /** It was ended because what it ran on has failed or was stopped. */
  | 'NODE_FAILED'
  /** It was ended because it used more memory than it had asked for. */
  | 'OUT_OF_MEMORY'
  /** It was ended in favour of another job. */
  | 'PREEMPTED'
  /** It waits for its turn at the center. */
  | 'QUEUED'
  /** It was taken off its nodes and waits to run again from the beginning. */
  | 'REQUEUED'
  /** It runs. */
  | 'RUNNING'
  /** Its input is on the way to the center. */
  | 'STAGING_IN'
  /** Its output is on the way to where it was asked for. */
  | 'STAGING_OUT'
  /** It has its nodes, and they are being prepared. */
  | 'STARTING'
  /** It is accepted here and on the way to the scheduler of its center. */
  | 'SUBMITTING'
  /** It has ended as its program wanted, with exit code 0. */
  | 'SUCCEEDED'
  /** It has begun and is stopped for the time being. */
  | 'SUSPENDED'
  /** It was ended at its time limit. */
  | 'TIMED_OUT'
  /** The scheduler of its center cannot be asked; the job goes on there as it may. */
  | 'UNKNOWN'
  /** It was checked and is not placed yet. */
  | 'VALIDATED';

/** What one pays for when using a product. */
export type LicenceModel =
  /** Nothing here: one brings a licence bought elsewhere. */
  | 'BRING_YOUR_OWN'
  /** Each use at the same time, by whomever. */
  | 'FLOATING'
  /** Nothing. */
  | 'FREE'
  /** Each hour of each processor core that computes with it. */
  | 'PER_CORE_HOUR'
  /** Each person who may use it. */
  | 'PER_SEAT'
  /** A stretch of time. */
  | 'SUBSCRIPTION';

/** What a link is for. */
export type LinkKind =
  /** It joins a center to a node of the backbone. */
  | 'ACCESS'
  /** It joins two nodes of the backbone. */
  | 'BACKBONE'
  /** The network interfaces of the machine that this runs on. */
  | 'LOCAL';

/** Whether a link carries traffic. */
export type LinkState =
  /** It carries traffic, but less or worse than it should. */
  | 'DEGRADED'
  /** It carries nothing. */
  | 'DOWN'
  /** It is being worked on. */
  | 'MAINTENANCE'
  /** It is not built yet. */
  | 'PLANNED'
  /** It is being tested and carries only that. */
  | 'TESTING'
  /** It carries traffic. */
  | 'UP';

/** Which measurements of links to watch: those that fit every field that is given. The first by which a link fits no longer is told too. */
export type LinkTelemetryFilterInput = {
  /** Only of links whose busier direction was measured at so many percent of the capacity or more, 0 to 100. Links of unknown capacity do not fit. */
  minUtilizationPercent?: number | null | undefined;
  /** Only of links in one of these states. */
  states?: Array<LinkState> | null | undefined;
};

/** What a price is for. */
export type PriceUnit =
  /** One accelerator for one hour. */
  | 'ACCELERATOR_HOUR'
  /** One processor core for one hour. */
  | 'CORE_HOUR'
  /** One GiB of memory for one hour. */
  | 'MEMORY_GIBIBYTE_HOUR'
  /** One whole node for one hour. */
  | 'NODE_HOUR';

/** What a product is. */
export type ProductKind =
  /** A program that jobs run. */
  | 'APPLICATION'
  /** Something that programs are built with. */
  | 'LIBRARY'
  /** A trained model. */
  | 'MODEL'
  /** Work that people do, for instance porting a program. */
  | 'SERVICE';

/** How far a product is from being sold. */
export type ProductState =
  /** It is being described; only its store sees it. */
  | 'DRAFT'
  /** The platform checks it; only its store sees it. */
  | 'IN_REVIEW'
  /** It is not offered for the time being; who has it keeps it. */
  | 'PAUSED'
  /** It is offered to everyone. */
  | 'PUBLISHED'
  /** It is no longer offered. */
  | 'RETIRED';

/** What a person may do in a project. */
export type ProjectRole =
  /** Decides who works in the project. */
  | 'MANAGER'
  /** Submits jobs and moves data. */
  | 'MEMBER'
  /** Answers for the project and its spending. */
  | 'PRINCIPAL_INVESTIGATOR';

/** How much something hurts the work of users. */
export type Severity =
  /** A whole center cannot be used, or not be reached. */
  | 'CRITICAL'
  /** Worth knowing; nothing is affected. */
  | 'INFO'
  /** A part of a center or of the network cannot be used. */
  | 'MAJOR'
  /** Some work is slower or has to be repeated. */
  | 'MINOR';

/** What to move, and where to. */
export type StartTransferInput = {
  /** Bits per second that it may use at most, from 8000; all that there are when absent. */
  bandwidthLimitBps?: number | string | null | undefined;
  /** What it is to be called there: the file, or the folder that receives what is in the source. Files of the same names are replaced, others stay. */
  destination: TransferLocationInput;
  /** Any text of up to 200 characters: the same call with the same key is done once. */
  idempotencyKey?: string | null | undefined;
  /** The job that it is for: it shows as `stageIn` or `stageOut` there, by which end is at its center. */
  jobId?: string | number | null | undefined;
  /** The project that it is for; you must be a member of it. */
  projectId: string | number;
  /** What to move: one file, or a folder with all that is in it. */
  source: TransferLocationInput;
};

/** A job to submit. */
export type SubmitJobInput = {
  /** The center that is to run it. Automatic placement does not exist yet: name one. */
  centerId?: string | number | null | undefined;
  /** Up to 200 characters of your own. Sending the same again with the same key gives the same job and no second one. */
  idempotencyKey?: string | null | undefined;
  /** The partition of the center; absent for its default one. */
  partitionId?: string | number | null | undefined;
  /** The project that it belongs to and that pays for it. */
  projectId: string | number;
  /** What it is. */
  spec: JobSpecInput;
};

/** How far a request for help is on its way to an answer. */
export type TicketState =
  /** It has arrived; nobody works on it yet. */
  | 'ACKNOWLEDGED'
  /** Whoever opened it took it back. The end. */
  | 'CANCELLED'
  /** The answer was accepted. The end. */
  | 'CLOSED'
  /** It waits for something else. */
  | 'HELD'
  /** Somebody works on it. */
  | 'IN_PROGRESS'
  /** It waits for an answer of the one who opened it. */
  | 'PENDING'
  /** It is not going to be worked on. The end. */
  | 'REJECTED'
  /** There is an answer; it is closed unless somebody objects. */
  | 'RESOLVED';

/** One end of a transfer. */
export type TransferLocationInput = {
  /** Global id of the endpoint. */
  endpointId: string | number;
  /** The file or folder below the endpoint, with "/" between names, e.g. "runs/2026"; empty for all of the endpoint. Neither absolute nor with "..". */
  path: string;
};

/** How far a transfer has come. */
export type TransferState =
  /** It waits for someone to allow it. */
  | 'AWAITING_APPROVAL'
  /** Someone ended it. Files that had arrived are kept. */
  | 'CANCELLED'
  /** Its time was over before it could end. */
  | 'EXPIRED'
  /** It has ended before everything had arrived; `lastError` says why. Files that had arrived are kept. */
  | 'FAILED'
  /** Someone has stopped it for the time being. */
  | 'PAUSED'
  /** It waits for its turn. */
  | 'QUEUED'
  /** It was asked for and is being looked at. */
  | 'REQUESTED'
  /** Something failed that may succeed the next time; it goes on after a pause. */
  | 'RETRYING'
  /** Its files are being found; how much there is to move is not known yet. */
  | 'SCANNING'
  /** Everything is at the destination, verified. */
  | 'SUCCEEDED'
  /** It has ended; some files were left out, everything else is at the destination. */
  | 'SUCCEEDED_WITH_SKIPS'
  /** Its files are moving. Each is verified before it appears under its name. */
  | 'TRANSFERRING'
  /** All files have arrived; the destination is looked at once more. */
  | 'VERIFYING';

export type CancelJobMutationVariables = Exact<{
  id: string | number;
  reason?: string | null | undefined;
}>;


export type CancelJobMutation = { cancelJob: { job: { id: string, state: JobState, reason: { group: JobReasonGroup, code: string, advice: string } | null } | null, userErrors: Array<{ code: string, message: string, path: Array<string> }> } };

export type CenterWallSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type CenterWallSubscription = { centerStatus: { cursor: string, occurredAt: string, cause: { kind: CenterStatusCauseKind, message: string }, center: { id: string, name: string, accessState: CenterAccessState, schedulingState: CenterSchedulingState, capacity: { cores: { idle: number, total: number } }, queue: { running: number, pending: number }, accessCircuit: { utilization: { inBps: number, outBps: number, percent: number | null } | null } | null } } };

export type JobOutputSubscriptionVariables = Exact<{
  id: string | number;
  fromByte?: number | string | null | undefined;
}>;


export type JobOutputSubscription = { jobOutput: { text: string, fromByte: number | string, nextByte: number | string, complete: boolean } };

export type JobPageQueryVariables = Exact<{
  id: string | number;
}>;


export type JobPageQuery = { job: { id: string, name: string, state: JobState, native: { scheduler: string, jobId: string | null, base: string, flags: Array<string>, raw: string, reason: string | null }, exit: { code: number | null, signal: string | null } | null, stateTimeline: Array<{ state: JobState, at: string, reason: string | null, source: string }>, submitter: { id: string, displayName: string }, project: { id: string, name: string, billingAccount: { id: string, balance: { amount: string, currency: string } } | null }, center: { id: string, name: string, accessState: CenterAccessState, accessCircuit: { utilization: { percent: number | null } | null } | null }, partition: { id: string, name: string, priceRules: Array<{ unit: PriceUnit, price: { amount: string, currency: string } }> }, placement: { policyVersion: string, chosen: { score: number | null, terms: Array<{ name: string, value: number, weight: number }> } | null, candidates: Array<{ accepted: boolean, center: { id: string, name: string } }> } | null, resources: { cores: number, nodes: number, accelerators: number, memoryMebibytes: number | null, timeLimitSeconds: number }, stageIn: { id: string, state: TransferState, rate: { meanBps: number | null, peakBps: number | null }, checksum: { algorithm: string, state: ChecksumState, mismatches: number } } | null, stageOut: { id: string, state: TransferState } | null, output: { text: string, nextByte: number | string, complete: boolean }, usage: { coreHours: string, acceleratorHours: string, cpuEfficiencyPercent: number | null, memoryEfficiencyPercent: number | null, energyKilowattHours: string | null } | null, hold: { state: HoldState, amount: { amount: string, currency: string } } | null, charges: Array<{ id: string, amount: { amount: string, currency: string }, priceRule: { id: string, validFrom: string }, invoiceLine: { invoice: { number: string, state: InvoiceState } } | null }>, software: { version: string, product: { id: string, name: string, store: { id: string, name: string } } } | null, tickets: { nodes: Array<{ id: string, title: string, state: TicketState }> }, auditTrail: { nodes: Array<{ at: string, action: string, actor: { displayName: string } | null }> } } | null };

export type JobStatusSubscriptionVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type JobStatusSubscription = { jobStatus: { cursor: string, occurredAt: string, previousState: JobState | null, job: { id: string, name: string, state: JobState, reason: { group: JobReasonGroup, code: string, advice: string } | null, center: { id: string, name: string, queue: { pending: number } }, usage: { coreHours: string, cpuEfficiencyPercent: number | null } | null, charges: Array<{ amount: { amount: string, currency: string } }> } } };

export type JobWallSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type JobWallSubscription = { jobEvents: { cursor: string, occurredAt: string, previousState: JobState | null, gap: { reason: EventGapReason } | null, job: { id: string, name: string, state: JobState, simulated: boolean, submittedAt: string, startedAt: string | null, endedAt: string | null, reason: { group: JobReasonGroup, code: string } | null, resources: { cores: number, accelerators: number, timeLimitSeconds: number }, center: { id: string, name: string }, project: { id: string, name: string } } } };

export type LinkTelemetrySubscriptionVariables = Exact<{
  links?: Array<string | number> | string | number | null | undefined;
  filter?: LinkTelemetryFilterInput | null | undefined;
  minIntervalSeconds?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type LinkTelemetrySubscription = { linkTelemetry: { cursor: string, occurredAt: string, merged: number, link: { id: string, name: string, capacityBps: number | string | null, state: LinkState, utilization: { inBps: number, outBps: number, percent: number | null } | null } } };

export type MovingTransfersQueryVariables = Exact<{ [key: string]: never; }>;


export type MovingTransfersQuery = { moving: { totalCount: number, nodes: Array<{ id: string, state: TransferState, bytesDone: number | string, bytesTotal: number | string | null, etaSeconds: number | null, faults: number, simulated: boolean, endedAt: string | null, rate: { currentBps: number | null, meanBps: number | null }, project: { id: string, name: string }, source: { endpoint: { id: string, name: string } }, destination: { endpoint: { id: string, name: string } }, path: { links: Array<{ id: string }>, hops: Array<{ node: { id: string } }> } | null }> }, newest: { nodes: Array<{ id: string, state: TransferState, bytesDone: number | string, bytesTotal: number | string | null, etaSeconds: number | null, faults: number, simulated: boolean, endedAt: string | null, rate: { currentBps: number | null, meanBps: number | null }, project: { id: string, name: string }, source: { endpoint: { id: string, name: string } }, destination: { endpoint: { id: string, name: string } }, path: { links: Array<{ id: string }>, hops: Array<{ node: { id: string } }> } | null }> } };

export type TransferOnTheWallFragment = { id: string, state: TransferState, bytesDone: number | string, bytesTotal: number | string | null, etaSeconds: number | null, faults: number, simulated: boolean, endedAt: string | null, rate: { currentBps: number | null, meanBps: number | null }, project: { id: string, name: string }, source: { endpoint: { id: string, name: string } }, destination: { endpoint: { id: string, name: string } }, path: { links: Array<{ id: string }>, hops: Array<{ node: { id: string } }> } | null };

export type NationalOverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type NationalOverviewQuery = { centers: { totalCount: number, nodes: Array<{ id: string, code: string, name: string, ownerKind: CenterOwnerKind, serviceKind: CenterServiceKind, accessState: CenterAccessState, schedulingState: CenterSchedulingState, nameEn: string, location: { latitude: number, longitude: number, city: string } | null, accessCircuit: { capacityBps: number | string | null, ipVersion: IpVersion, node: { id: string, name: string }, utilization: { inBps: number, outBps: number, percent: number | null, measuredAt: string } | null } | null, capacity: { nodes: { total: number, allocated: number, idle: number, down: number }, cores: { total: number, allocated: number, idle: number }, accelerators: Array<{ vendor: string, model: string, total: number, allocated: number }> }, queue: { running: number, pending: number, medianWaitSeconds: number | null }, energy: { pue: number | null, powerWatts: number | null }, maintenance: Array<{ id: string, startsAt: string, endsAt: string, reason: string }>, incidents: Array<{ id: string, severity: Severity, title: string }> }> }, networkNodes: Array<{ id: string, name: string, city: string | null, latitude: number | null, longitude: number | null }>, links: Array<{ id: string, name: string, capacityBps: number | string | null, state: LinkState, from: { id: string, name: string }, to: { id: string, name: string }, utilization: { inBps: number, outBps: number, percent: number | null, measuredAt: string } | null, alarms: Array<{ id: string, severity: Severity, state: AlarmState, raisedAt: string }> }> };

export type NetworkMapQueryVariables = Exact<{ [key: string]: never; }>;


export type NetworkMapQuery = { networkNodes: Array<{ id: string, name: string, latitude: number | null, longitude: number | null, simulated: boolean }>, links: Array<{ id: string, kind: LinkKind, name: string, capacityBps: number | string | null, state: LinkState, simulated: boolean, from: { id: string }, to: { id: string }, alarms: Array<{ id: string, severity: Severity, summary: string, raisedAt: string }> }>, centers: { totalCount: number, nodes: Array<{ id: string, code: string, name: string, simulated: boolean, location: { latitude: number, longitude: number } | null, accessCircuit: { capacityBps: number | string | null, node: { id: string }, link: { id: string } } | null, queue: { medianWaitSeconds: number | null }, energy: { powerWatts: number | null }, incidents: Array<{ id: string, severity: Severity, title: string }> }> } };

export type ProductPageQueryVariables = Exact<{
  slug: string;
}>;


export type ProductPageQuery = { product: { id: string, name: string, kind: ProductKind, state: ProductState, summary: string, store: { id: string, name: string, owner: { id: string, name: string }, rating: { average: number | null, count: number } }, versions: { nodes: Array<{ id: string, semver: string, releasedAt: string, builds: Array<{ architecture: string, accelerator: string | null, containerDigest: string | null, installations: Array<{ modulePath: string, center: { id: string, name: string, schedulingState: CenterSchedulingState, queue: { medianWaitSeconds: number | null } } }> }> }> }, plans: Array<{ id: string, name: string, licenceModel: LicenceModel, price: { amount: string, currency: string }, components: Array<{ name: string, billingType: BillingType, unit: string, price: { amount: string, currency: string } }> }>, myLicence: { id: string, seatsTotal: number | null, seatsFree: number | null, validTo: string | null } | null, reviews: { totalCount: number, nodes: Array<{ id: string, stars: number, text: string, verifiedPurchase: boolean, author: { displayName: string }, reply: { text: string, at: string } | null }> }, usage: { jobs: number, coreHours: string, successPercent: number | null }, benchmarks: Array<{ name: string, value: number, unit: string, measuredAt: string, center: { id: string, name: string } }> } | null };

export type ProjectJobsSubscriptionVariables = Exact<{
  project: string | number;
  states?: Array<JobState> | JobState | null | undefined;
  after?: string | null | undefined;
}>;


export type ProjectJobsSubscription = { jobEvents: { cursor: string, occurredAt: string, previousState: JobState | null, job: { id: string, name: string, state: JobState, center: { id: string, name: string }, waitForecast: { p50Seconds: number | null } | null, project: { id: string, billingAccount: { balance: { amount: string, currency: string } } | null } } } };

export type ResearcherHomeQueryVariables = Exact<{ [key: string]: never; }>;


export type ResearcherHomeQuery = { me: { id: string, displayName: string, homeOrganization: { id: string, name: string } | null, memberships: Array<{ role: ProjectRole, project: { id: string, name: string, billingAccount: { id: string, state: BillingAccountState, balance: { amount: string, currency: string }, held: { amount: string, currency: string }, budget: { usedPercent: number, limit: { amount: string, currency: string } } | null } | null, jobs: { totalCount: number, nodes: Array<{ id: string, name: string, state: JobState, reason: { group: JobReasonGroup, code: string, advice: string } | null, center: { id: string, name: string }, waitForecast: { p50Seconds: number | null, p75Seconds: number | null, p95Seconds: number | null, confidence: number, sampleSize: number, method: string } | null, estimatedCost: { amount: string, currency: string } | null }> }, transfers: { nodes: Array<{ id: string, state: TransferState, bytesDone: number | string, bytesTotal: number | string | null, etaSeconds: number | null }> }, tickets: { totalCount: number, nodes: Array<{ id: string, title: string, state: TicketState }> } } }> } | null };

export type StartTransferMutationVariables = Exact<{
  input: StartTransferInput;
}>;


export type StartTransferMutation = { startTransfer: { transfer: { id: string, state: TransferState, source: { path: string, endpoint: { id: string } }, destination: { path: string, endpoint: { id: string } } } | null, userErrors: Array<{ code: string, message: string, path: Array<string> }> } };

export type SubmitJobMutationVariables = Exact<{
  input: SubmitJobInput;
}>;


export type SubmitJobMutation = { submitJob: { job: { id: string, name: string, state: JobState, center: { id: string, name: string }, partition: { id: string, name: string }, hold: { state: HoldState, amount: { amount: string, currency: string } } | null, placement: { chosen: { score: number | null } | null, candidates: Array<{ accepted: boolean, center: { id: string }, rejections: Array<{ code: string }> }> } | null } | null, userErrors: Array<{ code: string, message: string, path: Array<string> }> } };

export type TransferProgressSubscriptionVariables = Exact<{
  id: string | number;
  minIntervalSeconds?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TransferProgressSubscription = { transferStatus: { cursor: string, occurredAt: string, merged: number, transfer: { id: string, state: TransferState, bytesDone: number | string, bytesTotal: number | string | null, etaSeconds: number | null, faults: number, rate: { currentBps: number | null, meanBps: number | null }, path: { links: Array<{ id: string, name: string, utilization: { percent: number | null } | null }> } | null, job: { id: string, state: JobState } | null } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const TransferOnTheWallFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment TransferOnTheWall on Transfer {
  id
  state
  bytesDone
  bytesTotal
  etaSeconds
  faults
  simulated
  endedAt
  rate {
    currentBps
    meanBps
  }
  project {
    id
    name
  }
  source {
    endpoint {
      id
      name
    }
  }
  destination {
    endpoint {
      id
      name
    }
  }
  path {
    links {
      id
    }
    hops {
      node {
        id
      }
    }
  }
}
    `, {"fragmentName":"TransferOnTheWall"}) as unknown as TypedDocumentString<TransferOnTheWallFragment, unknown>;
export const CancelJobDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation CancelJob($id: ID!, $reason: String) {
  cancelJob(input: {id: $id, reason: $reason}) {
    job {
      id
      state
      reason {
        group
        code
        advice
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<CancelJobMutation, CancelJobMutationVariables>;
export const CenterWallDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription CenterWall($after: Cursor) {
  centerStatus(after: $after) {
    cursor
    occurredAt
    cause {
      kind
      message
    }
    center {
      id
      name
      accessState
      schedulingState
      capacity {
        cores {
          idle
          total
        }
      }
      queue {
        running
        pending
      }
      accessCircuit {
        utilization(windowSeconds: 60) {
          inBps
          outBps
          percent
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CenterWallSubscription, CenterWallSubscriptionVariables>;
export const JobOutputDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription JobOutput($id: ID!, $fromByte: BigInt) {
  jobOutput(id: $id, stream: STDOUT, fromByte: $fromByte) {
    text
    fromByte
    nextByte
    complete
  }
}
    `) as unknown as TypedDocumentString<JobOutputSubscription, JobOutputSubscriptionVariables>;
export const JobPageDocument = /* @__PURE__ */ new TypedDocumentString(`
    query JobPage($id: ID!) {
  job(id: $id) {
    id
    name
    state
    native {
      scheduler
      jobId
      base
      flags
      raw
      reason
    }
    exit {
      code
      signal
    }
    stateTimeline {
      state
      at
      reason
      source
    }
    submitter {
      id
      displayName
    }
    project {
      id
      name
      billingAccount {
        id
        balance {
          amount
          currency
        }
      }
    }
    center {
      id
      name
      accessState
      accessCircuit {
        utilization(windowSeconds: 300) {
          percent
        }
      }
    }
    partition {
      id
      name
      priceRules {
        unit
        price {
          amount
          currency
        }
      }
    }
    placement {
      policyVersion
      chosen {
        score
        terms {
          name
          value
          weight
        }
      }
      candidates {
        center {
          id
          name
        }
        accepted
      }
    }
    resources {
      cores
      nodes
      accelerators
      memoryMebibytes
      timeLimitSeconds
    }
    stageIn {
      id
      state
      rate {
        meanBps
        peakBps
      }
      checksum {
        algorithm
        state
        mismatches
      }
    }
    stageOut {
      id
      state
    }
    output(stream: STDOUT, lastBytes: 4096) {
      text
      nextByte
      complete
    }
    usage {
      coreHours
      acceleratorHours
      cpuEfficiencyPercent
      memoryEfficiencyPercent
      energyKilowattHours
    }
    hold {
      state
      amount {
        amount
        currency
      }
    }
    charges {
      id
      amount {
        amount
        currency
      }
      priceRule {
        id
        validFrom
      }
      invoiceLine {
        invoice {
          number
          state
        }
      }
    }
    software {
      product {
        id
        name
        store {
          id
          name
        }
      }
      version
    }
    tickets(first: 5) {
      nodes {
        id
        title
        state
      }
    }
    auditTrail(first: 20) {
      nodes {
        at
        action
        actor {
          displayName
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<JobPageQuery, JobPageQueryVariables>;
export const JobStatusDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription JobStatus($id: ID!, $after: Cursor) {
  jobStatus(id: $id, after: $after) {
    cursor
    occurredAt
    previousState
    job {
      id
      name
      state
      reason {
        group
        code
        advice
      }
      center {
        id
        name
        queue {
          pending
        }
      }
      usage {
        coreHours
        cpuEfficiencyPercent
      }
      charges {
        amount {
          amount
          currency
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<JobStatusSubscription, JobStatusSubscriptionVariables>;
export const JobWallDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription JobWall($after: Cursor) {
  jobEvents(after: $after) {
    cursor
    occurredAt
    gap {
      reason
    }
    previousState
    job {
      id
      name
      state
      reason {
        group
        code
      }
      simulated
      submittedAt
      startedAt
      endedAt
      resources {
        cores
        accelerators
        timeLimitSeconds
      }
      center {
        id
        name
      }
      project {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<JobWallSubscription, JobWallSubscriptionVariables>;
export const LinkTelemetryDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription LinkTelemetry($links: [ID!], $filter: LinkTelemetryFilterInput, $minIntervalSeconds: Float, $after: Cursor) {
  linkTelemetry(
    linkIds: $links
    filter: $filter
    minIntervalSeconds: $minIntervalSeconds
    after: $after
  ) {
    cursor
    occurredAt
    merged
    link {
      id
      name
      capacityBps
      state
      utilization(windowSeconds: 60) {
        inBps
        outBps
        percent
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LinkTelemetrySubscription, LinkTelemetrySubscriptionVariables>;
export const MovingTransfersDocument = /* @__PURE__ */ new TypedDocumentString(`
    query MovingTransfers {
  moving: transfers(first: 50, filter: {active: true}) {
    totalCount
    nodes {
      ...TransferOnTheWall
    }
  }
  newest: transfers(first: 10) {
    nodes {
      ...TransferOnTheWall
    }
  }
}
    fragment TransferOnTheWall on Transfer {
  id
  state
  bytesDone
  bytesTotal
  etaSeconds
  faults
  simulated
  endedAt
  rate {
    currentBps
    meanBps
  }
  project {
    id
    name
  }
  source {
    endpoint {
      id
      name
    }
  }
  destination {
    endpoint {
      id
      name
    }
  }
  path {
    links {
      id
    }
    hops {
      node {
        id
      }
    }
  }
}`) as unknown as TypedDocumentString<MovingTransfersQuery, MovingTransfersQueryVariables>;
export const NationalOverviewDocument = /* @__PURE__ */ new TypedDocumentString(`
    query NationalOverview {
  centers(first: 50) {
    totalCount
    nodes {
      id
      code
      name(locale: ZH)
      nameEn: name(locale: EN)
      ownerKind
      serviceKind
      accessState
      schedulingState
      location {
        latitude
        longitude
        city
      }
      accessCircuit {
        capacityBps
        ipVersion
        node {
          id
          name
        }
        utilization(windowSeconds: 300) {
          inBps
          outBps
          percent
          measuredAt
        }
      }
      capacity {
        nodes {
          total
          allocated
          idle
          down
        }
        cores {
          total
          allocated
          idle
        }
        accelerators {
          vendor
          model
          total
          allocated
        }
      }
      queue {
        running
        pending
        medianWaitSeconds
      }
      energy {
        pue
        powerWatts
      }
      maintenance(upcoming: true) {
        id
        startsAt
        endsAt
        reason
      }
      incidents(open: true) {
        id
        severity
        title
      }
    }
  }
  networkNodes {
    id
    name
    city
    latitude
    longitude
  }
  links {
    id
    name
    from {
      id
      name
    }
    to {
      id
      name
    }
    capacityBps
    state
    utilization(windowSeconds: 300) {
      inBps
      outBps
      percent
      measuredAt
    }
    alarms(active: true) {
      id
      severity
      state
      raisedAt
    }
  }
}
    `) as unknown as TypedDocumentString<NationalOverviewQuery, NationalOverviewQueryVariables>;
export const NetworkMapDocument = /* @__PURE__ */ new TypedDocumentString(`
    query NetworkMap {
  networkNodes {
    id
    name
    latitude
    longitude
    simulated
  }
  links {
    id
    kind
    name
    capacityBps
    state
    simulated
    from {
      id
    }
    to {
      id
    }
    alarms(active: true) {
      id
      severity
      summary
      raisedAt
    }
  }
  centers(first: 200) {
    totalCount
    nodes {
      id
      code
      name
      simulated
      location {
        latitude
        longitude
      }
      accessCircuit {
        capacityBps
        node {
          id
        }
        link {
          id
        }
      }
      queue {
        medianWaitSeconds
      }
      energy {
        powerWatts
      }
      incidents(open: true) {
        id
        severity
        title
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NetworkMapQuery, NetworkMapQueryVariables>;
export const ProductPageDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ProductPage($slug: String!) {
  product(slug: $slug) {
    id
    name
    kind
    state
    summary
    store {
      id
      name
      owner {
        id
        name
      }
      rating {
        average
        count
      }
    }
    versions(first: 3) {
      nodes {
        id
        semver
        releasedAt
        builds {
          architecture
          accelerator
          containerDigest
          installations {
            center {
              id
              name
              schedulingState
              queue {
                medianWaitSeconds
              }
            }
            modulePath
          }
        }
      }
    }
    plans {
      id
      name
      licenceModel
      price {
        amount
        currency
      }
      components {
        name
        billingType
        unit
        price {
          amount
          currency
        }
      }
    }
    myLicence {
      id
      seatsTotal
      seatsFree
      validTo
    }
    reviews(first: 5) {
      totalCount
      nodes {
        id
        stars
        text
        verifiedPurchase
        author {
          displayName
        }
        reply {
          text
          at
        }
      }
    }
    usage(lastDays: 30) {
      jobs
      coreHours
      successPercent
    }
    benchmarks {
      center {
        id
        name
      }
      name
      value
      unit
      measuredAt
    }
  }
}
    `) as unknown as TypedDocumentString<ProductPageQuery, ProductPageQueryVariables>;
export const ProjectJobsDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription ProjectJobs($project: ID!, $states: [JobState!], $after: Cursor) {
  jobEvents(filter: {projectId: $project, states: $states}, after: $after) {
    cursor
    occurredAt
    previousState
    job {
      id
      name
      state
      center {
        id
        name
      }
      waitForecast {
        p50Seconds
      }
      project {
        id
        billingAccount {
          balance {
            amount
            currency
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProjectJobsSubscription, ProjectJobsSubscriptionVariables>;
export const ResearcherHomeDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ResearcherHome {
  me {
    id
    displayName
    homeOrganization {
      id
      name
    }
    memberships {
      role
      project {
        id
        name
        billingAccount {
          id
          state
          balance {
            amount
            currency
          }
          held {
            amount
            currency
          }
          budget {
            limit {
              amount
              currency
            }
            usedPercent
          }
        }
        jobs(first: 5, filter: {active: true}) {
          totalCount
          nodes {
            id
            name
            state
            reason {
              group
              code
              advice
            }
            center {
              id
              name
            }
            waitForecast {
              p50Seconds
              p75Seconds
              p95Seconds
              confidence
              sampleSize
              method
            }
            estimatedCost {
              amount
              currency
            }
          }
        }
        transfers(first: 5, filter: {active: true}) {
          nodes {
            id
            state
            bytesDone
            bytesTotal
            etaSeconds
          }
        }
        tickets(first: 5, filter: {open: true}) {
          totalCount
          nodes {
            id
            title
            state
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ResearcherHomeQuery, ResearcherHomeQueryVariables>;
export const StartTransferDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation StartTransfer($input: StartTransferInput!) {
  startTransfer(input: $input) {
    transfer {
      id
      state
      source {
        endpoint {
          id
        }
        path
      }
      destination {
        endpoint {
          id
        }
        path
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<StartTransferMutation, StartTransferMutationVariables>;
export const SubmitJobDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SubmitJob($input: SubmitJobInput!) {
  submitJob(input: $input) {
    job {
      id
      name
      state
      center {
        id
        name
      }
      partition {
        id
        name
      }
      hold {
        state
        amount {
          amount
          currency
        }
      }
      placement {
        chosen {
          score
        }
        candidates {
          center {
            id
          }
          accepted
          rejections {
            code
          }
        }
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<SubmitJobMutation, SubmitJobMutationVariables>;
export const TransferProgressDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription TransferProgress($id: ID!, $minIntervalSeconds: Float, $after: Cursor) {
  transferStatus(id: $id, minIntervalSeconds: $minIntervalSeconds, after: $after) {
    cursor
    occurredAt
    merged
    transfer {
      id
      state
      bytesDone
      bytesTotal
      rate {
        currentBps
        meanBps
      }
      etaSeconds
      faults
      path {
        links {
          id
          name
          utilization(windowSeconds: 60) {
            percent
          }
        }
      }
      job {
        id
        state
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TransferProgressSubscription, TransferProgressSubscriptionVariables>;