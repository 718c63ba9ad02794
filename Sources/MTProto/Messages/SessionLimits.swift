// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The bounds of everything that a session sends, accepts or remembers.
///
/// Where a figure is not Telegram's own, the comment says whose it is.
public enum SessionLimits {
    // MARK: Packets (core.telegram.org/mtproto/description)

    /// How much padding an encrypted message may have, in bytes.
    public static let padding = 12...1024
    /// How far the server's message ids may lie behind the server's time, in seconds.
    public static let oldestMessage: Int64 = 300
    /// How far message ids may lie ahead of the server's time, in seconds.
    public static let newestMessage: Int64 = 30
    /// How many ids of received messages are remembered: enough for the window above, as other libraries keep.
    public static let rememberedIDs = 1024

    // MARK: Containers (core.telegram.org/mtproto/service_messages#simple-container)

    /// How many messages a container of ours may hold; the server refuses more than 1,020.
    public static let containerMessages = 1020
    /// How many messages a received container may hold.
    public static let receivedContainerMessages = 1024
    /// How many bytes the messages of a container of ours may have together with their headers.
    public static let containerBytes = 1_044_404
    /// How many bytes a call may have; what goes before and around it then still fits into a frame, which stays below 16 MiB.
    public static let callBytes = 15 << 20
    /// How long to wait between full containers, so that the server does not answer with -429.
    static let containerPace = Duration.milliseconds(100)
    /// How many of our containers are remembered, in case that the server names one.
    static let rememberedContainers = 1024
    /// How many message ids those containers are remembered with altogether.
    static let rememberedContainedIDs = 16_384

    // MARK: Compression (core.telegram.org/mtproto/service_messages#packed-object)

    /// How many bytes a call must have to be worth compressing.
    public static let compressionThreshold = 255
    /// How many bytes one compressed object may have when it is unpacked.
    public static let unpackedObject = 32 << 20
    /// How many bytes the compressed objects of one packet may have together when they are unpacked.
    public static let unpackedPacket = 64 << 20

    // MARK: Acknowledgements (core.telegram.org/mtproto/service_messages_about_messages)

    /// How many pending acknowledgements are sent at once.
    static let eagerAcknowledgements = 16
    /// How long an acknowledgement waits for company while nothing else comes.
    static let acknowledgementIdle = Duration.seconds(1)
    /// How long an acknowledgement waits at most.
    static let acknowledgementDelay = Duration.seconds(30)
    /// How many ids `msgs_ack`, `msgs_state_req` and `msg_resend_req` may carry.
    public static let idsPerMessage = 8192
    /// How many acknowledgements may be held back for the receiver of updates.
    static let heldAcknowledgements = 1024

    // MARK: Resending

    /// How old a message may be to be sent again under its own id, in seconds of server time.
    ///
    /// The server remembers ids for 300 seconds.
    public static let resendAge: Int64 = 240
    /// How often one call is sent again.
    public static let resends = 12
    /// How long a call waits on a living connection before the server is asked what became of it, at first.
    static let stateQuestionDelay = Duration.seconds(4)
    /// The same for a call that was asked about again and again.
    static let longestStateQuestionDelay = Duration.seconds(60)
    /// How many calls may wait for their answers.
    public static let pendingCalls = 65_536
    /// How many entries of settled calls may stand in a queue before they are looked for.
    static let staleEntries = 1024
    /// How many calls of a client a server session works on at once.
    public static let runningCalls = 65_536
    /// How many updates wait in a server session while its client is away.
    public static let waitingUpdates = 1024
    /// How many of our service messages are remembered, in case that the server refuses one.
    static let rememberedServiceMessages = 256
    /// How many service messages may wait to be sent.
    static let waitingServiceMessages = 1024
    /// How many tokens of quick acknowledgements are remembered.
    static let quickAckTokens = 256

    // MARK: Salts (core.telegram.org/mtproto/service_messages#request-for-several-future-salts)

    /// How many salts are asked for, and kept.
    public static let futureSalts = 64
    /// How long before the last salt ends more are asked for, in seconds.
    static let saltReserve: Int64 = 60
    /// How long after its beginning a salt is first used, in seconds, so that a small error of the clock does no harm.
    static let saltDelay: Int64 = 60
    /// How often salts are asked for at most.
    static let saltQuestionDelay = Duration.seconds(60)
    /// How many `new_session_created` are remembered, since each is to be obeyed once.
    static let rememberedSessionStarts = 16

    /// How many sessions that were given up are remembered, for what the server still sends in them.
    static let formerSessions = 4

    // MARK: Temporary keys (core.telegram.org/api/pfs)

    /// How long before its end a temporary key is replaced, in seconds, as Telegram's own library does.
    static let keyRenewalMargin: Int64 = 3600

    // MARK: Liveness (core.telegram.org/mtproto/service_messages#ping-messages-ping-pong)

    /// How often an idle connection is pinged.
    static let pingInterval = Duration.seconds(60)
    /// After how many seconds without a ping the server shall close the connection.
    static let disconnectDelay: Int32 = 75
    /// The least silence after which a connection with open questions is pinged.
    static let leastSilence = Duration.seconds(2)
}
