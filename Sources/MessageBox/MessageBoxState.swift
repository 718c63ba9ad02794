// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How far the updates of an account have been seen, as it is stored between two runs.
///
/// See core.telegram.org/api/updates.
public struct MessageBoxState: Equatable, Sendable {
    /// What does not belong to a channel.
    public struct Account: Hashable, Sendable {
        /// The number of the last event of private chats and basic groups.
        public var pts: Int32
        /// The number of the last event of secret chats and of bots.
        public var qts: Int32
        /// When the last update was made, in seconds since 1970.
        public var date: Int32
        /// The number of the last `updates` object.
        public var seq: Int32

        /// Creates a state.
        ///
        /// - Parameters:
        ///   - pts: The number of the last event of private chats and basic groups.
        ///   - qts: The number of the last event of secret chats and of bots.
        ///   - date: When the last update was made, in seconds since 1970.
        ///   - seq: The number of the last `updates` object.
        public init(pts: Int32, qts: Int32, date: Int32, seq: Int32) {
            self.pts = pts
            self.qts = qts
            self.date = date
            self.seq = seq
        }
    }

    /// One part that is not as it was.
    public enum Change: Hashable, Sendable {
        /// The state of what does not belong to a channel.
        case account(Account)
        /// The state of a channel, or `nil` if it is to be forgotten.
        case channel(Int64, pts: Int32?)
    }

    /// What does not belong to a channel, if it is known.
    public var account: Account?
    /// The number of the last event of each channel.
    public var channels: [Int64: Int32]

    /// Creates a state.
    ///
    /// - Parameters:
    ///   - account: What does not belong to a channel, if it is known.
    ///   - channels: The number of the last event of each channel.
    public init(account: Account? = nil, channels: [Int64: Int32] = [:]) {
        self.account = account
        self.channels = channels
    }

    /// Changes one part.
    ///
    /// - Parameter change: What changed.
    public mutating func apply(_ change: Change) {
        switch change {
        case .account(let account): self.account = account
        case .channel(let id, let pts): channels[id] = pts
        }
    }
}
