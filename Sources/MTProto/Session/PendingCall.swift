// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// A call that was not answered yet.
struct PendingCall: Sendable {
    /// What is called.
    enum Content: Sendable {
        case request(OutgoingCall)
        /// A service message that is answered like a call; asking twice does no harm.
        case service(ServiceCall)
        /// `auth.bindTempAuthKey`, which is built anew for each message id.
        case binding(TemporaryKey)

        /// Whether it may run twice.
        var isHarmless: Bool {
            switch self {
            case .request(let call): call.repetition == .harmless
            case .service, .binding: true
            }
        }
    }

    /// The service messages that await an answer of their own kind.
    enum ServiceCall: Hashable, Sendable {
        case destroySession(Int64)
        case destroyAuthKey
    }

    enum Stage: Hashable, Sendable {
        /// It needs an id and goes out with it.
        case waiting
        /// It goes out again under its id, in a container.
        case resending
        /// It went out.
        case sent(ConnectionID)
        /// It went out on a connection that is gone, and the server is asked what became of it.
        case asking
    }

    let id: CallID
    let content: Content
    var stage = Stage.waiting
    /// The message of the last attempt.
    var message: SentMessage?
    /// The ids of earlier attempts, which may still be answered.
    var earlierIDs: [MessageID] = []
    var resends = 0
    /// How often the server was asked what became of the last attempt.
    var questions = 0
    /// Whether an attempt went out of which nobody knows what became.
    var mayHaveRun = false

    var isHarmless: Bool { content.isHarmless }

    /// What the call's maker calls it; 0 for the session's own.
    var caller: UInt64 {
        if case .request(let call) = content { return call.caller }
        return 0
    }

    var isBinding: Bool {
        if case .binding = content { return true }
        return false
    }

    var isService: Bool {
        if case .service = content { return true }
        return false
    }

    /// Goes out as a message.
    mutating func send(_ message: consuming SentMessage, on connection: ConnectionID) {
        self.message = message
        stage = .sent(connection)
        questions = 0
    }

    /// Whether an id, or the container that a call was last sent in, names its last attempt.
    func isNamed(by id: MessageID) -> Bool {
        message?.id == id || message?.container == id
    }
}

/// A message as it went out, so that it can go out again unchanged.
struct SentMessage: Sendable {
    let id: MessageID
    let sequenceNumber: Int32
    /// What stands before the call.
    var lead: [UInt8] = []
    let body: [UInt8]
    /// Whether the beginning of `initConnection` stands before the call.
    let isWrapped: Bool
    /// The container that it was last sent in.
    var container: MessageID?
    var sentAt: MonotonicTime
    /// Whether the server said that it has the message.
    var isAcknowledged = false
}

/// A call and how it ended.
public struct Settlement: Sendable {
    /// The call.
    public let call: CallID
    /// What its maker calls it, 0 for the session's own and for those that nobody gave a name.
    package let caller: UInt64
    /// How it ended.
    public let outcome: CallOutcome

    init(_ call: PendingCall, _ outcome: CallOutcome) {
        (self.call, caller, self.outcome) = (call.id, call.caller, outcome)
    }
}
