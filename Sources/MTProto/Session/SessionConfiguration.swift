// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How a session behaves.
public struct SessionConfiguration: Sendable {
    /// What happens to unanswered calls when a connection is made again.
    public enum Recovery: Sendable {
        /// They are sent again with the same ids, in a container, and the server answers from its memory.
        case resend
        /// The server is asked first which of them it has.
        case askState
    }

    /// What happens to unanswered calls when a connection is made again.
    public var recovery: Recovery = .resend
    /// The beginning of `invokeWithLayer(initConnection(…` up to the call itself, or `nil` to send calls as they are.
    ///
    /// It stands before every call until the first answer, and again when the server has forgotten it.
    public var initialization: [UInt8]?
    /// What stands before each call, inside of ``initialization``; empty for nothing.
    ///
    /// Connections that shall not hear of updates have `invokeWithoutUpdates` there.
    public var callPrefix: [UInt8] = []
    /// Whether the acknowledgement of a message with updates waits for
    /// ``ClientSession/releaseAcknowledgement(of:now:)``.
    public var holdsAcknowledgementsOfUpdates = false
    /// Whether large calls are compressed.
    public var compressesCalls = true

    /// The usual behaviour.
    public init() {}
}
