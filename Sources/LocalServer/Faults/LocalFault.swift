// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Something that shall go wrong between a client and a local server.
///
///     server.inject(LocalFault(.closeAfterRunning, methods: ["messages.sendMessage"], occurrence: .times(1)))
public struct LocalFault: Sendable {
    /// What goes wrong.
    public enum Kind: Hashable, Sendable {
        // Before the call is run, which it is not.

        /// The server answers with an error: a flood, a redirection to another data centre, trouble of its own.
        case answer(RPCFailure)
        /// The packet is refused with `bad_msg_notification`; see
        /// core.telegram.org/mtproto/service_messages_about_messages.
        case badMessage(code: Int32)
        /// The packet is refused with `bad_server_salt`.
        case badServerSalt
        /// The server refuses the connection with a code, such as -404 or -429, and closes it.
        case transportError(Int32)
        /// The packet gets lost.
        case ignoreMessage
        /// The connection is closed.
        case closeBeforeRunning
        /// The server forgets its sessions, except for the highest id that came in each; the packet gets lost with them.
        case forgetSessions
        /// The server forgets the key of the packet, and with it who was logged in.
        case forgetKey

        // After the call was run.

        /// The connection is closed, and the answer waits for the next one.
        case closeAfterRunning
        /// The answer gets lost on its way.
        case loseAnswer
        /// The packet with the answer comes twice.
        case duplicateAnswer
        /// The packet with the answer comes later, and what is sent meanwhile overtakes it.
        ///
        /// At most ``SessionBounds/delayedPackets`` are held back at a time; any more come at once.
        case delayAnswer(Duration)
        /// The answer gets lost on its way if more calls of its session than these are being run.
        case loseAnswerBeyond(Int)

        // When a session is told of updates; one without a connection is told on its next, where nothing of this goes
        // wrong. The methods of the fault do not matter then.

        /// The session is never told, as it happens at Telegram; its client must find out by itself.
        case dropUpdates
        /// The packet gets lost on its way, and comes on the next connection.
        case loseUpdates
        /// The session is told twice.
        case duplicateUpdates
        /// The packet comes later, and what is sent meanwhile overtakes it.
        case delayUpdates(Duration)

        // When a session begins, or an account gets updates. The methods of the fault do not matter then.

        /// `new_session_created` has the same unique id as every one before in the session.
        case repeatUniqueID
        /// A session that the server forgot gives its messages the ids that it gave before.
        case repeatMessageIDs
        /// After the updates the account's `pts` grows by one for which there is no event, and no difference from before it
        /// brings anything.
        case skipNumber

        var moment: Moment {
            switch self {
            case .repeatUniqueID, .repeatMessageIDs: .announcing
            case .skipNumber: .numbering
            case .closeAfterRunning, .loseAnswer, .duplicateAnswer, .delayAnswer, .loseAnswerBeyond: .afterRunning
            case .dropUpdates, .loseUpdates, .duplicateUpdates, .delayUpdates: .telling
            default: .beforeRunning
            }
        }
    }

    /// When a fault can occur.
    enum Moment: Sendable {
        case beforeRunning
        case afterRunning
        case telling
        case announcing
        case numbering

        /// Whether it is a call that goes wrong.
        var isOfCalls: Bool { self == .beforeRunning || self == .afterRunning }
    }

    /// When it goes wrong.
    public enum Occurrence: Hashable, Sendable {
        /// The first times that it can, so often.
        case times(Int)
        /// Each time with a probability from 0 to 1, as the server's seed has it.
        case probability(Double)
        /// Each time.
        case always
    }

    /// What goes wrong.
    public var kind: Kind
    /// The methods at which it goes wrong, as the schema spells them; `nil` for all, and for pings and the like.
    public var methods: Set<String>?
    /// The account at whose calls it goes wrong; `nil` for all, also for those who are not logged in.
    public var account: Int64?
    /// The data centre at which it goes wrong; `nil` for all.
    public var dataCenter: Int?
    /// When it goes wrong.
    public var occurrence: Occurrence

    /// Describes a fault.
    ///
    /// - Parameters:
    ///   - kind: What goes wrong.
    ///   - methods: The methods at which it goes wrong, as the schema spells them; `nil` for all.
    ///   - account: The account at whose calls it goes wrong; `nil` for all.
    ///   - dataCenter: The data centre at which it goes wrong; `nil` for all.
    ///   - occurrence: When it goes wrong.
    public init(
        _ kind: Kind, methods: Set<String>? = nil, account: Int64? = nil, dataCenter: Int? = nil,
        occurrence: Occurrence = .always
    ) {
        self.kind = kind
        self.methods = methods
        self.account = account
        self.dataCenter = dataCenter
        self.occurrence = occurrence
    }
}

/// Names a fault that was injected.
public struct LocalFaultID: Hashable, Sendable {
    let number: UInt64
}
