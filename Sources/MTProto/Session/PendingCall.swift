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

    var isHarmless: Bool {
        switch content {
        case .request(let call): call.repetition == .harmless
        case .service, .binding: true
        }
    }

    var isBinding: Bool {
        if case .binding = content { return true }
        return false
    }

    var isService: Bool {
        if case .service = content { return true }
        return false
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
    /// How it ended.
    public let outcome: CallOutcome
}
