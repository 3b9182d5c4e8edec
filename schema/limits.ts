/**
 * Every limit of the service in one place, with the relations between them asserted at load,
 * so that two limits can't drift apart without somebody noticing. Units stand last in each name.
 */
export const limits = {
  /** Money. A point is one KRW; the largest sum stays exact in a double with room for adding. */
  maxPoints: 1_000_000_000_000,

  /** One text frame from a client; the longest legal message (what a browser can decode) is about half of it. */
  maxFrameBytes: 16_384,
  /** A frame larger than this is not even read to its end. */
  maxReceivedFrameBytes: 64 * 1024,
  /** One HTTP body. */
  maxBodyBytes: 64 * 1024,
  /** One request target with its query. */
  maxUrlBytes: 2_048,
  /** All headers of one request. */
  maxHeaderBytes: 16 * 1024,
  /** Addresses (and people) whose rate is remembered at a time; the least recent make room. */
  maxTrackedAddresses: 65_536,
  /** Addresses that may hold sockets at a time, where several gateways count them together. */
  maxSocketAddresses: 131_072,
  /** Verified sign-in tokens that are remembered, so that most requests need no cryptography. */
  maxRememberedTokens: 65_536,
  /** One `Cookie` header. */
  maxCookieBytes: 4_096,
  /** Somebody who does not come back for this long has to sign in again; a guest is then gone for good. */
  sessionMs: 30 * 24 * 3_600_000,
  /** A refresh token that comes again within this time comes from a second tab, or its answer was lost; later from a thief. */
  refreshRaceMs: 30_000,
  /** Sessions of one person; of more, those not seen for longest end. */
  maxSessionsPerPerson: 32,
  /** How long an access token may be good, as configured; its key is known for so long after it has last signed. */
  maxAccessTokenMs: 24 * 3_600_000,
  /** A key signs access tokens for this long; a new one is made known so long before it signs. */
  tokenKeyMs: 30 * 24 * 3_600_000,
  tokenKeyNoticeMs: 120_000,
  /** How long before its sign-in ends a socket is told to renew it. */
  renewNoticeMs: 60_000,
  /** How much of what a browser calls itself is kept. */
  maxAgentChars: 200,
  /** From leaving for a provider to coming back from it. */
  signInAttemptMs: 10 * 60_000,
  /** How long a provider has to answer, and how much it may say. */
  providerTimeoutMs: 5_000,
  maxProviderAnswerBytes: 128 * 1024,
  /** How far a provider's clock may be off. */
  providerClockToleranceMs: 30_000,
  /** What a provider calls somebody: OpenID Connect allows 255 characters. */
  maxSubjectChars: 255,
  /** A place of the page that somebody comes back to after signing in. */
  maxReturnToChars: 512,
  /** Attempts to sign in that are over but could still be told again. */
  maxUsedAttempts: 65_536,
  /** A connection that sends no complete request within this time is closed (uWebSockets.js's own limit). */
  httpIdleTimeoutMs: 10_000,
  /** A socket that is silent this long, pings included, is half open and closed. */
  socketIdleTimeoutMs: 60_000,
  /** Bytes queued for one slow reader before it is cut off, and how often that is looked at. */
  maxBackpressureBytes: 256 * 1024,
  backpressureCheckMs: 100,
  /** Bytes queued for one slow reader at which nothing more is, so that it is closed without a code. */
  hardBackpressureBytes: 1024 * 1024,

  /** Connections that are written to before the gateway looks at what else came in: a hammer may wait for it. */
  turnDeliveries: 128,
  /** Of these, how many may be told of a beginning or an end before all others. */
  turnPressing: 64,
  /** And how many are kept for those who wait for news only, however many wait for an answer. */
  turnNews: 32,
  /** And how many are told what can wait (chat), and no more. */
  turnPatient: 16,
  /** Nor more than this is written to them: much that is said at once keeps bids no longer than little. */
  turnPatientBytes: 256 * 1024,
  /** Frames that are kept for a socket until its person is known. */
  maxEarlyFrames: 32,
  /** Lots that one socket may watch at a time. */
  maxSubscriptionsPerSocket: 64,
  /** Bids of one socket that may wait for their answer. */
  maxBidsInFlightPerSocket: 64,
  /** Bids that wait longer than this make the gateway refuse more of sockets that have some waiting, as `busy`. */
  maxBidWaitMs: 250,
  /** Bids of all sockets, shared out among gateways, that may wait in any case: fewer would be answered as soon as refused. */
  minBidsInFlight: 8_192,
  /** Threads that take connections. */
  maxGateways: 16,
  /** Messages of every kind that one socket may send per second on average, and at once. */
  messagesPerSecond: 50,
  messagesBurst: 200,
  /** As many sockets' worth of messages one person may send, on however many. */
  busySocketsPerPerson: 4,
  /** Bad messages at which a socket is cut off; one a minute is forgiven. */
  maxBadMessagesPerSocket: 16,

  /** Codecs and header extensions that a browser may name: Chromium names about 40. */
  maxMediaCodecs: 64,
  /** Sizes that one video track may come in. */
  maxMediaLayers: 3,
  /** Shares of its frames that a size can be sent with: all, half of them, a quarter. */
  maxTemporalLayers: 3,
  /** Lots whose video one socket may watch at a time; each is one WebRTC transport. */
  maxVideosPerSocket: 4,
  /** How long credentials for a TURN server, which are handed out with a transport, can be used. */
  turnCredentialMs: 3_600_000,
  /** Consumers that one media worker serves before a lot is piped to the next one. */
  maxWorkerConsumers: 400,
  /** Transports of all sockets from one address. */
  maxTransportsPerAddress: 400,
  /** How long the broadcaster's next whole picture may be asked for again, however many viewers come. */
  keyFrameDelayMs: 1_000,
  /** What a WebRTC transport may start with, and what a broadcaster may send, in bits per second. */
  startBitrateBps: 1_000_000,
  maxPublishBitrateBps: 4_000_000,
  /** What a broadcaster may say that a picture takes to the server; how often, and from which difference on, it is told. */
  maxUpDelayMs: 10_000,
  upDelayWindowMs: 2_000,
  upDelayStepMs: 20,
  /** A small picture of a lot on air, as base64; how many are kept; how often the seller's browser sends one. */
  maxThumbnailChars: 48 * 1024,
  maxThumbnails: 1_000,
  thumbnailMs: 10_000,
  /** How long a broadcaster has to come back after a restart of the server before the stream counts as lost. */
  streamReturnMs: 5_000,
  /** A media worker that died is replaced after this, doubled with each failure up to the second. */
  minMediaRestartMs: 100,
  maxMediaRestartMs: 10_000,

  /** Bids on their way from one gateway to one shard, a power of two; more are refused as `busy`. */
  laneBids: 16_384,
  /** Commands waiting in one actor's mailbox; more are refused as `busy`. */
  maxMailboxCommands: 8_192,
  /** Commands waiting in all mailboxes of one shard. */
  maxShardCommands: 65_536,
  /** Commands that one actor may have decided before its neighbours get their turn. */
  turnCommandsPerActor: 64,
  /** Commands decided before the thread looks at its port and timers again. */
  turnCommandsPerShard: 512,
  /** Events that one commit may hold. */
  maxCommitEvents: 1_024,
  /** Of kinds that give way (chat): commands decided in a turn in which others were, and events of one commit. */
  turnYieldingCommands: 64,
  maxCommitYieldingEvents: 256,
  /** Answers that may wait for one commit. */
  maxCommitReplies: 16_384,
  /** A commit without an answer for this long has an unknown outcome. */
  commitTimeoutMs: 5_000,
  /** A commit in flight for this long stops all decisions, and its time is given back: nobody saw what was bid. */
  commitStallMs: 400,
  /** Events of one actor that one row of the journal holds: what is read at least to find one of them. */
  maxRunEvents: 256,
  /** A new checkpoint is due after this many events of one actor, or after as many as take as much room as it does. */
  checkpointEvents: 512,
  /** How long lists may show an actor as it was before a bid; and how many rows of lists are caught up with one commit. */
  maxHeadLagMs: 250,
  maxLateHeads: 512,
  /** Actors that are rebuilt with one query. */
  loadActors: 256,
  /** Pauses between attempts to reach a journal that failed: the first, doubled up to the last. */
  minRetryMs: 20,
  maxRetryMs: 1_000,
  /** How often each shard signs that it is alive; the finest outage that can be given back. */
  heartbeatMs: 250,
  /** Outages of a lot with no more than this between them are told as one: the service came back stumbling. */
  maxOutageGapMs: 5_000,

  /** Bids of one person in one lot whose answer is remembered, so that a retry is answered and not decided. */
  bidMemoryPerBidder: 64,
  /** Refusals of one lot that are remembered in memory for the same reason. */
  refusalMemoryPerActor: 256,
  /** Bids of one lot that can be undone one after the other. */
  undoDepth: 16,

  /** Public events of one watched lot that a gateway keeps for clients that come back. */
  recoveryEvents: 512,
  /** How often changed lots are told to the lobby. */
  lobbyWindowMs: 500,
  /** Viewer counts that somebody who comes into the lobby is told at once; the others follow as they change. */
  maxLobbyCounts: 500,
  /** How often a changed viewer count is told. */
  viewersWindowMs: 1_000,

  /** Clock rules. */
  minDurationMs: 1_000,
  maxDurationMs: 30 * 24 * 3_600_000,
  minFloorMs: 500,
  maxFloorMs: 600_000,
  maxExtendMs: 24 * 3_600_000,
  maxScheduleAheadMs: 365 * 24 * 3_600_000,
  maxIncrementBands: 32,
  /** A bid of more than this many times the least acceptable one asks once whether it is meant. */
  suspiciousJumpFactor: 5,

  /** One chat message, in what people count as characters (grapheme clusters), and in UTF-16 units. */
  maxChatChars: 300,
  maxChatTextUnits: 1_200,
  maxChatMentions: 5,
  /** Messages that a room keeps in memory, and those that whoever comes in is shown at once. */
  chatRecentMessages: 200,
  chatSnapshotMessages: 50,
  /** Messages on one page of earlier ones, and journal rows that are read for one page. */
  maxChatHistory: 200,
  maxChatHistoryScan: 400,
  /** What one person may say at once in a room, and after which time one more (a bucket that fills again). */
  chatBurst: 5,
  chatRefillMs: 1_500,
  /** The same twice within this time is refused. */
  chatDuplicateMs: 30_000,
  maxSlowMs: 600_000,
  maxMuteMs: 30 * 24 * 3_600_000,
  /** Speakers of a room of whom is remembered what they said last, and messages of each whose answer is. */
  maxChatSpeakers: 2_000,
  sayMemoryPerSpeaker: 16,
  /** Nobody who spoke less long ago is forgotten: whoever asks again gets the first answer. */
  sayMemoryMs: 60_000,
  maxChatModerators: 50,
  maxChatSanctions: 5_000,
  /** Messages of a room that may wait for a moderator. */
  maxChatHeld: 200,
  /** Messages that can be deleted one by one in a room; whoever says more should be cleared. */
  maxChatDeleted: 20_000,
  /** A crowd: as many people more within this time; how long new ones are slowed, how much, and who is new. */
  raidJoins: 100,
  raidWindowMs: 10_000,
  raidGuardMs: 300_000,
  raidSlowMs: 30_000,
  newAccountMs: 24 * 3_600_000,
  /** How often reactions and people present are told; how many reactions of one person count in a second, and at once. */
  reactionsWindowMs: 250,
  reactionsPerSecond: 4,
  reactionsBurst: 12,
  presenceWindowMs: 1_000,
  /** Somebody who goes is counted for so long still: who reloads the page never left. */
  presenceLingerMs: 5_000,
  maxPresentBidders: 50,
  /** Reports of one person in a minute. */
  reportsPerMinute: 10,
  /** How often it is looked for rooms in which nobody speaks any more. */
  roomWordsTidyMs: 60_000,
  /** Old rows of rooms' journals that are deleted at a time, the pause after that, and how often old ones are looked for. */
  retentionRows: 500,
  retentionPauseMs: 200,
  retentionPassMs: 3_600_000,
  /** People whom one person may follow. */
  maxFollows: 2_000,

  maxTitleChars: 120,
  maxDescriptionChars: 5_000,
  maxReasonChars: 200,
  maxNameChars: 24,
  /** A person's picture, as a data URL. */
  maxAvatarChars: 48 * 1024,
  /** How long browsers may show a picture that was changed since. */
  avatarMs: 300_000,
  maxSearchChars: 80,
  maxPageItems: 100,
  /** Where a page of bids goes on; longer by what was taken back and is not met yet. */
  maxCursorChars: 1_500,
  /** Bids on one page of a lot's history, and journal entries that are read for one page. */
  maxHistoryItems: 1_000,
  maxHistoryScan: 4_000,
  /** Rows of the journal that are read at a time for an export of somebody's own data; and exports of one person a minute. */
  exportChunkRows: 20_000,
  exportsPerMinute: 2,
  maxExportsAtOnce: 2,
  /** Bans and merges that are taken to all lots in one pass, and lots that are asked at a time. */
  maxErrandsPerPass: 500,
  errandLots: 64,
  /** Blocked words that one room adds, all its lists together; those of the operator's file; and the length of each. */
  maxRoomWords: 2_000,
  maxHouseWords: 100_000,
  maxWordChars: 40,
  /** Chat messages that may wait to be looked through for blocked words; more are refused. */
  maxWordChecks: 8_192,
  /** How often the operator's file of blocked words is looked at for a change, and how large it may be. */
  wordsFileMs: 5_000,
  maxWordsFileBytes: 16 * 1024 * 1024,
  /** Pauses before the thread that looks for blocked words is replaced: the first, doubled up to the last. */
  minWordsRestartMs: 50,
  maxWordsRestartMs: 5_000,
  /** A search in titles that takes longer is given up. */
  searchTimeoutMs: 2_000,
} as const;

const relations: ReadonlyArray<readonly [holds: boolean, sentence: string]> = [
  [Number.isSafeInteger(limits.maxPoints * 4_096), 'sums of many largest amounts stay exact'],
  [
    limits.bidMemoryPerBidder >= limits.maxBidsInFlightPerSocket,
    'every bid in flight of one socket can be retried and still be remembered',
  ],
  [
    limits.minBidsInFlight >= limits.maxBidsInFlightPerSocket * limits.maxGateways,
    'one socket alone is held up by its own limit, on however many gateways',
  ],
  [limits.turnCommandsPerActor <= limits.turnCommandsPerShard, "an actor's turn fits in its shard's"],
  [(limits.laneBids & (limits.laneBids - 1)) === 0, 'places in the ring of a lane are found by a mask'],
  [limits.laneBids > limits.minBidsInFlight, 'bids that may wait in any case fit in one lane'],
  [limits.laneBids <= limits.maxShardCommands, 'bids on their way from one gateway fit in the shard'],
  [limits.maxMailboxCommands <= limits.maxShardCommands, 'one mailbox fits in its shard'],
  [
    limits.turnCommandsPerShard * 2 <= limits.maxCommitEvents,
    'what one turn decides (at most two events each) fits in one commit',
  ],
  [limits.maxCommitEvents <= limits.maxCommitReplies, 'every event of a commit can be answered'],
  [
    limits.turnPressing + limits.turnNews + limits.turnPatient < limits.turnDeliveries,
    'a turn has room for answers beside all news',
  ],
  [limits.turnYieldingCommands <= limits.turnCommandsPerShard, 'what gives way fits in a turn'],
  [
    limits.maxCommitYieldingEvents + limits.turnCommandsPerActor * 2 < limits.maxCommitEvents,
    'a commit has room for bids beside all that gives way',
  ],
  [limits.chatSnapshotMessages <= limits.chatRecentMessages, 'a room can show what it is to show at once'],
  [limits.heartbeatMs <= 1_000, 'an outage is measured to the second or finer'],
  [
    limits.commitStallMs < limits.minFloorMs,
    'a bid is seen, or its commit counted as an outage, before the floor that it left is over',
  ],
  [limits.commitStallMs < limits.commitTimeoutMs, 'a commit stalls before it is given up'],
  [limits.minFloorMs < limits.minDurationMs, 'a floor fits in the shortest duration'],
  [limits.maxBackpressureBytes >= 16 * limits.maxFrameBytes, 'a burst of frames fits in the buffer'],
  [
    limits.hardBackpressureBytes >= 2 * limits.maxBackpressureBytes,
    'a slow reader is seen, and its close code fits in the buffer, before nothing more does',
  ],
];
for (const [holds, sentence] of relations) {
  if (!holds) throw new Error(`schema/limits.ts contradicts itself: ${sentence}`);
}
