// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The calls after which another one runs, and what is known of them.
///
/// The server runs calls in any order, unless one says which others it follows: with `invokeAfterMsg` and `invokeAfterMsgs`,
/// by the ids of their messages. See core.telegram.org/api/invoking#saving-client-info and
/// core.telegram.org/method/invokeAfterMsg.
struct CallPrecedence: Sendable {
    /// The calls before it that are still pending.
    var predecessors: [CallID]
    /// Whether one of them ended without a result, so that whoever made this call has to say what now.
    var hasFailed = false
    /// The messages of theirs after which the server was last asked to run the call.
    var sentAfter: [MessageID] = []
    /// The messages of theirs for which the server did not wait any longer.
    var refused: [MessageID] = []

    /// Whether a call may go out.
    enum Verdict: Sendable {
        /// It may, after these messages.
        case after([MessageID])
        /// A call before it has to go out first, or to come to its end.
        case blocked
        /// A call before it failed.
        case failed
    }

    /// What the server answers when a call before this one failed.
    static let failure = CallOutcome.answer(.error(code: 400, message: "MSG_WAIT_FAILED"))

    /// Whether the server did not run a call because of those before it.
    static func isRefusal(_ answer: RPCAnswer) -> Bool {
        guard case .error(_, let message) = answer else { return false }
        return message == "MSG_WAIT_FAILED" || message == "MSG_WAIT_TIMEOUT"
    }

    /// What stands before a call that follows messages.
    static func prefix(_ messages: [MessageID]) -> [UInt8] {
        let rest = TLRawFunction(bytes: [])
        let bytes =
            switch messages.count {
            case 0: [UInt8]()
            case 1: try? TL.InvokeAfterMsg(msgID: messages[0].rawValue, query: rest).encoded()
            default: try? TL.InvokeAfterMsgs(msgIDs: messages.map(\.rawValue), query: rest).encoded()
            }
        guard let bytes else { preconditionFailure("ids can be written") }
        return bytes
    }
}

extension RPCAnswer {
    /// Whether the server ran the call to its end.
    var isSuccess: Bool {
        if case .object = self { return true }
        return false
    }
}

/// How a call left its session, for those that follow it.
enum CallEnding: Sendable {
    /// The server ran it.
    case succeeded
    /// It failed, or nobody knows.
    case failed
    /// Nobody waits for it any more.
    case cancelled
}

extension Outbox {
    /// Whether a call may go out, and after what.
    func verdict(on id: CallID) -> CallPrecedence.Verdict {
        guard let precedence = precedence(of: id) else { return .after([]) }
        if precedence.hasFailed { return .failed }
        var messages: [MessageID] = []
        for predecessor in precedence.predecessors {
            guard let call = self[predecessor] else { continue }
            guard let message = call.message?.id else { return .blocked }
            messages.append(message)
        }
        // The same question would get the same answer.
        if !messages.isEmpty, messages == precedence.refused { return .blocked }
        return .after(messages)
    }
}
