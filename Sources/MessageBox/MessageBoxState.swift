// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

/// How far the updates of an account have been seen, as it is stored between two runs.
///
/// See core.telegram.org/api/updates.
public struct MessageBoxState: Equatable, Sendable {
    /// What does not belong to a channel.
    public typealias Account = UpdateState

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
